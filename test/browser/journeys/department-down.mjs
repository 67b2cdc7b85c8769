// The court's system is down. The administrator sees it paused; at the window its answer is read from
// paper and confirmed by a second officer. When it is back its own answers are compared: one agrees and
// nothing happens; one differs, and the filing is held until the manager has looked into it.
import { look, press, sees, signIn } from '../kit.mjs'
import * as review from '../acts/review.mjs'
import * as window from '../acts/window.mjs'
import { approveAllButRegistry, readByHand, sell, showFiling } from '../matter.mjs'

const COURT = '人民法院'
const STEP = '查询法院查控'

async function seesPaused(page) {
  await page.goto('/admin/departments')
  const card = page.getByRole('article').filter({ hasText: COURT })
  await sees(page, card.getByText(/^暂停至/), 'the administrator sees the department paused')
  await look(page, 'departments-paused')
  return card
}

export default async function departmentDown(journey) {
  const { town } = journey
  const [home, other] = [await town.home(), await town.home()]
  await town.fault('court', 'refused')
  const { filing } = await sell(town, home)
  const agreeing = (await sell(town, other)).filing

  const admin = await journey.person('administrator')
  await signIn(admin, 'admin')
  const card = await seesPaused(admin)

  const clerk = await journey.person('clerk')
  await signIn(clerk, 'clerk-1')
  await window.openFiling(clerk, filing)
  await window.readFromPaper(clerk, { step: STEP, reason: '法院系统故障，已电话并书面核实' })
  const second = await journey.person('second officer')
  await signIn(second, 'officer-2')
  await window.openFiling(second, filing)
  await window.confirmFromPaper(second, { step: STEP })
  await readByHand(town, agreeing)

  await town.fact('court', 'holds', home.unit, {
    holds: [{ document: '（2026）宁0104执7号', court: '兴庆区人民法院', kind: 'seizure' }],
  })
  await town.fault('court', 'none')
  await press(admin, card.getByRole('button', { name: /^立即再试/ }))
  await sees(admin, card.getByText(/有应答/), 'the department answers again')
  await look(admin, 'departments-back')
  await sees(clerk, clerk.getByText(/^办件已暂停/), 'the answer differs: held, by itself')
  await look(clerk, 'filing-held')
  await sees(admin, card.getByText('正常发送', { exact: true }), 'nothing waits for the court')
  const { holds } = await showFiling(town, agreeing)
  journey.point(
    holds.length === 0,
    'the answer that agrees holds nothing up',
    JSON.stringify(holds),
  )

  await approveAllButRegistry(town, filing)
  const manager = await journey.person('manager')
  await signIn(manager, 'manager-1')
  await review.openTask(manager, filing)
  await look(manager, 'review-held')
  await review.liftHold(manager, '经法院书面确认，查封的是另一处房屋')
  await look(manager, 'review-lifted')
  await clerk.getByText(/^办件已暂停/).waitFor({ state: 'hidden' })
  journey.point(true, 'the window sees that it goes on')
}
