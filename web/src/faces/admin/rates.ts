// The rules of fees and taxes, gathered by kind, and the sentences of when one applies.
import type { Schemas } from '../../api/client'
import { money } from '../../app/format'
import { both, t } from '../../app/words'

export type Rate = Schemas['rate_out']

export interface RateKind {
  kind: string
  name_zh: string
  name_en: string
  rules: Rate[]
}

/** In force on the day that was asked for, and used by this city. */
export function holding(rules: readonly Rate[]): Rate[] {
  return rules.filter((r) => r.active && r.state === 'in_force')
}

export function byKind(rules: readonly Rate[]): RateKind[] {
  const kinds = new Map<string, RateKind>()
  for (const r of rules) {
    const kind = kinds.get(r.kind)
    if (kind) kind.rules.push(r)
    else kinds.set(r.kind, { kind: r.kind, name_zh: r.kind_zh, name_en: r.kind_en, rules: [r] })
  }
  return [...kinds.values()]
}

const BOOLEAN = /^(residential|garage_|small_|cost_known|\w+_is_|\w+_only_)/

function valueSaid(fact: string, number: number): string {
  if (fact.endsWith('_cm2')) return `${number / 10000} m²`
  return fact.endsWith('_fen') ? money(number) : String(number)
}

/** A condition as a sentence: "months held < 24", "whether it is a home: yes". */
export function conditionSaid(c: Rate['conditions'][number]): string {
  // The service's own name for the months is that of the date which they are counted from.
  const name = c.fact === 'held_months' ? t('admin.rates.heldMonths') : both(c, 'name') || c.fact
  const match = /^(<=|>=|<|>|=)(-?\d+)$/.exec(c.test)
  if (!match) return `${name} ${c.test}`
  const number = Number(match[2])
  if (match[1] === '=' && BOOLEAN.test(c.fact))
    return t('admin.rates.is', { what: name, value: t(number ? 'form.yes' : 'form.no') })
  const sign = { '<=': '≤', '>=': '≥' }[match[1]!] ?? match[1]
  return `${name} ${sign} ${valueSaid(c.fact, number)}`
}

/** What is taken: a rate, or a fee in yuan. */
export function rateSaid(r: Rate): string {
  return r.rate ?? `${r.fee ?? '0.00'} ${t('form.yuan')}`
}
