// A year laid out as months of weeks, Monday first, with what is not as usual; and the same days
// gathered into periods: "Spring Festival, 15 to 23 February". Days are China's; no clock is read.
export interface UnusualDay {
  date: string
  weekday: number
  off: boolean
  name_zh: string
  name_en: string
  source: string
}

export interface DayCell {
  day: number
  kind: 'work' | 'weekend' | 'off' | 'worked'
  unusual: UnusualDay | undefined
}

export interface Month {
  year: number
  month: number
  /** Seven cells a week; null where the week belongs to a neighbour. */
  weeks: (DayCell | null)[][]
}

export interface Period {
  name_zh: string
  name_en: string
  off: boolean
  from: string
  to: string
  days: number
}

const DAY_MS = 86400000
const two = (n: number) => String(n).padStart(2, '0')

function cell(year: number, month: number, day: number, unusual: Map<string, UnusualDay>): DayCell {
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
  const special = unusual.get(`${year}-${two(month)}-${two(day)}`)
  const usual = weekday === 0 || weekday === 6 ? 'weekend' : 'work'
  return { day, kind: special ? (special.off ? 'off' : 'worked') : usual, unusual: special }
}

export function monthsOf(year: number, days: readonly UnusualDay[]): Month[] {
  const unusual = new Map(days.map((d) => [d.date, d]))
  return Array.from({ length: 12 }, (_, i) => {
    const month = i + 1
    const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
    const before = (new Date(Date.UTC(year, i, 1)).getUTCDay() + 6) % 7
    const cells: (DayCell | null)[] = Array.from({ length: before }, () => null)
    for (let day = 1; day <= count; day++) cells.push(cell(year, month, day, unusual))
    while (cells.length % 7 !== 0) cells.push(null)
    const weeks = Array.from({ length: cells.length / 7 }, (_w, w) => cells.slice(w * 7, w * 7 + 7))
    return { year, month, weeks }
  })
}

const next = (date: string) => new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10)

export function periodsOf(days: readonly UnusualDay[]): Period[] {
  const periods: Period[] = []
  for (const d of [...days].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    const last = periods.find(
      (p) => p.name_zh === d.name_zh && p.off === d.off && next(p.to) === d.date,
    )
    if (last) {
      last.to = d.date
      last.days++
    } else
      periods.push({
        name_zh: d.name_zh,
        name_en: d.name_en,
        off: d.off,
        from: d.date,
        to: d.date,
        days: 1,
      })
  }
  return periods
}
