// What a matter may cost, read from the dated rules: each kind of tax or fee with the span of its rates,
// and the worked examples that are of this matter.
import type { Schemas } from '../../../api/client'

export type Rates = Schemas['rates_out']
type Rule = Rates['rules'][number]
export type Example = Rates['examples'][number]

export interface Cost {
  kind: string
  kind_zh: string
  kind_en: string
  payer: string
  /** "1%–3%", or yuan. */
  span: string
  isRate: boolean
  laws: string[]
}

/** The word by which data/fees.csv knows what a scene assesses. */
const MATTER: Record<string, string> = { sale: 'transfer', mortgage: 'mortgage' }

const amountOf = (r: Rule) => Number.parseFloat(r.rate ?? r.fee ?? '0')

function isOf(rule: Rule, assess: string): boolean {
  if (rule.state !== 'in_force' || !rule.active) return false
  if (rule.group === 'tax') return assess === 'sale'
  return rule.matters.includes(MATTER[assess] ?? '')
}

function spanOf(rules: readonly Rule[]): string {
  const amounts = rules.map(amountOf)
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)]
  const unit = rules[0]!.rate === null ? '' : '%'
  return least === most ? `${least}${unit}` : `${least}${unit}–${most}${unit}`
}

export function costsOf(rates: Rates, assess: string): Cost[] {
  const byKind = new Map<string, Rule[]>()
  for (const rule of rates.rules)
    if (isOf(rule, assess)) byKind.set(rule.kind, [...(byKind.get(rule.kind) ?? []), rule])
  return [...byKind.values()].map((rules) => ({
    kind: rules[0]!.kind,
    kind_zh: rules[0]!.kind_zh,
    kind_en: rules[0]!.kind_en,
    payer: rules[0]!.payer,
    span: spanOf(rules),
    isRate: rules[0]!.rate !== null,
    laws: [...new Set(rules.map((r) => r.law))],
  }))
}

/** Somebody who buys pays in the examples of a sale, the mortgagee alone in those of a mortgage. */
export function examplesOf(rates: Rates, assess: string): Example[] {
  const has = (e: Example, payer: string) => e.lines.some((l) => l.payer === payer)
  if (assess === 'sale') return rates.examples.filter((e) => has(e, 'buyer'))
  if (assess === 'mortgage') return rates.examples.filter((e) => has(e, 'mortgagee'))
  return []
}
