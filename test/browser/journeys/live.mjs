// Nothing that is being typed is lost: while others act, on a reload, when the service starts anew, when
// the session ends. What others do goes on appearing.
import { choose, look, press, sees, signIn, tick, type } from '../kit.mjs'
import * as review from '../acts/review.mjs'
import * as window from '../acts/window.mjs'
import { approveAllButRegistry, sell, sendBack, showFiling } from '../matter.mjs'

const PRICE = '790000.00'
const REASON = '买受人的身份证明与申请书不一致，请核对后重新提交'

const price = (page) => page.getByLabel('成交价格（元）')

async function keeps(page, field, value, name) {
  await field.waitFor()
  const now = await field.inputValue()
  page.journey.point(now === value, `${name}: what was typed is still there`, now)
}

/** Another filing comes in and is sent back, while the form is half filled in. */
async function othersAct(journey, page) {
  const { filing } = await sell(journey.town, await journey.town.home())
  await sendBack(journey.town, filing, '请补充材料')
  const after = await showFiling(journey.town, filing)
  journey.point(after.state === 'correcting', 'others have acted')
  await keeps(page, price(page), PRICE, 'others act')
}

async function serviceStartsAnew(journey, page, desk) {
  journey.isAway = true
  await journey.town.tell('stop')
  await sees(desk, desk.getByText(/^连接中断/), 'the desk says that it is cut off')
  await look(desk, 'live-lost')
  await window.check(page)
  await sees(page, page.getByRole('alert'), 'the form says that the service cannot be reached')
  await look(page, 'service-away')
  await keeps(page, price(page), PRICE, 'the service is away')
  await journey.town.tell('start')
  await sees(desk, desk.getByText('实时更新', { exact: true }), 'the stream opens again by itself')
  journey.isAway = false
}

async function sessionLapses(journey, page, home) {
  await page.context().clearCookies()
  await window.check(page)
  const dialog = page.getByRole('dialog', { name: '登录已过期' })
  await sees(page, dialog, 'the session has ended')
  await look(page, 'session-lapsed')
  await type(page, dialog.getByLabel('账号'), 'clerk-1')
  await type(page, dialog.getByLabel('口令', { exact: true }), 'yichuang-demo')
  await press(page, dialog.getByRole('button', { name: '登录', exact: true }))
  await dialog.waitFor({ state: 'hidden' })
  await keeps(page, price(page), PRICE, 'the session ends')
  await type(page, price(page), home.price)
  await window.check(page)
  return window.accept(page)
}

/** The reason of a decision that is half written outlives a reload. */
async function reviewerWrites(journey, filing) {
  const page = await journey.person('reviewer')
  await signIn(page, 'reviewer-registry')
  await review.openPool(page)
  await review.claimTask(page, filing)
  const dialog = page.getByRole('dialog')
  await press(page, page.getByRole('button', { name: /^退回补正/ }))
  await choose(page, dialog.getByLabel('理由类别'), { label: '材料不齐全' })
  await type(page, dialog.getByLabel('具体理由'), REASON)
  await approveAllButRegistry(journey.town, filing)
  await keeps(page, dialog.getByLabel('具体理由'), REASON, 'others decide')
  await page.reload()
  await sees(page, dialog.getByText('已恢复您上次没有提交的内容。'), 'the decision is there again')
  await keeps(page, dialog.getByLabel('具体理由'), REASON, 'the reviewer reloads')
  await look(page, 'review-resumed')
}

export default async function live(journey) {
  const home = await journey.town.home()
  const desk = await journey.person('another clerk')
  await signIn(desk, 'officer-2')
  await window.openDesk(desk)
  await tick(desk, desk.getByLabel('只看我受理的'), false)
  const page = await journey.person('clerk')
  await signIn(page, 'clerk-1')
  await window.beginSale(page, home)
  await window.handIn(page)
  await type(page, price(page), PRICE)

  await othersAct(journey, page)
  await page.reload()
  await sees(
    page,
    page.getByText('已恢复您上次没有提交的内容。'),
    'the form says that it is resumed',
  )
  await look(page, 'sale-resumed')
  await keeps(page, price(page), PRICE, 'the clerk reloads')
  await serviceStartsAnew(journey, page, desk)
  const filing = await sessionLapses(journey, page, home)
  await sees(desk, desk.getByRole('row').filter({ hasText: filing }), 'the desk hears of it')
  await reviewerWrites(journey, filing)
}
