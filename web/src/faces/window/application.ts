// One application as it is being filled in, made from the scene's file; and what is sent of it.
import { fenOf, money } from '../../app/format'
import { sentOf, type Passings } from '../../app/passing'
import { reasonName } from '../../app/reasons'
import type { Scan } from '../../parts/ScanInput.vue'
import { isoDay } from './dates'
import { sentParts, sentUnits, typedParts, typedUnits } from './division'
import { cm2Of, isArea, squareMetres } from './measures'
import type { Ask, Body, Filing, PartyBody, People, Scene, ScenePaper } from './types'

export interface Party {
  /** Stays with the party while others come and go. */
  key: number
  role: string
  kind: string
  name: string
  document_kind: string
  document_number: string
  phone: string
  share: string
  agent_name: string
  agent_document: string
}

/** Where a value came from, until somebody changes it. */
export interface Origin {
  source_zh: string
  source_en: string
  at_ms: number
  reference: string
}

export interface Application {
  unit: string
  target: string
  /** The right in words, as it was chosen. */
  targetWords?: string
  /** As typed: amounts in yuan, yes and no as 'true' and 'false'. */
  answers: Record<string, string>
  parties: Party[]
  /** By paper, and of each as many scans as it has parts. */
  papers: Record<string, Scan[]>
  /** By the id of the field on the page. */
  origins: Record<string, Origin>
  /** Why a finding may be passed, by its rule. */
  reasons: Passings
  /** What the filling in began with, by key. */
  keys: Record<string, string>
  nextKey: number
}

export function newParty(app: Application, people: People): Party {
  const kind = people.kinds[0]?.id ?? 'person'
  const party: Party = {
    key: app.nextKey++,
    role: people.id,
    kind,
    name: '',
    document_kind: kind === 'person' ? 'id' : 'uscc',
    document_number: '',
    phone: '',
    share: '',
    agent_name: '',
    agent_document: '',
  }
  app.parties.push(party)
  return party
}

/** An empty application; what is received at this channel is chosen where the scene asks for it. */
export function emptyApplication(scene: Scene, channel = 'window'): Application {
  const app: Application = {
    unit: '',
    target: '',
    answers: {},
    parties: [],
    papers: {},
    origins: {},
    reasons: {},
    keys: {},
    nextKey: 0,
  }
  for (const people of scene.people) for (let i = 0; i < people.min; i++) newParty(app, people)
  for (const ask of scene.asks)
    if (ask.choices.some((c) => c.id === channel)) app.answers[ask.id] = channel
  return app
}

/** An application again from a filing, to be corrected. */
export function applicationOf(scene: Scene, filing: Filing): Application {
  const app = emptyApplication(scene)
  app.unit = filing.unit
  app.target = filing.target
  app.parties = filing.parties.map((p) => ({ ...p, key: app.nextKey++ }))
  const answers = filing.answers as Record<string, string>
  app.answers = Object.fromEntries(
    scene.asks
      .filter((a) => answers[a.id] !== undefined)
      .map((a) => [a.id, typedOf(a, answers[a.id])]),
  )
  return app
}

/** 80000000 → "800000.00", as it is typed. */
export function yuan(fen: number): string {
  return money(fen).replaceAll(',', '')
}

/** What a value of the service looks like in its field. */
export function typedOf(ask: Ask, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (isArea(ask)) return squareMetres(Number(value))
  if (ask.kind === 'parts') return typedParts(String(value))
  if (ask.kind === 'units') return typedUnits(String(value))
  return ask.kind === 'money' ? yuan(Number(value)) : String(value)
}

export function isAsked(ask: Ask, answers: Record<string, string>): boolean {
  return ask.when === null || answers[ask.when.ask] === ask.when.is
}

/** The answer as the service wants it; what cannot be read goes as it is, and is told there. */
function valueOf(ask: Ask, typed: string): unknown {
  const text = typed.trim()
  if (ask.kind === 'boolean') return text === 'true'
  if (ask.kind === 'money') return fenOf(text) ?? text
  if (ask.kind === 'date') return isoDay(text)
  if (ask.kind === 'parts') return sentParts(text)
  if (ask.kind === 'units') return sentUnits(text)
  if (isArea(ask)) return cm2Of(text) ?? text
  if (ask.kind === 'i64') return /^-?\d{1,15}$/.test(text) ? Number(text) : text
  return text
}

export function answersOf(scene: Scene, app: Application): Record<string, unknown> {
  return Object.fromEntries(
    scene.asks
      .filter((a) => isAsked(a, app.answers) && (app.answers[a.id] ?? '').trim() !== '')
      .map((a) => [a.id, valueOf(a, app.answers[a.id]!)]),
  )
}

const OPTIONAL = ['phone', 'share', 'agent_name', 'agent_document'] as const

export function partiesOf(app: Application): PartyBody[] {
  return app.parties.map((p) => {
    const body: PartyBody = {
      role: p.role,
      kind: p.kind,
      name: p.name.trim(),
      document_kind: p.document_kind,
      document_number: p.document_number.trim().toUpperCase(),
    }
    for (const key of OPTIONAL) if (p[key].trim()) body[key] = p[key].trim().normalize('NFKC')
    return body
  })
}

export function reasonsSent(app: Application): Passings {
  return sentOf(app.reasons, (code) => reasonName('passed', code))
}

export function bodyOf(scene: Scene, app: Application, accept: boolean): Body {
  const reasons = reasonsSent(app)
  return {
    scene: scene.scene,
    unit: app.unit.replace(/\s/g, '').toUpperCase(),
    channel: 'window',
    accept,
    answers: answersOf(scene, app),
    parties: partiesOf(app),
    papers: Object.entries(app.papers).flatMap(([paper, scans]) =>
      scans.map((s) => ({ paper, hash: s.hash, name: s.name, source: s.source })),
    ),
    ...(app.target ? { target: app.target } : {}),
    ...(Object.keys(reasons).length ? { reasons } : {}),
  }
}

/** The id of the control on the page that a finding speaks of. */
export function controlOf(app: Application, field: string): string | undefined {
  const party = /^parties\[(\d+)\](?:\.(\w+))?/.exec(field)
  if (party) {
    const at = app.parties[Number(party[1])]
    return at && `party-${at.key}-${party[2] ?? 'name'}`
  }
  const [head, ...rest] = field.split('.')
  if (head === 'answers' && rest.length) return `answer-${rest.join('.').replace(/\[.*/, '')}`
  if (head === 'reasons' && rest.length) return `reason-${rest[0]}`
  if (head === 'papers' && rest.length) return `paper-${rest.join('.')}`
  return (
    { unit: 'unit', target: 'target', parties: 'parties-head' }[head ?? ''] ??
    (field.startsWith('papers') ? 'papers-head' : undefined)
  )
}

/** Papers to be taken in here: a department delivers the others. */
export function papersHere(scene: Scene): ScenePaper[] {
  return scene.papers.filter((p) => p.share === null)
}

/** Puts several files where they belong: by the paper's name in the file's, else in the order of the
 * papers that are still missing; what is over goes nowhere. */
export function sortFiles(
  files: readonly { name: string }[],
  papers: readonly ScenePaper[],
  app: Pick<Application, 'papers'>,
): (string | undefined)[] {
  const taken = new Set(Object.keys(app.papers).filter((p) => app.papers[p]!.length > 0))
  const named = files.map((f) => {
    const plain = f.name.toLowerCase()
    const paper = papers.find(
      (p) =>
        !taken.has(p.id) && (plain.includes(p.id) || plain.includes(p.name_zh.split('（')[0]!)),
    )
    if (paper) taken.add(paper.id)
    return paper?.id
  })
  return named.map((id) => {
    if (id) return id
    const open = papers.find((p) => p.required && !taken.has(p.id))
    if (open) taken.add(open.id)
    return open?.id
  })
}

/** The first control that is still to be filled in; nothing when all that must be is there. */
export function firstGap(scene: Scene, app: Application): string | undefined {
  if (!app.unit) return 'unit'
  if (scene.event.target && !app.target) return 'target'
  const party = app.parties.find((p) => !p.name || !p.document_number)
  if (party) return `party-${party.key}-${party.name ? 'document_number' : 'name'}`
  const ask = scene.asks.find(
    (a) => a.required && isAsked(a, app.answers) && !(app.answers[a.id] ?? '').trim(),
  )
  if (ask) return `answer-${ask.id}`
  const papers = papersHere(scene).filter((p) => p.required && !app.papers[p.id]?.length)
  if (papers.length > 1) return 'papers-all'
  return papers[0] && `paper-${papers[0].id}`
}
