// Each officer signs in and finds the own desk: the window with a sale under way, the reviewer's pool and
// a task in it, the administrator's pages, those of the security administrator.
import { loaded, look, press, sees, signIn } from '../kit.mjs'
import { sell } from '../matter.mjs'

const ADMIN = [
  'scenes',
  'offices',
  'staff',
  'calendar',
  'rates',
  'codes',
  'departments',
  'outbox',
  'verification',
]

async function open(page, path, name) {
  await page.goto(path)
  await sees(page, page.getByRole('heading', { level: 1 }), name)
  await loaded(page)
  await look(page, name)
}

export default async function desks(journey) {
  const { town } = journey
  const sale = await sell(town, await town.home())

  const clerk = await journey.person('clerk')
  await clerk.goto('/staff')
  await look(clerk, 'sign-in')
  await signIn(clerk, 'clerk-1')
  await clerk.waitForURL('**/window')
  await open(clerk, '/window', 'window')
  await open(clerk, '/window/new/resale-transfer', 'window-new')
  await open(clerk, `/window/filing/${sale.filing}`, 'window-filing')

  const reviewer = await journey.person('reviewer')
  await signIn(reviewer, 'reviewer-registry')
  await reviewer.waitForURL('**/review')
  await sees(reviewer, reviewer.getByRole('button', { name: /^领取/ }), 'the pool')
  await look(reviewer, 'review')
  await press(reviewer, reviewer.getByRole('button', { name: /^领取/ }).first())
  await sees(reviewer, reviewer.getByText('登簿').first(), 'a task')
  await look(reviewer, 'review-task')

  const admin = await journey.person('administrator')
  await signIn(admin, 'admin')
  await open(admin, '/admin', 'admin')
  for (const name of ADMIN) await open(admin, `/admin/${name}`, `admin-${name}`)

  const security = await journey.person('security')
  await signIn(security, 'security')
  await security.waitForURL('**/admin/staff')
  await open(security, '/admin/staff', 'security-staff')
  await open(security, '/admin/staff/clerk-2', 'security-officer')
  await open(security, '/admin/changes', 'security-changes')
}
