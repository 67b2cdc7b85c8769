// Looking through the rules, and which of them a matter is checked by.
import type { Schemas } from '../../api/client'
import { kindsOf } from '../../app/rights'

export type Rule = Schemas['rule_row_out']
export type Scope = Schemas['rule_scope_out']

export interface Wanted {
  words: string
  moment: string
  severity: string
  right: string
  state: string
}

export const MOMENTS = ['draft', 'acceptance', 'review', 'record'] as const
export const WEIGHTS = ['stop', 'exempt', 'reason', 'inform'] as const
export const STATES = ['in_force', 'coming', 'past', 'off'] as const
export type State = (typeof STATES)[number]

export const list = (words: string) => words.split(' ').filter(Boolean)
const fits = (words: string, value: string) => !words || list(words).includes(value)
const kindsIn = (words: string) => list(words).flatMap(kindsOf)
/** Some kind of right is meant by both; a word may be that of a family. */
const meets = (words: string, right: string) =>
  !words || kindsOf(right).some((kind) => kindsIn(words).includes(kind))
/** Every kind that may be meant is. */
const covers = (words: string, right: string) =>
  !words || kindsOf(right).every((kind) => kindsIn(words).includes(kind))

/** A rule that the city does not use is in no other state. */
export function stateOf(rule: Rule): State {
  return rule.active ? rule.state : 'off'
}

export function rightsOf(rules: readonly Rule[]): string[] {
  return [...new Set(rules.flatMap((r) => r.applies.flatMap((s) => kindsIn(s.right))))]
}

export function shownOf(rules: readonly Rule[], wanted: Wanted): Rule[] {
  const words = wanted.words.trim().toLowerCase().split(/\s+/)
  return rules.filter((r) => {
    if (wanted.state && stateOf(r) !== wanted.state) return false
    if (wanted.severity && r.severity !== wanted.severity) return false
    if (wanted.moment && !fits(r.moments, wanted.moment)) return false
    if (wanted.right && r.applies.length && !r.applies.some((s) => meets(s.right, wanted.right)))
      return false
    const text = [r.rule, r.zh, r.en, r.law, r.remedy_zh, r.remedy_en].join(' ').toLowerCase()
    return words.every((w) => text.includes(w))
  })
}

interface Matter {
  scene: string
  event: { basis: string; entries: readonly { right: string; effect: string; sort: string }[] }
}

/** Whether a scope may hold for an entry of the matter; a cause is known only when it is applied for. */
function mayHold(
  scope: Scope,
  scene: string,
  basis: string,
  entry: Matter['event']['entries'][number],
) {
  return (
    meets(scope.right, entry.right) &&
    fits(scope.effect, entry.effect) &&
    (!entry.sort || fits(scope.sort, entry.sort)) &&
    fits(scope.basis, basis) &&
    fits(scope.scene, scene)
  )
}

const isWhole = (scope: Scope) => !scope.cause && !scope.sort

/** What an application for the matter is checked by today, what stops first. */
export function rulesFor(rules: readonly Rule[], matter: Matter): Rule[] {
  const { scene, event } = matter
  const order = (r: Rule) => WEIGHTS.indexOf(r.severity)
  return rules
    .filter((r) => stateOf(r) === 'in_force' && list(r.moments).some((m) => m !== 'record'))
    .filter((r) =>
      event.entries.some(
        (e) =>
          (!r.applies.length || r.applies.some((s) => mayHold(s, scene, event.basis, e))) &&
          !r.unless.some(
            (s) => isWhole(s) && covers(s.right, e.right) && mayHold(s, scene, event.basis, e),
          ),
      ),
    )
    .sort((a, b) => order(a) - order(b))
}
