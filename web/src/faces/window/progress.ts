// Who has a filing, in words: the steps under way, and what comes after them.
import { named } from '../../app/named'
import { t } from '../../app/words'
import type { Filing, Step } from './types'

/** Whom a step waits for: an officer by name, the pool of a role, a department, the applicant. */
export function whoHas(filing: Filing, step: Step): string {
  const task = filing.tasks.find(
    (x) => x.step === step.step && (x.state === 'open' || x.state === 'claimed'),
  )
  if (task?.officer)
    return t('window.has.officer', { role: named('role', task.role), name: task.officer })
  if (task) return t('window.has.pool', { role: named('role', task.role) })
  if (step.kind === 'pay') return t('window.has.applicant')
  if (step.department) return named('department', step.department)
  return t('window.has.service')
}

/** Steps that wait for nothing else than what is under way now. */
export function comesNext<S extends { step: string; state: string; needs: string[] }>(
  steps: readonly S[],
): S[] {
  const state = new Map(steps.map((s) => [s.step, s.state]))
  const near = (id: string) => state.get(id) !== 'waiting'
  return steps.filter((s) => s.state === 'waiting' && s.needs.every(near))
}
