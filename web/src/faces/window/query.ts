// What a clerk types of a query, and what is sent of it.
import type { Schemas } from '../../api/client'
import type { Scan } from '../../parts/ScanInput.vue'

export type Terms = Schemas['archive_terms_out']
export type Query = Schemas['archive_query_out']
export type Capacity = Terms['capacities'][number]
type Body = Schemas['archive_apply_in']

export interface Somebody {
  kind: string
  name: string
  document_kind: string
  document_number: string
}

export interface Asked {
  kind: string
  unit: string
  capacity: string
  party: Somebody
  principal: Somebody
  present: { name: string; document_number: string }[]
  identity: Scan | null
  proof: Scan | null
  letter: string
  purpose: string
  asks: string[]
  ground: string
  words: string
}

const somebody = (): Somebody => ({
  kind: 'person',
  name: '',
  document_kind: 'id',
  document_number: '',
})

export function empty(): Asked {
  return {
    kind: 'record',
    unit: '',
    capacity: 'holder',
    party: somebody(),
    principal: somebody(),
    present: [
      { name: '', document_number: '' },
      { name: '', document_number: '' },
    ],
    identity: null,
    proof: null,
    letter: '',
    purpose: '',
    asks: [],
    ground: '',
    words: '',
  }
}

export const words = (list: string) => list.split(' ').filter((w) => w !== '')
export const capacitiesFor = (terms: Terms, kind: string) =>
  terms.capacities.filter((c) => words(c.kinds).includes(kind))

/** What the clerk is asked for beside the applicant. A state organ names whom it looks for. */
export function needsOf(capacity: Capacity | undefined, asked: Asked) {
  const needs = words(capacity?.needs ?? '')
  const officers = needs.includes('officers')
  return {
    proof: needs.includes('proof'),
    letter: needs.includes('letter'),
    principal: needs.includes('principal') || (officers && asked.kind === 'houses'),
    present: officers ? 2 : asked.party.kind === 'organisation' ? 1 : 0,
  }
}

const trimmed = (p: Somebody): Somebody => ({
  kind: p.kind,
  name: p.name.trim(),
  document_kind: p.document_kind,
  document_number: p.document_number.trim().toUpperCase(),
})

/** Only what the capacity asks for is sent; a ground makes it a refusal. */
export function bodyOf(asked: Asked, capacity: Capacity | undefined, refused: boolean): Body {
  const needs = needsOf(capacity, asked)
  const present = asked.present.slice(0, needs.present).filter((p) => p.name.trim())
  return {
    kind: asked.kind,
    capacity: asked.capacity,
    party: trimmed(asked.party),
    purpose: asked.purpose.trim(),
    ...(asked.kind === 'record'
      ? { unit: asked.unit.replace(/\s/g, '').toUpperCase(), asks: asked.asks.join(' ') }
      : {}),
    ...(needs.principal && asked.principal.name.trim()
      ? { principal: trimmed(asked.principal) }
      : {}),
    ...(present.length ? { present } : {}),
    ...(asked.identity ? { identity: asked.identity.hash } : {}),
    ...(needs.proof && asked.proof ? { proof: asked.proof.hash } : {}),
    ...(needs.letter ? { letter: asked.letter.trim() } : {}),
    ...(refused ? { ground: asked.ground, words: asked.words.trim() } : {}),
  }
}
