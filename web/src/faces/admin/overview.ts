// What the overview needs, asked for at once; parts that this officer may not see are left out.
import { api, ask } from '../../api/client'
import { has } from '../../app/session'
import type { Known } from './alerts'

const CHINA_MS = 8 * 3600000

/** What changes by the minute. */
export async function lookNow(): Promise<Pick<Known, 'health' | 'departments' | 'verification'>> {
  const [health, list, verification] = await Promise.all([
    ask(api.GET('/health')),
    ask(api.GET('/departments')),
    has('admin', 'auditor') ? ask(api.GET('/verification')) : null,
  ])
  return { health, departments: list.departments, verification }
}

/** What changes by the day. */
export async function lookToday(
  nowMs: number,
): Promise<Pick<Known, 'staff' | 'rates' | 'nextYear'>> {
  const today = new Date(nowMs + CHINA_MS)
  const year = today.getUTCFullYear() + 1
  const [staff, rates, calendar] = await Promise.all([
    ask(api.GET('/staff')),
    ask(api.GET('/rates')),
    ask(api.GET('/calendar', { params: { query: { year } } })),
  ])
  return {
    staff: staff.staff,
    rates: rates.rules,
    nextYear: { year, announced: calendar.announced, month: today.getUTCMonth() + 1 },
  }
}
