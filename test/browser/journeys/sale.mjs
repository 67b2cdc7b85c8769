// The whole sale by all its people: the clerk begins it by the contract's number, the three departments
// find it in their pools, examine and approve it, the buyer follows on the phone, pays and gets the
// certificate, anybody verifies it, and a later sale takes its force away.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appears, look, openBrowser, press, scan, sees, signIn } from '../kit.mjs'
import * as check from '../acts/check.mjs'
import * as citizen from '../acts/citizen.mjs'
import * as review from '../acts/review.mjs'
import * as window from '../acts/window.mjs'
import { codeOf, codeVideo } from '../camera.mjs'
import * as matter from '../matter.mjs'

const DESKS = [
  ['reviewer-housing', '交易审核'],
  ['reviewer-tax', '税务审核'],
  ['reviewer-registry', '登记审核'],
]

async function openDesks(journey) {
  const desks = []
  for (const [login, step] of DESKS) {
    const page = await journey.person(login)
    await signIn(page, login)
    await page.waitForURL('**/review')
    await review.openPool(page)
    desks.push({ login, step, page })
  }
  return desks
}

/** One department examines and approves; the phone sees it claimed, and decided. */
async function decide({ login, step, page }, phone, filing, after) {
  await look(page, `${login}-pool`)
  await appears({
    from: page,
    act: () => review.claimTask(page, filing),
    path: /\/claim$/,
    on: phone,
    what: phone.locator('p', { hasText: step }).filter({ hasNotText: '待领取' }),
    name: `the phone sees who has ${step}`,
  })
  await review.examine(page, login)
  await appears({
    from: page,
    act: () => review.approve(page, { state: 'review-approve' }),
    path: /\/decide$/,
    on: phone,
    ...after,
  })
  await review.backToPool(page)
}

/** The page to pay at opens beside the filing; one press pays. */
async function pay(phone, clerk) {
  const opening = phone.context().waitForEvent('page')
  await press(phone, phone.getByRole('link', { name: '去缴费' }))
  const gateway = phone.journey.follow(await opening, 'the gateway of the buyer')
  const button = gateway.getByRole('button')
  await button.waitFor()
  await appears({
    from: gateway,
    act: () => press(gateway, button),
    path: /\/pay$/,
    on: clerk,
    what: clerk.getByRole('button', { name: /^发证并办结/ }),
    name: 'the clerk sees it paid, recorded and certified',
  })
  await gateway.close()
  await phone.bringToFront()
  await citizen.seesState(phone, '请来领证', 'follow-collecting')
}

async function verify(journey, phone, { number, home, filing, code }) {
  const six = home.buyer.document.slice(-6)
  const { certificates } = await (await phone.request.get(`/track/${filing}?code=${code}`)).json()
  const pdf = await phone.request.get(
    `/track/${filing}/certificates/${certificates[0].certificate}/pdf?code=${code}&holder=${six}`,
  )
  const path = join(journey.pictures, 'certificate.pdf')
  writeFileSync(path, await pdf.body())
  await check.checkNumber(phone, { number, holder: home.buyer.name })
  await check.checkFile(phone, { path })
  const token = codeOf(await pdf.body())
  const seeing = await openBrowser([`--use-file-for-fake-video-capture=${codeVideo(token)}`])
  const anybody = await journey.person('anybody with a camera', { phone: true, browser: seeing })
  await check.checkCamera(anybody)
  await sellOn(journey.town, home)
  await check.checkCode(anybody, { token, verdict: '已被取代', state: 'check-superseded' })
  await anybody.context().close()
  await seeing.close()
}

/** The buyer sells it on, and the certificate in the buyer's hands is out of date. */
async function sellOn(town, home) {
  const next = {
    ...home,
    contract: `${home.contract}-2`,
    seller: home.buyer,
    buyer: { name: '赵示范', document: '640101190503040030' },
  }
  await town.contract(next)
  const { filing } = await matter.sell(town, next)
  await matter.finish(town, filing, await matter.approve(town, filing))
}

export default async function sale(journey) {
  const { town } = journey
  const home = await town.home()
  const secret = await town.enrol('clerk-2')
  const phone = await journey.person('buyer', { phone: true })
  await citizen.readGuide(phone, '二手房', /二手房转移登记/)

  const desks = await openDesks(journey)
  const clerk = await journey.person('clerk')
  await signIn(clerk, 'clerk-2', { secret })
  await clerk.waitForURL('**/window')
  const signedIn = clerk.strokes
  let filing = ''
  await appears({
    from: clerk,
    act: async () => (filing = await window.sell(clerk, home)),
    path: /\/filings$/,
    on: desks[0].page,
    what: desks[0].page.getByRole('row').filter({ hasText: home.location }),
    name: 'the new task is in the pool',
  })
  const accepted = clerk.strokes
  await look(clerk, 'filing-accepted')
  const code = await window.followCode(clerk)
  await citizen.follow(phone, { filing, code })
  await citizen.seesState(phone, '正在办理', 'follow-accepted')

  const [housing, tax, registry] = desks
  for (const desk of [housing, tax])
    await decide(desk, phone, filing, {
      what: phone.locator('.now').filter({ hasText: desk.step }),
      state: 'hidden',
      name: `the phone sees that ${desk.step} is done`,
    })
  await decide(registry, phone, filing, {
    what: phone.getByRole('heading', { level: 2, name: '请缴费', exact: true }),
    name: 'the phone is asked to pay',
  })
  await citizen.seesState(phone, '请缴费', 'follow-pay')
  await citizen.openPapers(phone, home.buyer.document.slice(-6))
  await citizen.seesBill(phone)
  await look(phone, 'follow-bill')

  await window.seesBill(clerk, '8,080.00')
  const address = await phone.getByRole('link', { name: '去缴费' }).getAttribute('href')
  const scanned = await scan(clerk.getByRole('img', { name: '缴费二维码' }))
  journey.point(scanned === address, 'the code at the window leads where the phone pays', scanned)
  await pay(phone, clerk)

  const beforeIssue = clerk.strokes
  const number = await window.handOut(clerk)
  await citizen.seesState(phone, '已经办好', 'follow-closed')
  await citizen.readPaper(phone, /不动产权第/, 'follow-certificate')
  if (journey.keyboard)
    console.log(
      `# keystrokes of the clerk for the whole sale: ${signedIn} to sign in with the second factor,` +
        ` ${accepted - signedIn} from the contract's number to the acceptance,` +
        ` ${clerk.strokes - beforeIssue} to look at the certificate and hand it out`,
    )
  await verify(journey, phone, { number, home, filing, code })
}
