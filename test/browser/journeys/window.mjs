// The window alone: a sale from the contract's number to the certificate in few keystrokes; six things
// wrong told at once and put right at once; a department that is down; a correction, a withdrawal.
import { look, press, sees, signIn, type } from '../kit.mjs'
import * as window from '../acts/window.mjs'
import { approve, sendBack } from '../matter.mjs'

async function sale(journey, page) {
  const home = await journey.town.home()
  const { filing, strokes } = await window.sell(page, home)
  const order = await approve(journey.town, filing)
  await window.seesBill(page, '8,080.00')
  await journey.town.pay(order)
  const before = journey.strokes
  await window.handOut(page)
  console.log(
    `# window ${journey.width}: ${strokes} keystrokes to the acceptance, ${journey.strokes - before} to look at the certificate and hand it out`,
  )
}

async function sixFindings(journey, page) {
  const home = await journey.town.home()
  await window.beginSale(page, home)
  await type(page, page.getByLabel('买卖合同备案号', { exact: true }).last(), '')
  await type(page, page.getByLabel('成交价格（元）'), '八十万')
  await window.fillParty(page, '买受人 1', { 证件号码: '640101190503040023', 份额: '1/2' })
  await window.check(page)
  await window.seesFindings(page, 6, 'six-findings')
  await window.goTo(page, /格式/)
  await type(page, page.getByLabel('成交价格（元）'), home.price)
  await type(page, page.getByLabel('买卖合同备案号', { exact: true }).last(), home.contract)
  await window.fillParty(page, '买受人 1', { 证件号码: home.buyer.document, 份额: '' })
  await window.handIn(page)
  await window.check(page)
  return window.accept(page)
}

export default async function atTheWindow(journey) {
  const page = await journey.person('clerk')
  await signIn(page, 'clerk-1')
  await window.openDesk(page)
  await look(page, 'desk')
  await sale(journey, page)

  const returned = await sixFindings(journey, page)
  await sendBack(journey.town, returned, '成交价与备案合同不一致，请更正')
  await sees(page, page.getByText('待补正', { exact: true }), 'sent back by itself')
  await look(page, 'filing-correcting')
  await window.correct(page, { '成交价格（元）': '800000' })
  await window.withdraw(page)
  await look(page, 'withdrawn')
  await window.readsNotice(page, '准予撤回登记申请通知书')

  await window.beginSale(page, await journey.town.home())
  await window.reject(page, '材料不齐全，请补齐后再来')
}
