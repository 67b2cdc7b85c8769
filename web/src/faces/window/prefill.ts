// Facts come from departments and the registry, not from typing: one number brings the rest.
import { api, ask, type Schemas } from '../../api/client'
import { controlOf, newParty, typedOf, type Application, type Origin } from './application'
import type { Scene } from './types'

export type Drawn = Schemas['exchange_prefill_out']

/** Asks by the keys that are filled in. */
export function draw(scene: Scene, keys: Record<string, string>): Promise<Drawn> {
  const given = (id: string) => keys[id]?.trim() || undefined
  const asks = scene.asks.filter((a) => given(a.id)).map((a) => [a.id, given(a.id)])
  return ask(
    api.POST('/prefill', {
      body: {
        scene: scene.scene,
        answers: Object.fromEntries(asks),
        unit: given('unit'),
        certificate_number: given('certificate_number'),
        document_number: given('document_number'),
      },
    }),
  )
}

/** Lays what was found into the application: it replaces what an earlier question had brought, and
 * leaves alone what it does not know. */
export function layIn(scene: Scene, app: Application, drawn: Drawn): void {
  const answers = (drawn.answers ?? {}) as Record<string, unknown>
  if (drawn.unit) app.unit = drawn.unit
  if (drawn.target) app.target = drawn.target
  for (const ask of scene.asks)
    if (answers[ask.id] !== undefined) app.answers[ask.id] = typedOf(ask, answers[ask.id])
  layParties(scene, app, drawn)
  app.origins = {}
  for (const o of drawn.origins) {
    const id = controlOf(app, o.field)
    const origin: Origin = {
      source_zh: o.source_zh,
      source_en: o.source_en,
      at_ms: o.at_ms,
      reference: o.reference,
    }
    if (id) app.origins[id] = origin
  }
}

/** People of a role that the answer names stand in place of those there; of other roles they stay.
 * The drawn ones come first, so that an origin's index is theirs. */
function layParties(scene: Scene, app: Application, drawn: Drawn): void {
  const roles = new Set(drawn.parties.map((p) => p.role))
  const others = app.parties.filter((p) => !roles.has(p.role))
  const before = app.parties.filter((p) => roles.has(p.role))
  app.parties = []
  for (const p of drawn.parties) {
    const people = scene.people.find((x) => x.id === p.role)
    if (!people) continue
    const known = before.find((b) => b.document_number === p.document_number)
    const document_kind = p.document_kind || documentOf(p.document_number)
    Object.assign(newParty(app, people), known ?? {}, {
      role: p.role,
      kind: p.kind || (document_kind === 'uscc' ? 'organisation' : 'person'),
      name: p.name,
      document_kind,
      document_number: p.document_number,
      share: p.share,
    })
  }
  app.parties.push(...others)
}

/** A contract names numbers without saying of what document. */
function documentOf(number: string): string {
  if (/^\d{17}[0-9X]$/i.test(number)) return 'id'
  return /^[0-9A-Z]{18}$/i.test(number) ? 'uscc' : 'other'
}
