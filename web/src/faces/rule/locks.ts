// What can be done with a lock, by whom, and what must be said for one.
import type { Schemas } from '../../api/client'

export type Lock = Schemas['rule_lock_out']
export type What = Lock['what']
export const WHATS: readonly What[] = ['unit', 'certificate', 'land']
export const STATES: readonly Lock['state'][] = ['proposed', 'live', 'releasing', 'released']
export const TONES = {
  proposed: 'wait',
  live: 'grave',
  releasing: 'wait',
  released: 'calm',
} as const

const UNIT_LENGTH = 28

export type Act = 'confirm' | 'release' | 'second' | ''

/** `second`: it waits for another officer than this one. */
export function actOf(lock: Lock, me: string): Act {
  if (lock.state === 'live') return 'release'
  if (lock.state === 'released') return ''
  const asked = lock.state === 'releasing' ? lock.release_by : lock.proposed_by
  return asked === me ? 'second' : 'confirm'
}

export interface Asked {
  unit: string
  what: What
  certificate: string
  reason: string
}

export const noAsked = (): Asked => ({ unit: '', what: 'unit', certificate: '', reason: '' })

export const plainUnit = (unit: string) => unit.replace(/\s/g, '').toUpperCase()

/** As the standard groups it: region, cadastral area, parcel, what stands on it. */
export function spaced(code: string): string {
  return [code.slice(0, 6), code.slice(6, 12), code.slice(12, 19), code.slice(19)]
    .filter(Boolean)
    .join(' ')
}

export function missingOf(asked: Asked): ('unit' | 'certificate' | 'reason')[] {
  const missing: ('unit' | 'certificate' | 'reason')[] = []
  if (plainUnit(asked.unit).length !== UNIT_LENGTH) missing.push('unit')
  if (asked.what === 'certificate' && !asked.certificate.trim()) missing.push('certificate')
  if (!asked.reason.trim()) missing.push('reason')
  return missing
}

export function bodyOf(asked: Asked) {
  const body = { unit: plainUnit(asked.unit), what: asked.what, reason: asked.reason.trim() }
  return asked.what === 'certificate' ? { ...body, certificate: asked.certificate.trim() } : body
}

export interface Moment {
  key: 'asked' | 'confirmed' | 'releaseAsked' | 'released'
  who: string
  ms: number
  why: string
}

/** What has happened to it, in order. */
export function historyOf(lock: Lock): Moment[] {
  const all: Moment[] = [
    { key: 'asked', who: lock.proposed_by, ms: lock.proposed_ms, why: lock.reason },
    { key: 'confirmed', who: lock.confirmed_by, ms: lock.confirmed_ms, why: '' },
    { key: 'releaseAsked', who: lock.release_by, ms: lock.release_ms, why: lock.release_reason },
    { key: 'released', who: lock.released_by, ms: lock.released_ms, why: '' },
  ]
  return all.filter((m) => m.ms > 0)
}
