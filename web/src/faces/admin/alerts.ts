// What an administrator should look at now, out of what the service says; nothing when all is well.
import type { Schemas } from '../../api/client'
import { both, t } from '../../app/words'
import { waits } from './officer'

export interface Alert {
  tone: 'grave' | 'wait'
  text: string
  to: string
  /** Words of the link. */
  go: string
}

/** Each part is null when this officer may not see it, or it has not come yet. */
export interface Known {
  health: Schemas['health_out'] | null
  departments: Schemas['department_out'][] | null
  verification: Schemas['verification_out'] | null
  staff: Schemas['staff_card_out'][] | null
  rates: Schemas['rate_out'][] | null
  nextYear: { year: number; announced: boolean; month: number } | null
  nowMs: number
}

const DAY_MS = 86400000
const OLD_MESSAGE_MS = 10 * 60000
/** From October on the next year's holidays should be known soon. */
const AUTUMN = 10

const go = (key: string) => t(`admin.places.${key}`)

function ofService(k: Known): Alert[] {
  if (!k.health || k.health.writable) return []
  const text = t(`admin.alerts.store_${k.health.store}`)
  return [{ tone: 'grave', text, to: '/admin/departments', go: go('departments') }]
}

function ofDepartments(k: Known): Alert[] {
  const list = k.departments ?? []
  const paused = list.filter((d) => d.state !== 'closed')
  const late = list.filter((d) => d.oldest_ms && k.nowMs - d.oldest_ms > OLD_MESSAGE_MS)
  const alerts: Alert[] = paused.map((d) => ({
    tone: 'grave',
    text: t('admin.alerts.paused', { name: both(d, 'name'), n: d.waiting }),
    to: '/admin/departments',
    go: go('departments'),
  }))
  for (const d of late.filter((x) => !paused.includes(x)))
    alerts.push({
      tone: 'wait',
      text: t('admin.alerts.late', { name: both(d, 'name'), n: d.waiting }),
      to: `/admin/outbox?department=${d.department}`,
      go: go('outbox'),
    })
  return alerts
}

function ofVerification(k: Known): Alert[] {
  const v = k.verification
  if (!v || v.state === 'running') return []
  const at = { to: '/admin/verification', go: go('verification') }
  if (v.state === 'failed') return [{ tone: 'grave', text: t('admin.alerts.verifyFailed'), ...at }]
  if (v.breaches > 0)
    return [{ tone: 'grave', text: t('admin.alerts.verifyBroken', { n: v.breaches }), ...at }]
  if (v.state === 'never') return [{ tone: 'wait', text: t('admin.alerts.verifyNever'), ...at }]
  if (k.nowMs - (v.ended_ms ?? 0) > DAY_MS)
    return [{ tone: 'wait', text: t('admin.alerts.verifyOld'), ...at }]
  return []
}

function ofStaff(k: Known): Alert[] {
  const active = (k.staff ?? []).filter((s) => !s.disabled)
  const at = { to: '/admin/staff', go: go('staff') }
  const count = (key: string, n: number): Alert[] =>
    n > 0 ? [{ tone: 'wait', text: t(`admin.alerts.${key}`, { n }), ...at }] : []
  return [
    ...count('locked', active.filter((s) => s.locked).length),
    ...count('waits', active.filter(waits).length),
    ...count('noFactor', active.filter((s) => s.second_factor !== 'active').length),
  ]
}

function ofRules(k: Known): Alert[] {
  const alerts: Alert[] = []
  const open = (k.rates ?? []).filter((r) => r.active && !r.confirmed && r.state === 'in_force')
  if (open.length > 0)
    alerts.push({
      tone: 'wait',
      text: t('admin.alerts.unconfirmed', { n: open.length }),
      to: '/admin/rates',
      go: go('rates'),
    })
  if (k.nextYear && !k.nextYear.announced && k.nextYear.month >= AUTUMN)
    alerts.push({
      tone: 'wait',
      text: t('admin.alerts.calendar', { year: k.nextYear.year }),
      to: `/admin/calendar?year=${k.nextYear.year}`,
      go: go('calendar'),
    })
  return alerts
}

export function alertsOf(k: Known): Alert[] {
  const all = [ofService, ofDepartments, ofVerification, ofStaff, ofRules].flatMap((f) => f(k))
  return [...all.filter((a) => a.tone === 'grave'), ...all.filter((a) => a.tone === 'wait')]
}
