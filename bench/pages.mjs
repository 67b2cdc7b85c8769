// What a citizen's phone waits for: bytes over the wire and the time until a page can be used, on a
// throttled connection and a slow processor.
//
//   node bench/pages.mjs ROUNDS NAME=URL ...      prints JSON
//
// The pages are asked for from each server in turn, always with an empty cache.
import { openBrowser } from '../test/browser/kit.mjs'

// A phone on a slow 4G connection, as Lighthouse's mobile profile has it.
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6e6 / 8) * 0.9,
  uploadThroughput: (750e3 / 8) * 0.9,
}
const SLOWER = 4
const PAGES = { home: '/', guide: '/guide/resale-transfer', follow: '/follow', check: '/check' }

async function visit(browser, url) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  const client = await context.newCDPSession(page)
  await client.send('Network.enable')
  await client.send('Network.emulateNetworkConditions', NETWORK)
  await client.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  const found = { bytes: 0, requests: 0 }
  client.on('Network.loadingFinished', (e) => {
    found.bytes += e.encodedDataLength
    found.requests += 1
  })
  const began = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  // Usable: the heading is there, nothing is still being read, and the main thread answers.
  await page.locator('main h1').first().waitFor()
  await page.locator('main [role=status].soft').first().waitFor({ state: 'hidden' })
  await page.evaluate(() => new Promise((then) => requestAnimationFrame(() => setTimeout(then, 0))))
  found.usable_ms = performance.now() - began
  await page.waitForLoadState('networkidle')
  await context.close()
  return found
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]

const rounds = Number(process.argv[2])
const servers = process.argv.slice(3).map((word) => word.split(/=(.*)/s).slice(0, 2))
const browser = await openBrowser()
const result = {}
for (const [page, path] of Object.entries(PAGES)) {
  const visits = Object.fromEntries(servers.map(([name]) => [name, []]))
  for (let i = 0; i < rounds; i++)
    for (const [name, url] of servers) visits[name].push(await visit(browser, url + path))
  result[page] = Object.fromEntries(
    Object.entries(visits).map(([name, list]) => [
      name,
      {
        bytes: median(list.map((v) => v.bytes)),
        requests: median(list.map((v) => v.requests)),
        usable_ms: Math.round(median(list.map((v) => v.usable_ms))),
      },
    ]),
  )
}
await browser.close()
console.log(JSON.stringify(result))
