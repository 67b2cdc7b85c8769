// What a state means to the eye, and which steps are under way.
export type Tone = 'good' | 'wait' | 'grave' | 'calm' | 'brand'

export function stateTone(state: string): Tone {
  if (state === 'accepted') return 'brand'
  if (state === 'recorded' || state === 'closed') return 'good'
  if (state === 'correcting' || state === 'draft') return 'wait'
  return state === 'withdrawn' ? 'calm' : 'grave'
}

export function underWay<S extends { state: string }>(steps: readonly S[]): S[] {
  return steps.filter((s) => s.state === 'running' || s.state === 'stuck')
}
