// Rows of GET /rules/counts put together for each rule: what came of it, and of what was passed why and
// by whom.
import type { Schemas } from '../../api/client'

export type Count = Schemas['rule_count_out']
export type Outcome = Count['outcome']

export interface Share {
  key: string
  filings: number
}

export interface RuleCount {
  rule: string
  outcomes: Record<Outcome, number>
  codes: Share[]
  officers: Share[]
}

function add(shares: Share[], key: string, filings: number): void {
  const known = shares.find((s) => s.key === key)
  if (known) known.filings += filings
  else shares.push({ key, filings })
}

const mostFirst = (a: Share, b: Share) => b.filings - a.filings || a.key.localeCompare(b.key)

/** Most passed first, then what spoke most. */
export function byRule(counts: readonly Count[]): RuleCount[] {
  const rules = new Map<string, RuleCount>()
  for (const c of counts) {
    const row = rules.get(c.rule) ?? {
      rule: c.rule,
      outcomes: { shown: 0, passed: 0, stopped: 0 },
      codes: [],
      officers: [],
    }
    rules.set(c.rule, row)
    row.outcomes[c.outcome] += c.filings
    if (c.outcome !== 'passed') continue
    add(row.codes, c.code, c.filings)
    add(row.officers, c.officer, c.filings)
  }
  const rows = [...rules.values()]
  for (const r of rows) {
    r.codes.sort(mostFirst)
    r.officers.sort(mostFirst)
  }
  const sum = (r: RuleCount) => r.outcomes.shown + r.outcomes.passed + r.outcomes.stopped
  return rows.sort((a, b) => b.outcomes.passed - a.outcomes.passed || sum(b) - sum(a))
}
