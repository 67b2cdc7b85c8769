// An application read over before it is sent, line by line.
import { codeName } from '../../app/codes'
import { area, fenOf, money } from '../../app/format'
import type { Finding } from '../../api/client'
import { isGiven } from '../../app/passing'
import { reasonName } from '../../app/reasons'
import { kindWords } from '../../app/rights'
import { both, t } from '../../app/words'
import type { Answered } from '../../parts/CheckAnswers.vue'
import { isAsked, papersHere, type Application, type Party } from './application'
import { isoDay } from './dates'
import { partsWords } from './division'
import { cm2Of, isArea, tableOf } from './measures'
import { originWords } from './origin'
import type { Ask, Scene } from './types'

export function answerWords(ask: Ask, typed: string): string {
  if (!typed) return ''
  if (ask.kind === 'boolean') return t(typed === 'true' ? 'form.yes' : 'form.no')
  if (ask.kind === 'choice')
    return (
      both(
        ask.choices.find((c) => c.id === typed),
        'name',
      ) || typed
    )
  if (ask.kind === 'date') return isoDay(typed)
  if (ask.kind === 'parts') return partsWords(typed)
  if (ask.kind === 'units') return typed.trim().replace(/\s+/g, '、')
  const table = tableOf(ask)
  if (table) return codeName(table, typed)
  const cm2 = isArea(ask) ? cm2Of(typed) : null
  if (cm2 !== null) return `${area(cm2)} ㎡`
  const fen = ask.kind === 'money' ? fenOf(typed) : null
  return fen === null ? typed : `${money(fen)} ${t('form.yuan')}`
}

/** The parties role by role, as the scene names them. */
function inOrder(scene: Scene, app: Application): Party[] {
  return scene.people.flatMap((people) => app.parties.filter((p) => p.role === people.id))
}

export function overview(scene: Scene, app: Application): Answered[] {
  const rows: Answered[] = [
    {
      id: 'unit',
      label: t('window.unitCode'),
      value: app.unit,
      origin: originWords(app.origins.unit),
    },
  ]
  if (scene.event.target)
    rows.push({
      id: 'target',
      label: t('window.target'),
      value: app.targetWords || kindWords(scene.event.target),
    })
  for (const p of inOrder(scene, app)) {
    const id = `party-${p.key}-name`
    const agent = p.agent_name ? t('window.actsFor', { name: p.agent_name }) : ''
    rows.push({
      id,
      label: both(
        scene.people.find((x) => x.id === p.role),
        'name',
      ),
      value: [p.name, p.document_number, p.share, p.phone, agent].filter(Boolean).join(' · '),
      origin: originWords(app.origins[id]),
    })
  }
  for (const a of scene.asks)
    if (isAsked(a, app.answers) && (a.required || app.answers[a.id]))
      rows.push({
        id: `answer-${a.id}`,
        label: both(a, 'name'),
        value: answerWords(a, app.answers[a.id] ?? ''),
        origin: originWords(app.origins[`answer-${a.id}`]),
      })
  for (const p of papersHere(scene))
    if (p.required || app.papers[p.id]?.length)
      rows.push({
        id: `paper-${p.id}`,
        label: both(p, 'name'),
        value: (app.papers[p.id] ?? []).map((s) => s.name).join('、'),
      })
  return rows
}

/** What is passed with a reason, one line for each rule. */
export function passedRows(app: Application, findings: readonly Finding[]): Answered[] {
  const rules = new Map(findings.filter((f) => f.severity === 'reason').map((f) => [f.rule, f]))
  return [...rules.values()]
    .filter((f) => isGiven(app.reasons[f.rule]))
    .map((f) => {
      const { code, words } = app.reasons[f.rule]!
      return {
        id: `reason-${f.rule}`,
        label: f.text + (f.detail ? `（${f.detail}）` : ''),
        value: [reasonName('passed', code), words.trim()].filter(Boolean).join('：'),
      }
    })
}

/** What happens once it is accepted: which departments are asked at once, who reviews, until when. */
export function afterwards(scene: Scene): string[] {
  const names = (kind: string) =>
    scene.steps.filter((s) => s.kind === kind).map((s) => both(s, 'name'))
  const rows = [t('window.next.notice')]
  const shares = names('share')
  const reviews = names('review')
  if (shares.length)
    rows.push(t('window.next.shares', { n: shares.length, names: shares.join('、') }))
  if (reviews.length) rows.push(t('window.next.reviews', { names: reviews.join('、') }))
  rows.push(t('window.next.promise', { n: scene.time.promise_minutes }))
  return rows
}
