import { describe, expect, it } from 'vitest'
import { lanesOf, rowsOf, type Entry, type History, type Right } from '../../src/faces/book/lanes'

const right = (id: string, kind: string, made: number, ended = 0, previous = '') =>
  ({ right: id, kind, entry_made: made, entry_ended: ended, previous }) as Right
const entry = (number: number) => ({ number }) as Entry
const sold = [
  right('a', 'ownership', 1, 3),
  right('m', 'mortgage', 2, 4),
  right('b', 'ownership', 3, 0, 'a'),
  right('n', 'mortgage', 5),
]
const history = { entries: [1, 2, 3, 4, 5].map(entry), rights: sold } as History

describe('the chain of title', () => {
  it('goes on in the lane of the right that it replaces', () => {
    const lanes = lanesOf(sold)
    expect(lanes.get('b')).toBe(lanes.get('a'))
    expect(lanes.get('m')).not.toBe(lanes.get('a'))
  })

  it('uses a lane again once it is free', () => {
    expect(lanesOf(sold).get('n')).toBe(lanesOf(sold).get('m'))
  })

  it('shows in each row what comes from above, what happens and what goes on', () => {
    const rows = rowsOf(history)
    expect(rows[0]!.cells[0]).toEqual({
      kind: 'ownership',
      above: false,
      below: true,
      begins: true,
      ends: false,
    })
    expect(rows[0]!.cells[1]).toBeNull()
    expect(rows[2]!.cells[0]).toMatchObject({ above: true, below: true, begins: true, ends: true })
    expect(rows[3]!.cells[1]).toMatchObject({
      above: true,
      below: false,
      begins: false,
      ends: true,
    })
    expect(rows[4]!.begun.map((r) => r.right)).toEqual(['n'])
  })
})
