// The code tables of the registry (GET /codes/{table}), each fetched once: codes are chosen and read by
// their names.
import { reactive } from 'vue'
import { api, ask, Problem, type Schemas } from '../api/client'
import { both } from './words'

export type Code = Schemas['code_out']

const kept = reactive(new Map<string, Code[]>())
const asked = new Set<string>()

async function fetchTable(table: string): Promise<void> {
  asked.add(table)
  try {
    const got = await ask(api.GET('/codes/{table}', { params: { path: { table } } }))
    kept.set(table, got.codes)
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    asked.delete(table)
  }
}

/** Those in force today, in the order of the table. */
export function codesIn(table: string): Code[] {
  if (!asked.has(table)) void fetchTable(table)
  return (kept.get(table) ?? []).filter((c) => c.state === 'in_force')
}

/** The name of a code; the code itself until that is known. */
export function codeName(table: string, code: string): string {
  if (!code) return ''
  if (!asked.has(table)) void fetchTable(table)
  return (
    both(
      (kept.get(table) ?? []).find((c) => c.code === code),
      'name',
    ) || code
  )
}
