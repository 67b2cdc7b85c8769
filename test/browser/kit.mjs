// What the journeys share: a town, people with a browser of their own, and how they look and act.
//
// A person acts by accessible names alone. In a keyboard journey every act is made of Tab, arrows,
// Space, Enter and typing, so that a control that the keyboard cannot reach fails the journey. At each
// state `look` runs axe, checks that nothing overflows (also in large type and in high contrast), and
// takes a picture.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const require = createRequire(join(ROOT, 'web/package.json'))
const { chromium } = require('playwright-core')
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const PASSWORD = 'yichuang-demo'
const PATIENCE_MS = 20000
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
    town.number = 0
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
    const cookie = opened.headers.getSetCookie()[0].split(';')[0]
    const { csrf } = await opened.json()
    return async (method, path, body) => {
      const isFile = Buffer.isBuffer(body)
      const reply = await fetch(this.url + path, {
        method,
        headers: {
          Cookie: cookie,
          'X-CSRF-Token': csrf,
          'Content-Type': isFile ? 'image/png' : 'application/json',
          'Idempotency-Key': crypto.randomUUID(),
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
    }
    const admin = await this.officer('admin')
    await admin('POST', '/registry/units', {
      unit: home.unit,
      location: `银川市兴庆区示范路1号9幢${Number(n)}室`,
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
}

// ---- people ----

export async function openBrowser(more = []) {
  const { existsSync } = await import('node:fs')
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

/** How a journey is made: { town, browser, tap, width, keyboard, pictures, name }. */
export class Journey {
  constructor(settings) {
    Object.assign(this, settings)
    this.contexts = []
    this.strokes = 0
    mkdirSync(this.pictures, { recursive: true })
  }

  /** A person at a screen: a context of its own. `phone`: always 390 wide. */
  async person(name, { phone = false, language = 'zh' } = {}) {
    const width = phone ? 390 : this.width
    const context = await this.browser.newContext({
      baseURL: this.town.url,
      viewport: { width, height: width < 600 ? 844 : width < 1200 ? 768 : 1080 },
      hasTouch: width < 600,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      timezoneId: 'Asia/Shanghai',
      bypassCSP: false,
    })
    this.contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    page.journey = this
    page.person = name
    page.faults = []
    page.on('pageerror', (e) => page.faults.push(`script: ${e.message}`))
    page.on('console', (m) => {
      // A refusal (4xx) is an answer like any other; the browser logs it all the same.
      if (m.type() === 'error' && !/status of (401|403|404|409|422|429|503)/.test(m.text()))
        page.faults.push(`console: ${m.text()}`)
      if (m.type() === 'warning' && /intlify|Vue warn/.test(m.text()))
        page.faults.push(`warning: ${m.text()}`)
    })
    return page
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

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function axe(page) {
  // The page's own policy forbids foreign scripts, so axe is put in by the browser's debugger.
  const client = await page.context().newCDPSession(page)
  await client.send('Runtime.evaluate', { expression: AXE })
  const { result, exceptionDetails } = await client.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ${JSON.stringify(WCAG)}, resultTypes: ['violations'] })
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

/** The page in this state: axe, overflow, large type, high contrast, a picture. */
export async function look(page, name) {
  const { tap, pictures, width, journeyName } = Object.assign(
    { journeyName: page.journey.name },
    page.journey,
  )
  await settled(page)
  const found = await axe(page)
  tap.point(found.length === 0, `${journeyName} ${width}: axe finds nothing at ${name}`, ...found)
  const wide = await overflow(page)
  tap.point(wide.length === 0, `${journeyName} ${width}: nothing overflows at ${name}`, ...wide)
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  for (const mode of ['large', 'contrast']) {
    await page.evaluate((m) => document.documentElement.setAttribute('data-' + m, ''), mode)
    await settled(page)
    const faults = mode === 'large' ? await overflow(page) : await axe(page)
    tap.point(
      faults.length === 0,
      `${journeyName} ${width}: ${name} holds in ${mode} mode`,
      ...faults,
    )
    if (mode === 'large')
      await page.screenshot({ path: join(pictures, `${name}-large.png`), fullPage: true })
    await page.evaluate((m) => document.documentElement.removeAttribute('data-' + m), mode)
  }
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
    page.journey.strokes += 1
  }
  throw new Error(`the keyboard does not reach ${target}`)
}

async function stroke(page, key) {
  page.journey.strokes += 1
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
  page.journey.strokes += text.length
  if (!page.journey.keyboard) return target.fill(text)
  await reach(page, target)
  await page.keyboard.press('Control+A')
  if (text === '') await page.keyboard.press('Delete')
  await page.keyboard.type(text)
}

/** A radio button or a checkbox. */
export async function tick(page, target) {
  if (!page.journey.keyboard) return target.check()
  if (await target.isChecked()) return
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

export async function signIn(page, login) {
  await page.goto('/staff')
  await type(page, page.getByLabel('账号'), login)
  await type(page, page.getByLabel('口令', { exact: true }), PASSWORD)
  await press(page, page.getByRole('button', { name: '登录', exact: true }))
  await page.getByRole('button', { name: '退出' }).waitFor()
}

/** A point of the journey: waits until it shows, and counts. */
export async function sees(page, what, name) {
  let fault = ''
  try {
    await what.first().waitFor({ state: 'visible' })
  } catch (e) {
    fault = e.message.split('\n').slice(0, 3).join('\n')
    await page.screenshot({
      path: join(page.journey.pictures, `failed-${name.replaceAll(/[^\w一-鿿]+/g, '-')}.png`),
      fullPage: true,
    })
  }
  page.journey.tap.point(!fault, `${page.journey.name} ${page.journey.width}: ${name}`, fault)
  if (fault) throw new Error(`${name}: not seen`)
}
