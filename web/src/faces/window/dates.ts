// A day as people write it: 2026-03-01, 2026.3.1, 2026年3月1日 or 20260301. One plain field is quicker and
// surer than a calendar, with a keyboard and without.
const DAY = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$|^(\d{4})(\d{2})(\d{2})$/

/** As the service wants it; what is no day stays as it was typed, and is told there. */
export function isoDay(text: string): string {
  const match = DAY.exec(text.normalize('NFKC').trim())
  if (!match) return text.trim()
  const [year, month, day] = match[1] ? match.slice(1, 4) : match.slice(4, 7)
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}
