// The filings that this device remembers: only those for which the reader asked for it, and never
// anything but number, code and the matter's name.
import { reactive } from 'vue'

export interface KeptFiling {
  filing: string
  code: string
  name_zh: string
  name_en: string
}

const KEPT = 'yichuang.followed'
const MOST = 20

function read(): KeptFiling[] {
  try {
    const rows: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]')
    return Array.isArray(rows) ? (rows as KeptFiling[]) : []
  } catch {
    return []
  }
}

export const kept = reactive({ filings: read() })

function write(): void {
  try {
    if (kept.filings.length) localStorage.setItem(KEPT, JSON.stringify(kept.filings))
    else localStorage.removeItem(KEPT)
  } catch {
    // A device that keeps nothing still shows the pages.
  }
}

export function isKept(filing: string): boolean {
  return kept.filings.some((k) => k.filing === filing)
}

export function keep(row: KeptFiling): void {
  kept.filings = [row, ...kept.filings.filter((k) => k.filing !== row.filing)].slice(0, MOST)
  write()
}

export function forget(filing: string): void {
  kept.filings = kept.filings.filter((k) => k.filing !== filing)
  write()
}
