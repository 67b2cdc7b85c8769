// A mortgage from the window through the review to the proof, its correction begun and its release made from
// the number of the proof: the proof is in force, and then void.
import { look, sees, signIn } from '../kit.mjs'
import * as check from '../acts/check.mjs'
import * as review from '../acts/review.mjs'
import * as window from '../acts/window.mjs'
import { order } from '../matter.mjs'

const BANK = { bank: '示范银行', code: '91640100MA00000155' }

export default async function mortgage(journey) {
  const { town } = journey
  const home = await town.home()
  await town.fact('finance', 'licence', BANK.code, {
    credit_code: BANK.code,
    name: BANK.bank,
    licence_number: 'B0001',
    valid: true,
  })
  const registry = await journey.person('reviewer')
  await signIn(registry, 'reviewer-registry')
  const clerk = await journey.person('clerk')
  await signIn(clerk, 'clerk-1')

  const filing = await window.mortgage(clerk, { unit: home.unit, ...BANK })
  await review.reviewAndApprove(registry, filing, 'mortgage')
  await window.seesBill(clerk, '80.00')
  await town.pay(await order(town, filing))
  const proof = await window.handOut(clerk)
  const anybody = await journey.person('anybody', { phone: true })
  await check.checkNumber(anybody, { number: proof, holder: BANK.bank, state: 'check-proof' })

  await window.beginsBurdenCorrection(clerk, { proof, holder: BANK.bank })
  const release = await window.release(clerk, { proof })
  await review.reviewAndApprove(registry, release, 'release')
  await sees(clerk, clerk.getByText('已办结', { exact: true }), 'the release is recorded at once')
  await look(clerk, 'release-closed')
  await check.checkNumber(anybody, {
    number: proof,
    holder: BANK.bank,
    verdict: '已失效',
    state: 'check-void',
  })
}
