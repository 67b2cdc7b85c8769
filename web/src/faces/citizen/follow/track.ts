// A filing as its applicant sees it: a handful of stages instead of twenty steps, one sentence that
// says how it stands, and what is to be done now.
import type { Schemas } from '../../../api/client'

export type Track = Schemas['track_out']
export type Step = Track['steps'][number]
export type Now = Track['now'][number]
export type StageState = 'waiting' | 'running' | 'stuck' | 'done' | 'stopped' | 'never'

export interface Stage {
  id: string
  state: StageState
  doneMs: number
  steps: Step[]
  now: Now[]
}

const STAGES: readonly (readonly [string, readonly string[]])[] = [
  ['accept', ['accept']],
  ['look', ['share', 'check', 'review']],
  ['announce', ['announce']],
  ['money', ['assess', 'pay']],
  ['record', ['record']],
  ['hand', ['certify', 'issue', 'deliver']],
  ['after', ['handover']],
]

const isOver = (s: Step) => s.state === 'done' || s.state === 'skipped'

function stateOf(steps: readonly Step[]): StageState {
  if (steps.every(isOver)) return 'done'
  if (steps.some((s) => s.state === 'stuck')) return 'stuck'
  return steps.some((s) => s.state === 'running') ? 'running' : 'waiting'
}

/** Where a filing ended early, nothing is under way or still to come. */
function stateNow(track: Track, steps: readonly Step[]): StageState {
  const state = stateOf(steps)
  if (state === 'done' || !isEnded(track)) return state
  return state === 'waiting' ? 'never' : 'stopped'
}

/** Stages that the matter has, in order. A stage begun but between two steps counts as under way. */
export function stagesOf(track: Track): Stage[] {
  return STAGES.map(([id, kinds]) => {
    const steps = track.steps.filter((s) => kinds.includes(s.kind) && s.state !== 'skipped')
    const mine = new Set(steps.map((s) => s.step))
    return {
      id,
      state: stateNow(track, steps),
      doneMs: Math.max(0, ...steps.map((s) => s.done_ms)),
      steps,
      now: track.now.filter((n) => mine.has(n.step)),
    }
  }).filter((stage) => stage.steps.length > 0)
}

export const isRunning = (track: Track, kind: string) =>
  track.steps.some((s) => s.kind === kind && s.state === 'running')

/** The state in the applicant's words: paying and collecting are what matters to them. */
export function toldState(track: Track): string {
  if (track.state === 'accepted' && track.held) return 'held'
  if (track.state === 'accepted' && isRunning(track, 'pay')) return 'paying'
  if (track.state === 'accepted' && isRunning(track, 'announce')) return 'announcing'
  if (track.state === 'recorded' && isRunning(track, 'issue')) return 'collecting'
  return track.state
}

export type Tone = 'good' | 'wait' | 'grave' | 'brand' | 'calm'

export function toneOf(told: string): Tone {
  if (told === 'held' || told === 'paying' || told === 'correcting' || told === 'collecting')
    return 'wait'
  if (told === 'recorded' || told === 'closed') return 'good'
  if (told === 'refused' || told === 'rejected') return 'grave'
  return told === 'withdrawn' || told === 'draft' ? 'calm' : 'brand'
}

export function isEnded(track: Track): boolean {
  return ['closed', 'withdrawn', 'rejected', 'refused'].includes(track.state)
}

/** The end of a document number as people type it. */
export function sixOf(text: string): string {
  const tidy = text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  return /^[0-9A-Z]{6}$/.test(tidy) ? tidy : ''
}

/** Paths of papers with names on them. */
export function paperPath(track: Track, rest: string, code: string, holder: string): string {
  const query = new URLSearchParams({ code, holder })
  return `/track/${track.filing}/${rest}?${query}`
}

/** Where the news of one filing are heard. */
export function eventsPath(filing: string, code: string): string {
  return `/track/${encodeURIComponent(filing)}/events?code=${encodeURIComponent(code)}`
}
