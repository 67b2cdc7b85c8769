// Who is looking at a filing's papers: the end of a document number, asked once, in memory alone, and
// gone with the page.
import { reactive } from 'vue'

const known = reactive(new Map<string, string>())

export function holderOf(filing: string): string {
  return known.get(filing) ?? ''
}

export function rememberHolder(filing: string, holder: string): void {
  if (holder) known.set(filing, holder)
  else known.delete(filing)
}
