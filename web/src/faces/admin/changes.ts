// What differs between a record before and after a change, member by member.
import { t, words } from '../../app/words'

export interface Difference {
  key: string
  /** null when there was nothing before. */
  before: string | null
  after: string
}

type Record_ = { [key: string]: unknown }

const isRecord = (x: unknown): x is Record_ =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

function said(value: unknown, key = ''): string {
  if (key === 'second_factor') return t(`admin.staff.factor_${String(value)}`)
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? t('form.yes') : t('form.no')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Members that every change has and that say nothing to a reader. */
const SILENT = ['version', 'staff', 'office_zh', 'office_en', 'kind_zh', 'kind_en']

export function differences(before: unknown, after: unknown): Difference[] {
  const was = isRecord(before) ? before : null
  const is = isRecord(after) ? after : {}
  const keys = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is)])]
  return keys
    .filter((key) => !SILENT.includes(key))
    .filter((key) => was === null || said(was[key]) !== said(is[key]))
    .map((key) => ({ key, before: was ? said(was[key], key) : null, after: said(is[key], key) }))
    .filter((d) => d.before !== null || d.after !== '')
}

/** A member's name as people say it; the member itself when there is none. */
export function changeWords(key: string): string {
  const path = `admin.changes.members.${key}`
  return words.global.te(path) ? t(path) : key
}
