// What departments answer, as people read it; and what an officer is asked to read from a paper when a
// department does not answer. One table for both: docs/exchange.md in rows.
import { isoDay } from './dates'

export type FieldKind =
  'person' | 'text' | 'money' | 'area' | 'date' | 'boolean' | 'number' | 'state' | 'people'

export interface FactField {
  id: string
  kind: FieldKind
  /** The words that a state may have. */
  states?: readonly string[]
}

export interface FactShape {
  fields: readonly FactField[]
  /** Members that stand in a list of their own: of each person asked about, or as many as there are. */
  list?: { id: 'persons' | 'holds'; fields: readonly FactField[]; perPerson: boolean }
}

const f = (id: string, kind: FieldKind = 'text', states?: readonly string[]): FactField =>
  states ? { id, kind, states } : { id, kind }
const persons = (...fields: FactField[]): FactShape => ({
  fields: [],
  list: { id: 'persons', fields: [f('document_number', 'person'), ...fields], perPerson: true },
})

export const SHAPES: Record<string, FactShape> = {
  contract: {
    fields: [
      f('contract_number'),
      f('unit'),
      f('price_fen', 'money'),
      f('area_cm2', 'area'),
      f('filed_on', 'date'),
      f('cancelled', 'boolean'),
      f('sellers', 'people'),
      f('buyers', 'people'),
    ],
  },
  identity: persons(f('match', 'boolean'), f('state', 'state', ['alive', 'dead', 'unknown'])),
  household: persons(f('household_number'), f('members', 'people')),
  death: persons(f('died_on', 'date')),
  marriage: persons(
    f('state', 'state', ['single', 'married', 'divorced', 'widowed']),
    f('spouse_name'),
    f('spouse_document_number'),
  ),
  record: {
    fields: [
      f('buyer_homes', 'number'),
      f('seller_acquired_on', 'date'),
      f('seller_only_home', 'boolean'),
      f('original_price_fen', 'money'),
      f('proven_costs_fen', 'money'),
      f('assessed_price_fen', 'money'),
    ],
  },
  permit: {
    fields: [f('permit_number'), f('holder'), f('issued_on', 'date'), f('valid', 'boolean')],
  },
  licence: {
    fields: [f('credit_code'), f('name'), f('licence_number'), f('valid', 'boolean')],
  },
  holds: {
    fields: [],
    list: { id: 'holds', fields: [f('document'), f('court'), f('kind')], perPerson: false },
  },
}

type Tree = Record<string, unknown>
const asTree = (value: unknown): Tree =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Tree) : {}
const asList = (value: unknown): Tree[] => (Array.isArray(value) ? value.map(asTree) : [])

/** Raw pairs of an answer: known members in their order, then what else came. `group` numbers the
 * element of the list that a pair belongs to. */
export interface FactPair {
  field: FactField
  value: unknown
  group: number
}

function pairsOf(fields: readonly FactField[], tree: Tree, group: number): FactPair[] {
  const known = new Set(fields.map((x) => x.id))
  const more = Object.keys(tree)
    .filter((id) => !known.has(id) && typeof tree[id] !== 'object')
    .map((id) => f(id))
  const isEmpty = (v: unknown) =>
    v === undefined || v === '' || (Array.isArray(v) && v.length === 0)
  return [...fields, ...more]
    .filter((x) => !isEmpty(tree[x.id]))
    .map((field) => ({ field, value: tree[field.id], group }))
}

export function readFact(share: string, answer: unknown): FactPair[] {
  const shape = SHAPES[share] ?? { fields: [] }
  const tree = asTree(answer)
  const pairs = pairsOf(shape.fields, tree, 0)
  if (!shape.list) return pairs
  return [
    ...pairs,
    ...asList(tree[shape.list.id]).flatMap((e, i) => pairsOf(shape.list!.fields, e, i + 1)),
  ]
}

/** How many elements the list of an answer has, e.g. of holds; undefined when it has no list. */
export function countIn(share: string, answer: unknown): number | undefined {
  const list = SHAPES[share]?.list
  return list && asList(asTree(answer)[list.id]).length
}

/** Names of people in a list. */
export function namesOf(value: unknown): string {
  return asList(value)
    .map((p) => String(p.name ?? ''))
    .filter(Boolean)
    .join('、')
}

// ---- the manual path ----

export interface Person {
  name: string
  document_number: string
}

/** What the form of a share is filled in with: its own fields, and the elements of its list. */
export interface FactForm {
  fields: Record<string, string>
  list: Record<string, string>[]
}

const start = (x: FactField): string =>
  x.kind === 'boolean' ? '' : x.kind === 'state' ? (x.states?.[0] ?? '') : ''

export function emptyFact(share: string, people: readonly Person[]): FactForm {
  const shape = SHAPES[share] ?? { fields: [] }
  const blank = (fields: readonly FactField[]) =>
    Object.fromEntries(fields.filter(isRead).map((x) => [x.id, start(x)]))
  return {
    fields: blank(shape.fields),
    list: shape.list?.perPerson
      ? people.map((p) => ({ document_number: p.document_number, ...blank(shape.list!.fields) }))
      : [],
  }
}

/** Who is asked about is known, and lists of people are not typed in by hand. */
export function isRead(field: FactField): boolean {
  return field.kind !== 'people' && field.kind !== 'person'
}

/** The form's content as the department would have said it. `fen` and `cm2` read amounts. */
export function factBody(
  share: string,
  form: FactForm,
  fen: (text: string) => number | null,
): Record<string, unknown> {
  const shape = SHAPES[share] ?? { fields: [] }
  const read = (fields: readonly FactField[], from: Record<string, string>) =>
    Object.fromEntries(
      fields.filter(isRead).map((x) => {
        const text = (from[x.id] ?? '').trim()
        if (x.kind === 'boolean') return [x.id, text === 'true']
        if (x.kind === 'money') return [x.id, fen(text) ?? 0]
        if (x.kind === 'area') return [x.id, Math.round(Number(text || 0) * 10000)]
        if (x.kind === 'date') return [x.id, isoDay(text)]
        if (x.kind === 'number') return [x.id, Number(text || 0)]
        return [x.id, text]
      }),
    )
  const body: Record<string, unknown> = read(shape.fields, form.fields)
  if (shape.list)
    body[shape.list.id] = form.list.map((e) => ({
      ...(e.document_number !== undefined ? { document_number: e.document_number } : {}),
      ...read(shape.list!.fields, e),
    }))
  return body
}
