// The register before and after, right by right: what ends, what begins, what stays.
import type { Schemas } from '../../api/client'

export type Preview = Schemas['filing_preview_out']
/** One unit before and after. */
export type Book = Pick<Preview, 'before' | 'after' | 'changes'>
export type View = Schemas['registry_view_out']
export type Change = Schemas['registry_change_out']

/** One row of the two columns: a right that goes stands beside the one of its kind that comes. */
export interface BookLine {
  changes: Change[]
  before: View | undefined
  after: View | undefined
}

const ORDER: Record<Change['change'], number> = { ended: 0, created: 1, changed: 2, kept: 3 }
const find = (rights: readonly View[], id: string) => rights.find((r) => r.right === id)

/** A right that the entry will make has no id yet: such rights are taken in their order. */
export function bookLines(preview: Book): BookLine[] {
  const fresh = preview.after.rights.filter((r) => r.right === '')
  const changes = [...preview.changes].sort((a, b) => ORDER[a.change] - ORDER[b.change])
  const lines: BookLine[] = []
  for (const change of changes) {
    const before = change.right ? find(preview.before.rights, change.right) : undefined
    if (change.change === 'ended') {
      lines.push({ changes: [change], before, after: undefined })
      continue
    }
    const after = change.right ? find(preview.after.rights, change.right) : fresh.shift()
    const gone = lines.find((l) => !l.after && l.changes[0]!.kind === change.kind)
    if (change.change === 'created' && gone) {
      gone.changes.push(change)
      gone.after = after
    } else lines.push({ changes: [change], before, after })
  }
  return lines
}

/** What the entry does, without what stays. */
export function doings(preview: Book): Change[] {
  return preview.changes
    .filter((c) => c.change !== 'kept')
    .sort((a, b) => ORDER[a.change] - ORDER[b.change])
}
