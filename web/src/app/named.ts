// The service's own words for its codes (GET /words), fetched once: states, kinds, departments, roles.
import { reactive } from 'vue'
import { api, ask, Problem } from '../api/client'
import { look } from './look'

const kept = reactive(new Map<string, { zh: string; en: string }>())
let asked = false

async function fetchWords(): Promise<void> {
  asked = true
  try {
    const { words } = await ask(api.GET('/words'))
    for (const w of words) kept.set(`${w.of} ${w.id}`, { zh: w.zh, en: w.en })
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    asked = false
  }
}

/** named('department', 'housing') is what the reader calls it; the code itself until that is known. */
export function named(of: string, id: string | null | undefined): string {
  if (!id) return ''
  if (!asked) void fetchWords()
  const pair = kept.get(`${of} ${id}`)
  return pair ? (look.language === 'en' && pair.en) || pair.zh : id
}
