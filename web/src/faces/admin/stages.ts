// A form in three stages: what is asked, the check of all answers, what happens next. The focus goes
// to the heading of the stage that has opened.
import { nextTick, ref, type Ref } from 'vue'
import type { Finding } from '../../api/client'
import { t } from '../../app/words'

export type Stage = 'ask' | 'check' | 'done'

export interface Stages {
  stage: Ref<Stage>
  /** What the page itself found wrong, for the error summary. */
  own: Ref<Finding[]>
  go(to: Stage, focus?: string): Promise<void>
  /** To the check if nothing is wrong. */
  submit(findings: Finding[]): void
}

export const STAGE_HEAD = 'stage-head'

export function useStages(): Stages {
  const stage = ref<Stage>('ask')
  const own = ref<Finding[]>([])
  async function go(to: Stage, focus = STAGE_HEAD): Promise<void> {
    stage.value = to
    await nextTick()
    const at = document.getElementById(focus)
    at?.focus()
    at?.scrollIntoView({ block: 'center' })
  }
  function submit(findings: Finding[]): void {
    own.value = findings
    if (findings.length === 0) void go('check')
  }
  return { stage, own, go, submit }
}

export function wrong(field: string, text: string, remedy = ''): Finding {
  return { rule: '', severity: 'stop', field, detail: '', text, law: '', remedy }
}

/** One finding for each question that has no answer: [field, label, answer]. */
export function unanswered(answers: readonly (readonly [string, string, string])[]): Finding[] {
  return answers
    .filter(([, , answer]) => answer.trim() === '')
    .map(([field, label]) => wrong(field, t('admin.form.empty', { what: label })))
}

/** What is wrong with a field, of the page's own findings and the service's. */
export function errorOf(
  field: string,
  ...lists: (readonly Finding[] | undefined)[]
): string | undefined {
  const texts = lists.flatMap((l) => l ?? []).filter((f) => f.field === field)
  return texts.length ? texts.map((f) => f.text).join('；') : undefined
}
