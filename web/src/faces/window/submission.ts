// Checking and sending an application: everything that acceptance would find is known before it is
// sent; what may be passed is passed with a reason.
import { computed, reactive, ref, type Ref } from 'vue'
import { api, ask, type Finding } from '../../api/client'
import { useAction } from '../../app/action'
import { isGiven, type Passings } from '../../app/passing'
import { t } from '../../app/words'
import { bodyOf, controlOf, type Application } from './application'
import { contentGaps, formGaps, isNamed, placed, unitIsWhole } from './gaps'
import type { Scene } from './types'

/** Findings that stand in the way: those that no reason was given for, where one would do. */
export function standing(findings: readonly Finding[], reasons: Passings): Finding[] {
  return findings.filter(
    (f) => f.severity === 'stop' || (f.severity === 'reason' && !isGiven(reasons[f.rule])),
  )
}

/** What is wrong, by the control that it stands at. */
export function wrongOf(app: Application, findings: readonly Finding[]): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const f of findings) {
    const id = f.field ? controlOf(app, f.field) : undefined
    const row = /^answers\.\w+\[(\d+)\]/.exec(f.field ?? '')
    const text = row ? t('window.part.atRow', { n: Number(row[1]) + 1, text: f.text }) : f.text
    if (id) wrong[id] = wrong[id] && wrong[id] !== text ? `${wrong[id]}；${text}` : text
  }
  return wrong
}

export function useSubmission(scene: Scene, current: () => Application) {
  const findings: Ref<Finding[]> = ref([])
  const dueMs = ref(0)
  /** What only acceptance asked a reason for. */
  const atAcceptance: Ref<Finding[]> = ref([])

  async function look(app: Application): Promise<Finding[]> {
    const form = formGaps(scene, app)
    if (form.length && !(unitIsWhole(app) && app.parties.some(isNamed)))
      return [...form, ...contentGaps(scene, app)]
    const whole = form.length ? { ...app, parties: app.parties.filter(isNamed) } : app
    const found = await ask(api.POST('/filings/check', { body: bodyOf(scene, whole, true) }))
    dueMs.value = found.due_ms
    if (!form.length) return found.findings
    return [...form, ...placed(found.findings, app).filter((f) => f.rule !== 'PARTY_TOO_FEW')]
  }
  /** True when nothing stands in the way. */
  const checking = useAction(async () => {
    const refused = opening.problem?.findings ?? []
    if (refused.length) atAcceptance.value = refused.filter((f) => f.severity === 'reason')
    opening.clear()
    refusing.clear()
    findings.value = await look(current())
    return standing(findings.value, current().reasons).length === 0
  })
  const opening = useAction(async (key, accept: boolean) => {
    const opened = await ask(
      api.POST('/filings', {
        body: bodyOf(scene, current(), accept),
        headers: { 'Idempotency-Key': key },
      }),
    )
    return opened.filing
  })
  /** 不予受理 is of a filing like every decision: it is kept as a draft first. */
  const refusing = useAction(async (key, code: string, reason: string) => {
    const opened = await ask(
      api.POST('/filings', {
        body: bodyOf(scene, current(), false),
        headers: { 'Idempotency-Key': key },
      }),
    )
    await ask(
      api.POST('/filings/{filing}/reject', {
        params: { path: { filing: opened.filing } },
        body: { code, reason },
        headers: { 'Idempotency-Key': `${key.slice(0, -2)}no` },
      }),
    )
    return opened.filing
  })

  /** What the page itself sees to be missing is told before anything is sent. */
  async function whole<T>(send: () => Promise<T>): Promise<T | undefined> {
    const form = formGaps(scene, current())
    if (!form.length) return send()
    findings.value = form
    return undefined
  }

  const problem = computed(() => opening.problem ?? refusing.problem ?? checking.problem)
  const all = computed(() => [...findings.value, ...(problem.value?.findings ?? [])])
  return reactive({
    findings,
    dueMs,
    checking,
    opening,
    refusing,
    problem,
    known: computed(() => [...findings.value, ...atAcceptance.value]),
    wrong: computed(() => wrongOf(current(), all.value)),
    open: (accept: boolean) => whole(() => opening.run(accept)),
    refuse: (code: string, reason: string) => whole(() => refusing.run(code, reason)),
    clear() {
      findings.value = []
      atAcceptance.value = []
      opening.clear()
      refusing.clear()
      checking.clear()
    },
  })
}
