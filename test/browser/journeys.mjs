// Journeys through the pages, each as the people of the matter walk it, over the real service and the
// sandbox of departments.
//
//   node test/browser/journeys.mjs [--build build/debug] [--store sqlite|URL] [--width N] [--only NAME]
//                                  [--jobs N] [--look no] [--without NAME,NAME]
//
// Each journey is walked at 390, 1024 and 1920 pixels; at 1024 with the keyboard alone. Each width has a
// town and a browser of its own, so several can be walked at a time. Pictures go to
// build/browser/STORE/WIDTH/. `--look no` walks without looking: the pages do not know which store there
// is, so they are looked at with one. The output is TAP.
import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Journey, openBrowser, ROOT, Tap, Town } from './kit.mjs'

const WIDTHS = [390, 1024, 1920]
const KEYBOARD_WIDTH = 1024

// An option that is not here ends the run before it begins.
const OPTIONS = {
  build: { type: 'string', default: 'build/debug' },
  store: { type: 'string', default: 'sqlite' },
  width: { type: 'string', default: '' },
  only: { type: 'string', default: '' },
  jobs: { type: 'string', default: '' },
  look: { type: 'string', default: 'yes' },
  without: { type: 'string', default: '' },
}

async function journeysOf(only, without) {
  const dir = join(ROOT, 'test/browser/journeys')
  const names = readdirSync(dir).filter(
    (f) =>
      f.endsWith('.mjs') && (only ? f === `${only}.mjs` : !without.includes(f.replace('.mjs', ''))),
  )
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
    await journey.keepScreens()
  }
  await journey.end()
  console.log(`# ${journey.name} ${journey.width}: ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

/** All journeys at one width, in a town of their own. */
async function walkAll(journeys, { tap, build, store, width, looks }) {
  const town = await Town.start(build, store)
  const browser = await openBrowser()
  const kind = store === 'sqlite' ? 'sqlite' : 'postgres'
  const pictures = join(ROOT, 'build/browser', kind, String(width))
  for (const [name, walkOne] of journeys) {
    const keyboard = width === KEYBOARD_WIDTH
    await walk({ tap, town, browser, name, width, keyboard, pictures, looks }, walkOne)
  }
  await browser.close()
  const faults = await town.close()
  tap.point(
    faults.length === 0,
    `the town of ${width} ended well, and its store is whole`,
    ...faults,
  )
}

async function main() {
  const { build, store, width, only, jobs, look, without } = parseArgs({ options: OPTIONS }).values
  const tap = new Tap()
  const journeys = await journeysOf(only, without.split(','))
  const left = width ? [Number(width)] : [...WIDTHS]
  const work = async () => {
    for (let w = left.shift(); w; w = left.shift())
      await walkAll(journeys, { tap, build, store, width: w, looks: look !== 'no' })
  }
  const many = Math.min(Number(jobs) || cpus().length, left.length)
  await Promise.all(Array.from({ length: many }, work))
  return tap.end()
}

process.exitCode = await main()
