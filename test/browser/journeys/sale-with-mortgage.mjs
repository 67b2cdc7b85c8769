// A sale with the mortgage of what is bought: one filing, two entries in one moment, one bill, a
// certificate and a proof.
import { look, press, sees, signIn } from '../kit.mjs'
import * as review from '../acts/review.mjs'
import * as window from '../acts/window.mjs'
import { order } from '../matter.mjs'

const MATTER = '转移登记和抵押权首次登记（组合）'
const BANK = { 类型: '组织', 姓名或名称: '示范银行', 证件号码: '91640100MA00000155' }

async function apply(clerk, home) {
  await window.begin(clerk, home.unit, MATTER)
  await window.fillParty(clerk, '买受人（抵押人） 1', {
    姓名或名称: home.buyer.name,
    证件号码: home.buyer.document,
  })
  const { 类型: _, ...bank } = BANK
  await window.fillParty(clerk, '抵押权人 1', bank)
  await window.answer(clerk, {
    买卖合同编号: 'MM-1',
    '价款（元）': '800000',
    抵押合同编号: 'DY-1',
    '被担保债权数额（元）': '500000',
    债务履行期限起: '20260301',
    债务履行期限止: '20460228',
    担保范围: '主债权及利息',
    是否最高额抵押: '否',
    是否禁止或限制转让抵押不动产: '否',
    是否住宅: '是',
  })
  await window.handIn(clerk, 6)
  await window.check(clerk)
  return window.accept(clerk, 'combined-overview')
}

export default async function saleWithMortgage(journey) {
  const { town } = journey
  const home = await town.home()
  await town.fact('finance', 'licence', BANK.证件号码, {
    credit_code: BANK.证件号码,
    name: BANK.姓名或名称,
    licence_number: 'B0001',
    valid: true,
  })
  const clerk = await journey.person('clerk')
  await signIn(clerk, 'clerk-1')
  const filing = await apply(clerk, home)

  const registry = await journey.person('reviewer')
  await signIn(registry, 'reviewer-registry')
  await review.claimTask(registry, filing)
  await sees(registry, registry.getByText('设立抵押权').first(), 'both entries are shown')
  await look(registry, 'combined-task')
  await review.approve(registry)
  await window.seesBill(clerk, '160.00')
  await town.pay(await order(town, filing))
  await sees(clerk, clerk.getByRole('button', { name: /^发证并办结/ }), 'made by themselves')
  const both = clerk.getByRole('button', { name: /^预览/ })
  await sees(clerk, both.nth(1), 'a certificate and a proof')
  await look(clerk, 'combined-issue')
  await press(clerk, clerk.getByRole('button', { name: /^发证并办结/ }))
  await sees(clerk, clerk.getByText('已办结', { exact: true }), 'both are handed out')
}
