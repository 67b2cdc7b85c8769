// The table of typed reasons (GET /reasons), fetched once: a reason is chosen and read by its name.
import { reactive } from 'vue'
import { api, ask, Problem, type Schemas } from '../api/client'
import { look } from './look'

export type Reason = Schemas['filing_reason_out']

export const reasonTable = reactive({
  rows: [] as Reason[],
  problem: null as Problem | null,
  asked: false,
  async load(): Promise<void> {
    if (reasonTable.asked) return
    reasonTable.asked = true
    try {
      reasonTable.rows = (await ask(api.GET('/reasons'))).reasons
      reasonTable.problem = null
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      reasonTable.problem = e
      reasonTable.asked = false
    }
  },
})

export function reasonsOf(of: Reason['of']): Reason[] {
  return reasonTable.rows.filter((r) => r.of === of)
}

export function reasonWords(reason: Reason): string {
  return look.language === 'zh' ? reason.zh : reason.en
}

/** What a code means; the code itself until that is known. */
export function reasonName(of: Reason['of'], code: string): string {
  const known = reasonsOf(of).find((r) => r.code === code)
  return known ? reasonWords(known) : code
}

/** The officer's own words, and nothing where they only repeat what the code says. */
export function wordsBeside(of: Reason['of'], code: string, words: string): string {
  const known = reasonsOf(of).find((r) => r.code === code)
  return known && (words === known.zh || words === known.en) ? '' : words
}
