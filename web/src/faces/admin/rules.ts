// Looking through the rules: by their words in either language, their number, their law.
import type { Schemas } from '../../api/client'

export type Rule = Schemas['rule_out']

export function matching(
  rules: readonly Rule[],
  wanted: string,
  domain: string,
  severity: string,
): Rule[] {
  const words = wanted.trim().toLowerCase().split(/\s+/)
  return rules.filter((r) => {
    if (domain && r.domain !== domain) return false
    if (severity && r.severity !== severity) return false
    const text = `${r.rule} ${r.zh} ${r.en} ${r.law} ${r.remedy_zh} ${r.remedy_en}`.toLowerCase()
    return words.every((w) => text.includes(w))
  })
}
