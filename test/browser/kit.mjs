// What the journeys share: a town, people with a browser of their own, and how they look and act.
//
// A person acts by accessible names alone. In a keyboard journey every act is made of Tab, arrows,
// Space, Enter and typing, so that a control that the keyboard cannot reach fails the journey. At each
// state `look` runs axe, checks that nothing overflows (also in large type and in high contrast), and
// takes a picture.
import { execFileSync, spawn } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const require = createRequire(join(ROOT, 'web/package.json'))
const { chromium } = require('playwright-core')
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const PASSWORD = 'yichuang-demo'
const PATIENCE_MS = 30000
// News is on every screen within a second on a quiet machine; a busy one gets more before it fails.
const NEWS_MS_MAX = 8000
const TABS_MAX = 250
export const FORM = join(ROOT, 'test/flow/files/form.png')

// ---- points ----

export class Tap {
  count = 0
  failed = 0

  point(good, name, ...why) {
    this.count += 1
    if (!good) this.failed += 1
    console.log(`${good ? 'ok' : 'not ok'} ${this.count} - ${name}`)
    if (!good) for (const row of why) console.log('# ' + String(row).replaceAll('\n', '\n# '))
  }

  end() {
    console.log(`1..${this.count}`)
    return this.failed || !this.count ? 1 : 0
  }
}

// ---- the town ----

export class Town {
  static async start(build, store) {
    const town = new Town()
    town.process = spawn(
      'python3',
      [join(ROOT, 'test/browser/town.py'), '--build', build, '--store', store],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    )
    town.rows = createInterface({ input: town.process.stdout })[Symbol.asyncIterator]()
    const first = await town.hear()
    if (!first.url) throw new Error(`the town did not start: ${JSON.stringify(first)}`)
    Object.assign(town, first)
    Object.assign(town, { build, store, number: 0, looked: new Set() })
    return town
  }

  async hear() {
    const { value, done } = await this.rows.next()
    if (done) throw new Error('the town has ended')
    return JSON.parse(value)
  }

  async tell(word) {
    this.process.stdin.write(word + '\n')
    return this.hear()
  }

  async close() {
    this.process.stdin.end()
    const last = await this.hear()
    return last.faults ?? ['the town said nothing at its end']
  }

  async sandboxCall(method, path, body) {
    const reply = await fetch(this.sandbox + path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    if (!reply.ok)
      throw new Error(`sandbox ${method} ${path}: ${reply.status} ${await reply.text()}`)
    return reply.json()
  }

  fact(department, share, key, answer) {
    return this.sandboxCall('PUT', '/facts', { facts: [{ department, share, key, answer }] })
  }

  /** A department out of order, until mode 'none'. */
  fault(department, mode) {
    return this.sandboxCall('PUT', '/faults', { department, mode, times: -1 })
  }

  /** The officer's authenticator, put in force: its secret. */
  async enrol(login) {
    const officer = await this.officer(login)
    const { secret } = await officer('POST', '/staff/self/second-factor', {})
    await officer('PUT', '/staff/self/second-factor', { code: totp(secret) })
    return secret
  }

  /** The service and the departments live at another moment from now on; sessions end by it. Only test
   * builds have a clock that can be set: false for the others. */
  async clock(now_ms) {
    const reply = await fetch(this.url + '/test/clock', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ now_ms }),
    })
    if (reply.status === 404) return false
    if (!reply.ok) throw new Error(`the clock was not set: ${reply.status}`)
    await this.sandboxCall('PUT', '/clock', { now_ms })
    return true
  }

  pay(order) {
    return this.sandboxCall('POST', `/orders/${order}/pay`)
  }

  /** An officer's own connection, for what a journey needs beforehand; a Buffer is sent as a picture. */
  async officer(login) {
    const opened = await fetch(this.url + '/sessions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login, password: PASSWORD }),
    })
    const cookie = opened.headers.get('set-cookie').split(';')[0]
    const { csrf } = await opened.json()
    return async (method, path, body) => {
      const isFile = Buffer.isBuffer(body)
      const reply = await fetch(this.url + path, {
        method,
        headers: {
          Cookie: cookie,
          'X-CSRF-Token': csrf,
          'X-Purpose': 'supervision',
          'Content-Type': isFile ? 'image/png' : 'application/json',
          'Idempotency-Key': randomUUID(),
        },
        body: body === undefined || isFile ? body : JSON.stringify(body),
      })
      const answer = await reply.json()
      if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(answer)}`)
      return answer
    }
  }

  /** A home of its own for a journey: in the registry under 张示范, sold to 李示范 by a filed contract. */
  async home() {
    const n = String(++this.number).padStart(4, '0')
    const home = {
      unit: `640104001001GB00001F0009${n}`,
      contract: `HT-2026-${n}`,
      seller: { name: '张示范', document: '640101190503040014' },
      buyer: { name: '李示范', document: '640101190503040022' },
      price: '800000.00',
      location: `银川市兴庆区示范路1号9幢${Number(n)}室`,
    }
    const admin = await this.officer('admin')
    await admin('POST', '/registry/units', {
      unit: home.unit,
      location: home.location,
      usage: '11',
      area_cm2: 890000,
      land_kind: '102',
      holding: 'sole',
      holders: [
        {
          role: 'holder',
          kind: 'person',
          name: home.seller.name,
          document_kind: 'id',
          document_number: home.seller.document,
        },
      ],
    })
    await this.contract(home)
    await this.fact('tax', 'record', home.unit, {
      buyer_homes: 0,
      seller_acquired_on: '2015-03-02',
      seller_only_home: true,
      original_price_fen: 50000000,
      proven_costs_fen: 0,
      assessed_price_fen: 0,
    })
    return home
  }

  /** The code of a home that is not in the registry yet, on land that is. */
  async parcel() {
    const admin = await this.officer('admin')
    await admin('POST', '/registry/units', {
      unit: '640104001001GB00001W00000000',
      location: '银川市兴庆区示范地块',
      usage: '10',
      area_cm2: 500000000,
      land_kind: '102',
      holding: 'sole',
      holders: [
        {
          role: 'holder',
          kind: 'organisation',
          name: '示范地产',
          document_kind: 'uscc',
          document_number: '91640100MA0000488C',
        },
      ],
    })
    return `640104001001GB00001F0008${String(++this.number).padStart(4, '0')}`
  }

  /** What the departments know of its sale and its people. */
  async contract(home) {
    await this.fact('housing', 'contract', home.contract, {
      contract_number: home.contract,
      unit: home.unit,
      price_fen: 80000000,
      area_cm2: 890000,
      filed_on: '2026-02-27',
      cancelled: false,
      sellers: [{ name: home.seller.name, document_number: home.seller.document }],
      buyers: [{ name: home.buyer.name, document_number: home.buyer.document }],
    })
    for (const p of [home.seller, home.buyer])
      await this.fact('police', 'identity', p.document, {
        document_number: p.document,
        name: p.name,
        state: 'alive',
      })
  }
}

// ---- what a person has at hand ----

/** RFC 6238 with SHA-1, six digits and thirty seconds; `ahead` of the present step. A code is good
 * once, so who has just used one takes the next, which is taken as well. */
export function totp(secret, ahead = 0) {
  const bits = [...secret].map((c) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
  )
  const bytes = bits
    .join('')
    .match(/.{8}/g)
    .map((b) => parseInt(b, 2))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + ahead))
  const mac = createHmac('sha1', Buffer.from(bytes)).update(step).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0')
}

// It says more than is asked for to standard error, e.g. that there is no D-Bus.
const QUIET = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }

/** What a phone reads from the code on somebody's screen. */
export async function scan(code) {
  const path = join(mkdtempSync(join(tmpdir(), 'yichuang-scan-')), 'code.png')
  await code.screenshot({ path })
  const words = ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', path]
  return execFileSync('zbarimg', words, QUIET).trim()
}

// ---- people ----

export async function openBrowser(more = []) {
  const executablePath = BROWSERS.find((path) => existsSync(path))
  if (!executablePath) throw new Error('no Chromium is installed; tools/deps test installs it')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...more,
    ],
  })
}

/** How a journey is made: { town, browser, tap, width, keyboard, pictures, name }. Its town may be put
 * in the place of the one that all journeys of a width share. */
export class Journey {
  constructor(settings) {
    Object.assign(this, settings)
    this.contexts = []
    mkdirSync(this.pictures, { recursive: true })
  }

  /** A person at a screen: a context of its own. `phone`: always 390 wide. */
  async person(name, { phone = false, language = 'zh', browser = this.browser } = {}) {
    const width = phone ? 390 : this.width
    const context = await browser.newContext({
      baseURL: this.town.url,
      viewport: { width, height: width < 600 ? 844 : width < 1200 ? 768 : 1080 },
      hasTouch: width < 600,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      timezoneId: 'Asia/Shanghai',
      bypassCSP: false,
    })
    this.contexts.push(context)
    if (language !== 'zh')
      await context.addInitScript((language) => {
        if (!localStorage.getItem('yichuang.look'))
          localStorage.setItem('yichuang.look', JSON.stringify({ language }))
      }, language)
    return this.follow(await context.newPage(), name)
  }

  /** A page of somebody, perhaps one that opened by itself. */
  follow(page, name) {
    page.setDefaultTimeout(PATIENCE_MS)
    Object.assign(page, { journey: this, person: name, faults: [], strokes: 0 })
    page.on('pageerror', (e) => page.faults.push(`script: ${e.message}`))
    page.on('console', (m) => {
      if (m.type() === 'error' && !this.isAnswer(m.text())) page.faults.push(`console: ${m.text()}`)
      if (m.type() === 'warning' && /intlify|Vue warn/.test(m.text()))
        page.faults.push(`warning: ${m.text()}`)
    })
    return page
  }

  /** A refusal is an answer like any other, and so is that the service is away when a journey stops
   * it; the browser logs them all the same. */
  isAnswer(text) {
    return (
      /status of (401|403|404|409|422|429|503)/.test(text) ||
      (this.isAway && /ERR_(CONNECTION|INCOMPLETE|EMPTY)/.test(text))
    )
  }

  /** A point of its own, beside those that looking makes. */
  point(good, name, ...why) {
    this.tap.point(good, `${this.name} ${this.width}: ${name}`, ...why)
  }

  /** What everybody has on the screen, when the journey came to a bad end. */
  async keepScreens() {
    for (const page of this.contexts.flatMap((c) => c.pages())) {
      const path = join(this.pictures, `failed-${this.name}-${page.person}.png`)
      await page.screenshot({ path, fullPage: true }).catch(() => {})
    }
  }

  async end() {
    for (const context of this.contexts) {
      for (const page of context.pages())
        this.tap.point(
          (page.faults ?? []).length === 0,
          `${this.name}: no fault in ${page.person}'s browser`,
          ...(page.faults ?? []),
        )
      await context.close()
    }
  }
}

// ---- looking ----

const NARROW = 600
const WIDE = 1400
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function axe(page, rules = WCAG) {
  // The page's own policy forbids foreign scripts, so axe is put in by the browser's debugger.
  const client = await page.context().newCDPSession(page)
  const { result: there } = await client.send('Runtime.evaluate', { expression: 'typeof axe' })
  if (there.value === 'undefined') await client.send('Runtime.evaluate', { expression: AXE })
  const { result, exceptionDetails } = await client.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] })
      .then((r) => r.violations.map((v) => v.id + ': ' + v.help + '\\n' +
        v.nodes.slice(0, 4).map((n) => '  ' + n.html.slice(0, 160) + ' — ' +
          (n.any[0] || n.all[0] || n.none[0] || {}).message).join('\\n')))`,
    awaitPromise: true,
    returnByValue: true,
  })
  await client.detach()
  return exceptionDetails ? [exceptionDetails.text] : result.value
}

async function overflow(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= wide + 1) return []
    return [...document.querySelectorAll('body *')]
      .filter((e) => e.getBoundingClientRect().right > wide + 1 && !e.closest('.scroll, .hidden'))
      .slice(0, 5)
      .map((e) => e.outerHTML.slice(0, 140))
  })
}

async function settled(page) {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(60)
}

async function inMode(page, mode, see) {
  await page.evaluate((m) => document.documentElement.setAttribute('data-' + m, ''), mode)
  await settled(page)
  await see()
  await page.evaluate((m) => document.documentElement.removeAttribute('data-' + m), mode)
}

/** The page in this state: axe, overflow, large type, high contrast, a picture. A state that was seen
 * at this width is not looked at again. */
export async function look(page, name) {
  const { journey } = page
  if (!journey.looks || journey.town.looked.has(name)) return
  journey.town.looked.add(name)
  await settled(page)
  // What axe looks at is the same on a wide screen as on a desk's.
  if (journey.width < WIDE) {
    const found = await axe(page)
    journey.point(found.length === 0, `axe finds nothing at ${name}`, ...found)
  }
  const wide = await overflow(page)
  journey.point(wide.length === 0, `nothing overflows at ${name}`, ...wide)
  await page.screenshot({ path: join(journey.pictures, `${name}.png`), fullPage: true })
  await inMode(page, 'large', async () => {
    const faults = await overflow(page)
    journey.point(faults.length === 0, `${name} holds in large mode`, ...faults)
    if (journey.width < NARROW)
      await page.screenshot({ path: join(journey.pictures, `${name}-large.png`), fullPage: true })
  })
  // Colours are the same at every width.
  if (!journey.keyboard) return
  await inMode(page, 'contrast', async () => {
    const faults = await axe(page, COLOURS)
    journey.point(faults.length === 0, `${name} holds in contrast mode`, ...faults)
  })
}

// ---- acting ----

async function isFocused(target) {
  return target.evaluate((e) => e === document.activeElement)
}

/** The keyboard's way to a control: Tab until it has the focus. */
async function reach(page, target) {
  await target.waitFor({ state: 'visible' })
  for (let i = 0; i < TABS_MAX; i++) {
    if (await isFocused(target)) return
    await page.keyboard.press('Tab')
    page.strokes += 1
  }
  throw new Error(`the keyboard does not reach ${target}`)
}

async function stroke(page, key) {
  page.strokes += 1
  await page.keyboard.press(key)
}

/** Presses a button, follows a link, opens a summary. */
export async function press(page, target) {
  if (!page.journey.keyboard) return target.click()
  await reach(page, target)
  await stroke(page, 'Enter')
}

/** Types an answer in place of what stands there. */
export async function type(page, target, text) {
  page.strokes += text.length
  if (!page.journey.keyboard) return target.fill(text)
  await reach(page, target)
  await page.keyboard.press('Control+A')
  if (text === '') await page.keyboard.press('Delete')
  await page.keyboard.type(text)
}

/** A radio button, or a checkbox, which may be unticked. */
export async function tick(page, target, wanted = true) {
  if (!page.journey.keyboard) return target.setChecked(wanted)
  if ((await target.isChecked()) === wanted) return
  const type = await target.getAttribute('type')
  if (type !== 'radio') {
    await reach(page, target)
    return stroke(page, 'Space')
  }
  const group = page.locator(`input[type=radio][name="${await target.getAttribute('name')}"]`)
  const checked = group.and(page.locator(':checked'))
  await reach(page, (await checked.count()) ? checked : group.first())
  if (!(await checked.count())) await stroke(page, 'Space')
  for (let i = 0; i < (await group.count()) && !(await target.isChecked()); i++)
    await stroke(page, 'ArrowDown')
  if (!(await target.isChecked())) throw new Error(`the keyboard does not choose ${target}`)
}

/** One of a select's choices, by its value or its words. */
export async function choose(page, target, choice) {
  if (!page.journey.keyboard) return target.selectOption(choice)
  await reach(page, target)
  const wanted = typeof choice === 'string' ? choice : (choice.label ?? choice.value)
  for (let i = 0; i < 60; i++) {
    const now = await target.evaluate((e) => [e.value, e.selectedOptions[0]?.label])
    if (now.includes(wanted)) return
    await stroke(page, i < 30 ? 'ArrowDown' : 'ArrowUp')
  }
  throw new Error(`the keyboard does not choose ${wanted} of ${target}`)
}

/** Gives a file to an upload control; the file chooser itself belongs to the system. */
export async function give(page, target, path = FORM) {
  if (page.journey.keyboard) await reach(page, target)
  await target.setInputFiles(path)
}

/** With the authenticator's code where there is one; Enter, as the form asks for it. */
export async function signIn(page, login, { password = PASSWORD, secret = '' } = {}) {
  if (!new URL(page.url(), 'http://x').pathname.startsWith('/staff')) await page.goto('/staff')
  await type(page, page.getByLabel('账号'), login)
  await type(page, page.getByLabel('口令', { exact: true }), password)
  await enter(page)
  if (secret) {
    await sees(page, page.getByLabel('动态口令'), 'the second factor is asked for')
    await look(page, 'sign-in-code')
    await type(page, page.getByLabel('动态口令'), totp(secret, 1))
    await enter(page)
  }
  await page.getByRole('button', { name: '退出' }).waitFor()
}

/** Sends the form that is being filled in. */
export async function enter(page) {
  await stroke(page, 'Enter')
}

/** Every part of the page has its content. (Functions that the browser's debugger polls would need eval,
 * which the pages' policy forbids.) */
export async function loaded(page) {
  await page
    .getByText(/^\s*(正在读取|Loading)/)
    .first()
    .waitFor({ state: 'hidden' })
}

/** A point of the journey: waits until it shows, and counts. */
export async function sees(page, what, name) {
  let fault = ''
  try {
    await what.first().waitFor({ state: 'visible' })
  } catch (e) {
    fault = e.message.split('\n').slice(0, 3).join('\n')
  }
  page.journey.tap.point(!fault, `${page.journey.name} ${page.journey.width}: ${name}`, fault)
  if (fault) throw new Error(`${name}: not seen`)
}

/** What `act` does on one screen (a request to `path`) shows on another by itself; how long that took
 * is written down. */
export async function appears({ from, act, path, on, what, name, state = 'visible' }) {
  const patience = { timeout: 3 * PATIENCE_MS }
  const done = from
    .waitForResponse(
      (r) => r.request().method() === 'POST' && path.test(r.url()) && r.ok(),
      patience,
    )
    .then(() => Date.now())
  const seen = what
    .first()
    .waitFor({ state, ...patience })
    .then(() => Date.now())
  for (const one of [done, seen]) one.catch(() => {})
  await act()
  const [at, then] = await Promise.all([done, seen])
  const ms = Math.max(0, then - at)
  console.log(`# ${on.journey.name} ${on.journey.width}: ${name} after ${ms} ms`)
  on.journey.point(ms < NEWS_MS_MAX, `${name} by itself`, `${ms} ms`)
}
