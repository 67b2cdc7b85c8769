// A scene as its page says it: sentences for what the file says in keys, and the same sentences laid
// beside each other to tell what differs between two versions.
import type { Schemas } from '../../api/client'
import { both, t } from '../../app/words'
import type { DrawnStep } from '../../parts/SceneGraph.vue'

export type Scene = Schemas['scene_out']
type Step = Scene['steps'][number]
type Ask = Scene['asks'][number]
type Paper = Scene['papers'][number]
type People = Scene['people'][number]

export function drawn(scene: Scene): DrawnStep[] {
  return scene.steps.map((s) => ({
    step: s.id,
    needs: s.needs,
    name_zh: s.name_zh,
    name_en: s.name_en,
  }))
}

const join = (parts: readonly (string | false | null | undefined)[]) =>
  parts.filter(Boolean).join(t('admin.scene.comma'))

export function peopleOf(p: People): string {
  const many =
    p.max === null
      ? t('admin.scene.atLeast', { n: p.min })
      : t('admin.scene.fromTo', { a: p.min, b: p.max })
  return join([
    both(p, 'side'),
    p.kinds.map((k) => both(k, 'name')).join('、'),
    many,
    p.holds && t('admin.scene.holds'),
    p.shares && t('admin.scene.shares'),
    p.absent && t('admin.scene.absent'),
  ])
}

/** "Only when: delivery is by post". */
export function whenOf(scene: Scene, of: Step | Ask): string {
  if (!of.when) return ''
  const ask = scene.asks.find((a) => a.id === of.when!.ask)
  const choice = ask?.choices.find((c) => c.id === of.when!.is)
  const is = choice ? both(choice, 'name') : t(of.when.is === 'true' ? 'form.yes' : 'form.no')
  return t('admin.scene.when', { ask: both(ask, 'name') || of.when.ask, is })
}

export function doneBy(s: Step): string {
  return both(s, 'role') || both(s, 'link') || t('admin.scene.machine')
}

export function needsOf(scene: Scene, s: Step): string {
  return s.needs
    .map(
      (id) =>
        both(
          scene.steps.find((x) => x.id === id),
          'name',
        ) || id,
    )
    .join('、')
}

export function askKind(a: Ask): string {
  const kind = t(`admin.scene.ask_${a.kind}`)
  if (a.kind !== 'choice') return kind
  return `${kind}：${a.choices.map((c) => both(c, 'name')).join(' / ')}`
}

export function paperHow(scene: Scene, p: Paper): string {
  const share = p.share && scene.steps.find((s) => s.id === p.share)
  if (share) return t('admin.scene.paperShared', { share: both(share, 'name') })
  return t(p.required ? 'admin.scene.paperNeeded' : 'admin.scene.paperIf')
}

/* ---- what differs ---- */

export interface Said {
  /** Which part of the scene: a heading of the comparison. */
  part: string
  what: string
  text: string
}

export interface Differs {
  part: string
  what: string
  /** null: it is not there. */
  before: string | null
  after: string | null
}

function elements(s: Scene): Said[] {
  const names = (list: readonly object[]) => list.map((x) => both(x, 'name')).join('、')
  const rows: [string, string, string][] = [
    ['time', 'admin.scene.name', both(s, 'name')],
    ['time', 'admin.scene.promised', t('time.minutes', { n: s.time.promise_minutes })],
    ['time', 'admin.scene.lawful', t('admin.scene.days', { n: s.time.statutory_days })],
    ['time', 'admin.validFrom', s.time.valid_from],
    ['time', 'admin.validTo', s.time.valid_to ?? '—'],
    ['place', 'admin.scene.channels', names(s.place.channels)],
    ['place', 'admin.scene.offices', names(s.place.offices)],
    ['event', 'admin.scene.event', both(s.event, 'name')],
    [
      'event',
      'admin.scene.certificate',
      t(`admin.scene.certificate_${s.event.certificate ?? 'none'}`),
    ],
    ['link', 'admin.scene.fees', both(s.guide, 'fees')],
    ['link', 'admin.scene.officers', t(`admin.scene.oneOfficer_${s.link.one_officer}`)],
  ]
  return rows.map(([part, what, text]) => ({ part: t(`admin.scene.${part}`), what: t(what), text }))
}

/** Every statement of a scene, keyed by where it stands, so that two versions can be compared. */
export function statements(s: Scene): Map<string, Said> {
  const all = new Map<string, Said>()
  const add = (key: string, part: string, what: string, text: string) =>
    all.set(key, { part: t(`admin.scene.${part}`), what, text })
  for (const [i, said] of elements(s).entries()) all.set(`element.${i}`, said)
  for (const p of s.people) add(`people.${p.id}`, 'people', both(p, 'name'), peopleOf(p))
  for (const a of s.asks)
    add(
      `ask.${a.id}`,
      'asks',
      both(a, 'name'),
      join([
        askKind(a),
        t(a.required ? 'form.required' : 'form.optional'),
        a.max > 0 && t('admin.scene.fromTo', { a: a.min, b: a.max }),
        whenOf(s, a),
        both(a, 'why'),
      ]),
    )
  for (const p of s.papers) add(`paper.${p.id}`, 'papers', both(p, 'name'), paperHow(s, p))
  for (const step of s.steps)
    add(
      `step.${step.id}`,
      'steps',
      both(step, 'name'),
      join([
        both(step, 'kind'),
        doneBy(step),
        step.clock_minutes > 0 && t('time.minutes', { n: step.clock_minutes }),
        step.essential && t('admin.scene.essential'),
        whenOf(s, step),
        step.needs.length > 0 && t('admin.scene.after', { steps: needsOf(s, step) }),
      ]),
    )
  return all
}

export function compare(before: Scene, after: Scene): Differs[] {
  const was = statements(before)
  const is = statements(after)
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  return keys
    .filter(
      (key) => was.get(key)?.text !== is.get(key)?.text || was.get(key)?.what !== is.get(key)?.what,
    )
    .map((key) => {
      const one = (is.get(key) ?? was.get(key))!
      return {
        part: one.part,
        what: one.what,
        before: was.get(key)?.text ?? null,
        after: is.get(key)?.text ?? null,
      }
    })
}
