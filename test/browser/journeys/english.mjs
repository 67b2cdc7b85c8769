// Who reads English finds no Chinese on the citizen's and the officers' main pages but names and what
// the law wants in Chinese: those stand marked with their language.
import { readFileSync } from 'node:fs'
import { FORM, loaded, look, press, sees } from '../kit.mjs'
import { approve, sell } from '../matter.mjs'

const PASSWORD = 'yichuang-demo'
// The people of all journeys, and where their homes are.
const DATA =
  '[张李赵]示范|示范银行|[兴金]?[庆凤]?区?人民法院|银川市兴庆区示范路(?:1号9幢\\d+室|2号101)'

/** What is shown in Chinese outside names and data: those that the journey knows, or that the page says
 * are not to be translated. */
function chinese(known) {
  const isShown = (e) => e.checkVisibility?.() !== false
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.parentElement
    const left = node.data.replaceAll(new RegExp(known, 'g'), '')
    if (!/\p{Script=Han}/u.test(left) || !at || !isShown(at)) continue
    if (at.closest('[lang^=zh], [translate=no]')) continue
    found.push(`${at.tagName.toLowerCase()}.${at.className}: ${node.data.trim().slice(0, 80)}`)
  }
  return found
}

async function reads(page, path, name) {
  if (path) await page.goto(path)
  await sees(page, page.getByRole('heading', { level: 1 }), `${name} in English`)
  await loaded(page)
  const found = await page.evaluate(chinese, DATA)
  page.journey.point(found.length === 0, `${name} has no Chinese words of its own`, ...found)
  await look(page, `english-${name}`)
}

async function signIn(page, login) {
  await page.goto('/staff')
  await page.getByLabel('Name', { exact: true }).fill(login)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await press(page, page.getByRole('button', { name: 'Sign in', exact: true }))
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** A holder asks for the own home: the query, with its code. */
async function askRegister(town, home) {
  const clerk = await town.officer('clerk-1')
  const { hash } = await clerk('POST', '/papers', readFileSync(FORM))
  const { name, document } = home.seller
  return clerk('POST', '/queries', {
    kind: 'record',
    unit: home.unit,
    capacity: 'holder',
    party: { kind: 'person', name, document_kind: 'id', document_number: document },
    identity: hash,
    purpose: '出售',
  })
}

export default async function english(journey) {
  const { town } = journey
  const home = await town.home()
  const sale = await sell(town, home)
  await approve(town, sale.filing)
  const query = await askRegister(town, home)
  const guest = await journey.person('guest', { language: 'en' })
  await reads(guest, '/', 'home')
  await reads(guest, '/guide/resale-transfer', 'guide')
  await reads(guest, '/follow', 'find')
  await reads(guest, `/follow/${sale.filing}?code=${sale.follow_code}`, 'follow')
  await reads(guest, `/rate/${sale.filing}?code=${sale.follow_code}`, 'rate')
  await reads(guest, '/check', 'check')
  await reads(guest, `/check#${query.code}`, 'check-query')
  await sees(guest, guest.getByText('What it said'), 'what a proof said')
  await reads(guest, '/guide/rules', 'rules')

  const clerk = await journey.person('clerk', { language: 'en' })
  await reads(clerk, '/staff', 'sign-in')
  await signIn(clerk, 'clerk-1')
  await reads(clerk, '/window', 'window')
  await reads(clerk, `/window/new/resale-transfer?contract_number=${home.contract}`, 'new')
  await reads(clerk, `/window/filing/${sale.filing}`, 'filing')

  await reads(clerk, '/window/query', 'query')
  await reads(clerk, `/window/query/${query.query}`, 'query-shown')

  const reviewer = await journey.person('reviewer', { language: 'en' })
  await signIn(reviewer, 'reviewer-registry')
  await reads(reviewer, '/review', 'review')
  const admin = await journey.person('administrator', { language: 'en' })
  await signIn(admin, 'admin')
  await reads(admin, '/admin', 'admin')
  await reads(admin, '/admin/departments', 'departments')
  const security = await journey.person('security', { language: 'en' })
  await signIn(security, 'security')
  await reads(security, '/admin/staff', 'staff')
  await reads(security, '/admin/staff/clerk-2', 'officer')
  const manager = await journey.person('manager', { language: 'en' })
  await signIn(manager, 'manager-1')
  for (const name of ['rules', 'counts', 'samples', 'locks', 'findings'])
    await reads(manager, `/admin/${name}`, `admin-${name}`)
}
