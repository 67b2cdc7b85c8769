// A reviewer's decision: what must be said with it, and what is sent.
import type { Finding } from '../../api/client'
import { isGiven, sentOf, type Passings } from '../../app/passing'
import { reasonName, type Reason } from '../../app/reasons'

export type Kind = 'approve' | 'return' | 'refuse'
export type { Reason }
export const KINDS: readonly Kind[] = ['approve', 'return', 'refuse']

export interface Answers {
  code: string
  reason: string
  /** Why a finding is passed, by its rule. */
  passing: Passings
}

export const noAnswers = (): Answers => ({ code: '', reason: '', passing: {} })

const OF: Record<Kind, Reason['of'] | ''> = { approve: '', return: 'returned', refuse: 'refused' }

export function reasonsOf(reasons: readonly Reason[], kind: Kind): Reason[] {
  return reasons.filter((r) => r.of === OF[kind])
}

/** Findings that an approval must answer, one for each rule. */
export function passable(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter((f) => {
    if (f.severity !== 'reason' || seen.has(f.rule)) return false
    seen.add(f.rule)
    return true
  })
}

export function hasStops(findings: readonly Finding[]): boolean {
  return findings.some((f) => f.severity === 'stop')
}

export interface Missing {
  field: string
  key: 'reasonWrong' | 'codeWrong' | 'passWrong'
}

export function missingOf(kind: Kind, answers: Answers, findings: readonly Finding[]): Missing[] {
  if (kind === 'approve')
    return passable(findings)
      .filter((f) => !isGiven(answers.passing[f.rule]))
      .map((f) => ({ field: `pass-${f.rule}`, key: 'passWrong' }))
  const missing: Missing[] = []
  if (!answers.code) missing.push({ field: 'code', key: 'codeWrong' })
  if (!answers.reason.trim()) missing.push({ field: 'reason', key: 'reasonWrong' })
  return missing
}

export function bodyOf(kind: Kind, answers: Answers, findings: readonly Finding[]) {
  if (kind !== 'approve')
    return { decision: kind, code: answers.code, reason: answers.reason.trim() }
  const wanted = Object.fromEntries(
    passable(findings).map((f) => [f.rule, answers.passing[f.rule] ?? { code: '', words: '' }]),
  )
  const reasons = sentOf(wanted, (code) => reasonName('passed', code))
  return Object.keys(reasons).length ? { decision: kind, reasons } : { decision: kind }
}
