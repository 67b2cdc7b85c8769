// The chain of title as a picture: every right is a line from the entry that made it to the entry that
// ended it. A right that replaces another goes on in its lane, so that a title reads as one line.
import type { Schemas } from '../../api/client'

export type History = Schemas['registry_history_out']
export type Entry = Schemas['registry_history_entry_out']
export type Right = Schemas['registry_history_right_out']

/** What a lane shows in one row: whether a line comes from above, goes on below, and what happens. */
export interface Cell {
  kind: string
  above: boolean
  below: boolean
  begins: boolean
  ends: boolean
}

export interface Row {
  entry: Entry
  cells: (Cell | null)[]
  begun: Right[]
  ended: Right[]
}

const lasts = (r: Right, entry: number) =>
  r.entry_made <= entry && (r.entry_ended === 0 || entry <= r.entry_ended)

/** The lane of each right: its predecessor's, or the first that is free while it lasts. */
export function lanesOf(rights: readonly Right[]): Map<string, number> {
  const lanes = new Map<string, number>()
  for (const right of [...rights].sort((a, b) => a.entry_made - b.entry_made)) {
    const before = lanes.get(right.previous)
    if (right.previous && before !== undefined) {
      lanes.set(right.right, before)
      continue
    }
    const taken = new Set(
      rights
        .filter(
          (r) => lanes.has(r.right) && (r.entry_ended === 0 || r.entry_ended >= right.entry_made),
        )
        .map((r) => lanes.get(r.right)),
    )
    let lane = 0
    while (taken.has(lane)) lane += 1
    lanes.set(right.right, lane)
  }
  return lanes
}

function cellOf(rights: readonly Right[], entry: number): Cell | null {
  const here = rights.filter((r) => lasts(r, entry))
  if (here.length === 0) return null
  const begins = here.some((r) => r.entry_made === entry)
  const ends = here.some((r) => r.entry_ended === entry)
  return {
    kind: here[here.length - 1]!.kind,
    above: here.some((r) => r.entry_made < entry),
    below: here.some((r) => r.entry_ended === 0 || r.entry_ended > entry),
    begins,
    ends,
  }
}

export function rowsOf(history: History): Row[] {
  const lanes = lanesOf(history.rights)
  const width = Math.max(0, ...lanes.values()) + 1
  const inLane = Array.from({ length: width }, (_, lane) =>
    history.rights.filter((r) => lanes.get(r.right) === lane),
  )
  return history.entries.map((entry) => ({
    entry,
    cells: inLane.map((rights) => cellOf(rights, entry.number)),
    begun: history.rights.filter((r) => r.entry_made === entry.number),
    ended: history.rights.filter((r) => r.entry_ended === entry.number),
  }))
}
