// A home is split at the window: its holder comes from the registry, the new units are typed in, what is
// wrong with one of them is told there; the reviewer sees every unit before and after.
import { look, press, sees, signIn, type } from '../kit.mjs'
import * as review from '../acts/review.mjs'
import * as window from '../acts/window.mjs'

async function part(page, number, fields) {
  const row = page.getByRole('group', { name: `第 ${number} 个单元` })
  for (const [label, value] of Object.entries(fields))
    await type(page, row.getByLabel(label, { exact: true }), value)
}

async function apply(clerk, home) {
  const unit = (last) => `${home.unit.slice(0, 24)}9${home.unit.slice(26)}${last}`
  await window.begin(clerk, home.unit, '房屋所有权分割变更登记')
  await window.answer(clerk, { 是否住宅: '是' })
  await part(clerk, 1, { 新单元号: unit(1), 坐落: '示范路甲', '面积（平方米）': '40' })
  await part(clerk, 2, { 新单元号: unit(2), 坐落: '示范路乙', '面积（平方米）': '48' })
  await window.handIn(clerk, 5)
  await window.check(clerk)
  await sees(clerk, clerk.getByText('分割合并前后面积不等').first(), 'an area is lost')
  await look(clerk, 'split-findings')
  await press(clerk, clerk.getByRole('button', { name: '再加一个单元' }))
  await sees(clerk, clerk.getByRole('group', { name: '第 3 个单元' }), 'there may be more')
  await part(clerk, 3, { 新单元号: unit(3), 坐落: '示范路丙', '面积（平方米）': '1' })
  await look(clerk, 'split-draft')
  await window.check(clerk)
  return window.accept(clerk, 'split-overview')
}

export default async function split(journey) {
  const home = await journey.town.home()
  const clerk = await journey.person('clerk')
  await signIn(clerk, 'clerk-1')
  const filing = await apply(clerk, home)
  await look(clerk, 'split-filing')
  const reviewer = await journey.person('reviewer')
  await signIn(reviewer, 'reviewer-registry')
  await review.claimTask(reviewer, filing)
  await sees(reviewer, reviewer.getByText('示范路丙').first(), 'the units that will be')
  await look(reviewer, 'split-review')
}
