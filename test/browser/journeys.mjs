// Journeys through the pages, each as the people of the matter walk it, over the real service and the
// sandbox of departments.
//
//   node test/browser/journeys.mjs [--build build/debug] [--store sqlite|URL] [--width N] [--only NAME]
//
// Each journey is walked at 390, 1024 and 1920 pixels; at 1024 with the keyboard alone. Pictures go to
// build/browser/STORE/WIDTH/. The output is TAP.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Journey, openBrowser, ROOT, Tap, Town } from './kit.mjs'

const WIDTHS = [390, 1024, 1920]
const KEYBOARD_WIDTH = 1024

function options() {
  const chosen = { build: 'build/debug', store: 'sqlite', width: '', only: '' }
  for (let i = 2; i < process.argv.length; i += 2)
    chosen[process.argv[i].replace(/^--/, '')] = process.argv[i + 1]
  return chosen
}

async function journeysOf(only) {
  const dir = join(ROOT, 'test/browser/journeys')
  const names = readdirSync(dir).filter((f) => f.endsWith('.mjs') && f.includes(only))
  return Promise.all(
    names.sort().map(async (f) => [f.replace('.mjs', ''), (await import(join(dir, f))).default]),
  )
}

async function walk(settings, walkOne) {
  const journey = new Journey(settings)
  const began = Date.now()
  try {
    await walkOne(journey)
    settings.tap.point(true, `${journey.name} ${journey.width}: walked to its end`)
  } catch (e) {
    settings.tap.point(false, `${journey.name} ${journey.width}: walked to its end`, e.stack ?? e)
  }
  await journey.end()
  console.log(`# ${journey.name} ${journey.width}: ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

async function main() {
  const { build, store, width, only } = options()
  const tap = new Tap()
  const journeys = await journeysOf(only)
  const town = await Town.start(build, store)
  const browser = await openBrowser()
  const widths = width ? [Number(width)] : WIDTHS
  for (const w of widths)
    for (const [name, walkOne] of journeys)
      await walk(
        {
          tap,
          town,
          browser,
          name,
          width: w,
          keyboard: w === KEYBOARD_WIDTH,
          pictures: join(
            ROOT,
            'build/browser',
            store === 'sqlite' ? 'sqlite' : 'postgres',
            String(w),
          ),
        },
        walkOne,
      )
  await browser.close()
  const faults = await town.close()
  tap.point(faults.length === 0, 'the town ended well, and its store is whole', ...faults)
  return tap.end()
}

process.exitCode = await main()
