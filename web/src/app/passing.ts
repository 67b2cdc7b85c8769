// Why findings are passed: of each rule a code from the table of reasons, and words of one's own, which
// may be left out unless the code is "other".
export interface Passing {
  code: string
  words: string
}

export type Passings = Record<string, Passing>

export const OTHER = 'other'

/** The reason for a rule, to be written into; made where there is none. */
export function passingOf(passings: Passings, rule: string): Passing {
  const kept = passings[rule]
  if (kept && typeof kept === 'object') return kept
  return (passings[rule] = { code: '', words: '' })
}

export function isGiven(passing: Passing | undefined): boolean {
  return Boolean(passing?.code) && (passing!.code !== OTHER || passing!.words.trim() !== '')
}

/** A code that wants words has none. */
export function wantsWords(passing: Passing | undefined): boolean {
  return passing?.code === OTHER && passing.words.trim() === ''
}

/** What an officer has passed before is not asked again. */
export function unpassed<F extends { rule: string; severity: string }>(
  findings: readonly F[],
  passed: readonly { rule: string }[],
): F[] {
  const rules = new Set(passed.map((o) => o.rule))
  return findings.filter((f) => f.severity !== 'reason' || !rules.has(f.rule))
}

/** As it is sent: without words of one's own, those of the code stand for them. */
export function sentOf(passings: Passings, name: (code: string) => string): Passings {
  return Object.fromEntries(
    Object.entries(passings)
      .filter(([, p]) => isGiven(p))
      .map(([rule, p]) => [rule, { code: p.code, words: p.words.trim() || name(p.code) }]),
  )
}
