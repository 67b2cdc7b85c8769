// The pool as an officer sees it: what is due first stands first, and what comes next is one question.
import type { Schemas } from '../../api/client'

export type Row = Schemas['filing_task_row_out']
export type Which = 'all' | 'open' | 'mine' | 'late'

export interface Wanted {
  which: Which
  role: string
  scene: string
  words: string
}

export const WHICH: readonly Which[] = ['all', 'open', 'mine', 'late']
const REVIEWS = /^reviewer-|^manager$/

export function isReview(row: Row): boolean {
  return REVIEWS.test(row.role)
}

export function isLate(row: Row, nowMs: number): boolean {
  return row.due_ms < nowMs
}

function holds(row: Row, words: string): boolean {
  const wanted = words.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  const text = [row.location, row.unit, row.filing, ...row.parties.map((p) => p.name)]
    .join(' ')
    .toLowerCase()
  return wanted.every((w) => text.includes(w))
}

function isOf(row: Row, which: Which, me: string, nowMs: number): boolean {
  if (which === 'open') return row.state === 'open'
  if (which === 'mine') return row.officer === me
  return which === 'all' || isLate(row, nowMs)
}

/** Due first. */
export function shownOf(rows: readonly Row[], wanted: Wanted, me: string, nowMs: number): Row[] {
  return rows
    .filter((r) => isReview(r) && isOf(r, wanted.which, me, nowMs))
    .filter((r) => (!wanted.role || r.role === wanted.role) && holds(r, wanted.words))
    .filter((r) => !wanted.scene || r.scene === wanted.scene)
    .sort((a, b) => a.due_ms - b.due_ms || a.task.localeCompare(b.task))
}

export interface Counts {
  [key: string]: number
  open: number
  mine: number
  late: number
}

export function countsOf(rows: readonly Row[], me: string, nowMs: number): Counts {
  const reviews = rows.filter(isReview)
  return {
    open: reviews.filter((r) => r.state === 'open').length,
    mine: reviews.filter((r) => r.officer === me).length,
    late: reviews.filter((r) => isLate(r, nowMs)).length,
  }
}

/** What this officer does next: what is claimed already, then what is due first and may be claimed. */
export function nextOf(
  rows: readonly Row[],
  me: string,
  roles: readonly string[],
): Row | undefined {
  const mine = (r: Row) => (r.officer === me ? 0 : 1)
  return rows
    .filter((r) => isReview(r) && roles.includes(r.role))
    .filter((r) => r.officer === me || r.state === 'open')
    .sort((a, b) => mine(a) - mine(b) || a.due_ms - b.due_ms)[0]
}
