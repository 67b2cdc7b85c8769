// A court seizes the home after the taxes are paid. The reviewer refuses, in typed words; the buyer reads
// on the phone what was decided, why, what can be done, and that the money goes back.
import { look, sees, signIn } from '../kit.mjs'
import * as citizen from '../acts/citizen.mjs'
import * as review from '../acts/review.mjs'
import { approve, seize, sell } from '../matter.mjs'

const REASON = '该房屋已被人民法院查封，查封期间不能办理转移登记'

export default async function refusal(journey) {
  const { town } = journey
  const home = await town.home()
  const phone = await journey.person('buyer', { phone: true })
  const sale = await sell(town, home)
  await citizen.follow(phone, { filing: sale.filing, code: sale.follow_code })
  const order = await approve(town, sale.filing)
  await citizen.seesState(phone, '请缴费', 'follow-pay')
  await seize(town, home)
  await town.pay(order)

  const page = await journey.person('reviewer')
  await signIn(page, 'reviewer-registry')
  await review.openPool(page)
  await review.claimTask(page, sale.filing)
  await sees(page, page.getByText(/查封/).first(), 'the reviewer sees the seizure')
  await look(page, 'review-seized')
  await review.refuse(page, { code: '不动产已被查封，不得处分', reason: REASON })

  await citizen.seesState(phone, '没有登记', 'refusal')
  await citizen.openPapers(phone, home.buyer.document.slice(-6))
  await sees(phone, phone.getByText(/已退款/).first(), 'the money has gone back')
  await look(phone, 'refusal-refunded')
  await citizen.readPaper(phone, /不予登记/, 'refusal-notice')
}
