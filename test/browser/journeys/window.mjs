// The window, when it does not go straight on: sent back and corrected, withdrawn, not accepted at all.
import { look, sees, signIn } from '../kit.mjs'
import * as window from '../acts/window.mjs'
import { sell, sendBack } from '../matter.mjs'

export default async function atTheWindow(journey) {
  const page = await journey.person('clerk')
  await signIn(page, 'clerk-1')
  await window.openDesk(page)
  await look(page, 'desk')

  const { filing } = await sell(journey.town, await journey.town.home())
  await window.openFiling(page, filing)
  await sendBack(journey.town, filing, '成交价与备案合同不一致，请更正')
  await sees(page, page.getByText('待补正', { exact: true }), 'sent back by itself')
  await look(page, 'filing-correcting')
  await window.correct(page, { '成交价格（元）': '800000' })
  await window.withdraw(page)
  await look(page, 'withdrawn')
  await window.readsNotice(page, '准予撤回登记申请通知书')

  await window.beginSale(page, await journey.town.home())
  await window.reject(page, '材料不齐全，请补齐后再来')
}
