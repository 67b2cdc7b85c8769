// Rights of the book in words: the kind with its sort, and its place in line.
import type { Schemas } from '../api/client'
import { named } from './named'
import { t } from './words'

export type Kind = Schemas['registry_right_out']['kind']
type Line = 'none' | 'rank' | 'effect'

type Family = 'title' | 'burden' | 'guard'

/** family: whose the property is, what rests on it, what keeps something from happening; line: how rights
 * of the kind stand to each other. */
const KINDS: Record<Kind, { family: Family; line: Line }> = {
  ownership: { family: 'title', line: 'none' },
  'land-use': { family: 'title', line: 'none' },
  homestead: { family: 'title', line: 'none' },
  'collective-land': { family: 'title', line: 'none' },
  'collective-use': { family: 'title', line: 'none' },
  'collective-building': { family: 'title', line: 'none' },
  'contract-land': { family: 'title', line: 'none' },
  forest: { family: 'title', line: 'none' },
  'sea-use': { family: 'title', line: 'none' },
  structure: { family: 'title', line: 'none' },
  mortgage: { family: 'burden', line: 'rank' },
  easement: { family: 'burden', line: 'none' },
  residence: { family: 'burden', line: 'none' },
  operation: { family: 'burden', line: 'none' },
  advance: { family: 'guard', line: 'none' },
  objection: { family: 'guard', line: 'none' },
  seizure: { family: 'guard', line: 'effect' },
}

interface Right {
  kind: string
  sort: string
  rank: number
}

export function isTitle(kind: string): boolean {
  return KINDS[kind as Kind]?.family === 'title'
}

/** The kinds that a word of a rule or scene stands for: itself, or those of the family that it names. */
export function kindsOf(word: string): string[] {
  const all = Object.entries(KINDS)
    .filter(([kind, { family }]) => kind === word || family === word)
    .map(([kind]) => kind)
  return all.length ? all : [word]
}

/** Kinds that are blank-separated: 抵押权、地役权. */
export function kindWords(kinds: string): string {
  return kinds
    .split(' ')
    .map((kind) => named('right', kind))
    .join('、')
}

/** 抵押权（最高额抵押）; a sort that is called as its kind says nothing more. */
export function rightWords(right: { kind: string; sort?: string }): string {
  const kind = named('right', right.kind)
  const sort = right.sort ? named(`${right.kind}-sort`, right.sort) : ''
  return sort && sort !== kind ? t('right.sorted', { kind, sort }) : kind
}

/** The first seizure is in effect and the others wait (查封规定 26); mortgages have ranks. */
export function rankWords(right: Right): string {
  const line = KINDS[right.kind as Kind]?.line ?? 'none'
  if (line === 'effect')
    return right.rank === 0 ? t('right.inEffect') : t('right.waits', { n: right.rank })
  return line === 'rank' && right.rank ? t('right.rank', { n: right.rank }) : ''
}

/** Until when it stands, by its term or by law. */
export function termWords(right: {
  begins_on: string
  ends_on: string
  lapses_on: string
}): string {
  const { begins_on: from, ends_on: to, lapses_on: lapses } = right
  if (from && to) return `${from} – ${to}`
  if (from || to) return t(to ? 'right.until' : 'right.from', { date: to || from })
  return lapses ? t('right.lapses', { date: lapses }) : ''
}
