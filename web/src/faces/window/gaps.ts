// What the page itself sees to be missing, so that it is told together with what the service finds.
import type { Finding } from '../../api/client'
import { both, t } from '../../app/words'
import { isAsked, papersHere, type Application, type Party } from './application'
import type { Scene } from './types'

const UNIT = /^\d{12}[A-Z]{2}\d{5}[A-Z]\d{8}$/

function gap(field: string, what: string, key = 'fill'): Finding {
  const text = t(`window.gap.${key}`, { what })
  return { rule: 'GAP', severity: 'stop', field, detail: '', text, law: '', remedy: '' }
}

export const isNamed = (p: Party): boolean => Boolean(p.name.trim() && p.document_number.trim())

export function unitIsWhole(app: Application): boolean {
  return UNIT.test(app.unit.replace(/\s/g, '').toUpperCase())
}

/** Without these the service could not even read the application: the property and who applies. */
export function formGaps(scene: Scene, app: Application): Finding[] {
  const found = unitIsWhole(app)
    ? []
    : [gap('unit', t('window.unitCode'), app.unit ? 'unit' : 'fill')]
  app.parties.forEach((p, i) => {
    const role = both(
      scene.people.find((x) => x.id === p.role),
      'name',
    )
    if (!p.name.trim()) found.push(gap(`parties[${i}].name`, `${role} ${t('window.party.name')}`))
    if (!p.document_number.trim())
      found.push(gap(`parties[${i}].document_number`, `${role} ${t('window.party.number')}`))
  })
  return found
}

/** Answers and papers that are missing; the service says the same, once it can read the rest. */
export function contentGaps(scene: Scene, app: Application): Finding[] {
  const answers = scene.asks
    .filter((a) => a.required && isAsked(a, app.answers) && !(app.answers[a.id] ?? '').trim())
    .map((a) => gap(`answers.${a.id}`, both(a, 'name')))
  const papers = papersHere(scene)
    .filter((p) => p.required && !app.papers[p.id]?.length)
    .map((p) => gap(`papers.${p.id}`, both(p, 'name'), 'paper'))
  const target =
    scene.event.target && !app.target ? [gap('target', t('window.target'), 'choose')] : []
  return [...target, ...answers, ...papers]
}

/** Findings on the named parties alone, as they stand among all. */
export function placed(findings: readonly Finding[], app: Application): Finding[] {
  const at = app.parties.flatMap((p, i) => (isNamed(p) ? [i] : []))
  return findings.map((f) => ({
    ...f,
    field: f.field.replace(/^parties\[(\d+)\]/, (_, i: string) => `parties[${at[Number(i)] ?? i}]`),
  }))
}
