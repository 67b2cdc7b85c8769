// A list that comes page by page: as many pages as the reader has opened are fetched anew together,
// so that a look at the newest never takes away what is being read.
import { useLoaded, type Loaded } from '../../app/load'

export interface Page<T> {
  rows: T[]
  next: string | null
}

export interface Paged<T> extends Loaded<{ rows: T[]; more: boolean }> {
  more(): Promise<void>
  fromStart(): Promise<void>
}

export function usePaged<T>(fetch: (from: string) => Promise<Page<T>>): Paged<T> {
  let pages = 1
  const loaded = useLoaded(async () => {
    const rows: T[] = []
    let from: string | null = ''
    for (let i = 0; i < pages && from !== null; i++) {
      const page: Page<T> = await fetch(from)
      rows.push(...page.rows)
      from = page.next
    }
    return { rows, more: from !== null }
  })
  return Object.assign(loaded, {
    more: () => {
      pages++
      return loaded.again()
    },
    fromStart: () => {
      pages = 1
      return loaded.again()
    },
  })
}
