// Six things wrong with one application: all are told at once, each with what to do and a link to its
// field; all are put right at once, and it is accepted.
import { sees, signIn, type } from '../kit.mjs'
import * as window from '../acts/window.mjs'

const COUNT = 6

export default async function sixFindings(journey) {
  const home = await journey.town.home()
  const page = await journey.person('clerk')
  await signIn(page, 'clerk-1')
  await window.beginSale(page, home)
  const contract = page.getByLabel('买卖合同备案号', { exact: true }).last()
  await type(page, contract, '')
  await type(page, page.getByLabel('成交价格（元）'), '八十万')
  await window.fillParty(page, '买受人 1', {
    证件号码: '640101190503040023',
    份额: '1/2',
    代理人姓名: '钱代理',
  })
  await window.handIn(page, 1)
  await window.check(page)
  await window.seesFindings(page, COUNT, 'six-findings')
  const said = await window.followFindings(page)
  journey.point(new Set(said).size === COUNT, 'six different findings, each with a link', ...said)
  const remedies = await page.getByRole('alert').getByText('怎么办').count()
  journey.point(remedies === COUNT, 'each says what to do', remedies)

  await type(page, page.getByLabel('成交价格（元）'), home.price)
  await type(page, contract, home.contract)
  await window.fillParty(page, '买受人 1', {
    证件号码: home.buyer.document,
    份额: '',
    代理人姓名: '',
  })
  await window.handIn(page, 1, 1)
  await window.check(page)
  await window.accept(page)
  await sees(page, page.getByText('已受理', { exact: true }), 'put right at once, and accepted')
}
