// The pool's order, the register before and after, and what a decision must say.
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/api/client'
import { bookLines, doings, type Preview } from '../../src/faces/review/book'
import { bodyOf, missingOf, noAnswers, passable } from '../../src/faces/review/decision'
import { countsOf, nextOf, shownOf, type Row, type Wanted } from '../../src/faces/review/pool'

const NOW = 1000
const row = (task: string, more: Partial<Row>): Row =>
  ({
    task,
    filing: `F${task}`,
    role: 'reviewer-tax',
    state: 'open',
    officer: '',
    due_ms: NOW + 1,
    scene: 'sale',
    location: '示范路1号',
    unit: 'U',
    parties: [{ name: '张示范' }],
    ...more,
  }) as Row
const all: Wanted = { which: 'all', role: '', scene: '', words: '' }

describe('the pool', () => {
  const rows = [
    row('b', { due_ms: NOW + 9 }),
    row('a', { due_ms: NOW - 9 }),
    row('c', { state: 'claimed', officer: 'me', due_ms: NOW + 99 }),
    row('d', { role: 'clerk' }),
    row('e', { state: 'claimed', officer: 'other' }),
    row('f', { role: 'reviewer-housing', due_ms: 1 }),
  ]

  it('puts first what is due first, and leaves other desks their tasks', () => {
    expect(shownOf(rows, all, 'me', NOW).map((r) => r.task)).toEqual(['f', 'a', 'e', 'b', 'c'])
  })

  it('is filtered', () => {
    const of = (more: Partial<Wanted>) =>
      shownOf(rows, { ...all, ...more }, 'me', NOW).map((r) => r.task)
    expect(of({ which: 'late' })).toEqual(['f', 'a'])
    expect(of({ which: 'mine' })).toEqual(['c'])
    expect(of({ which: 'open', role: 'reviewer-tax' })).toEqual(['a', 'b'])
    expect(of({ words: '示范 fb' })).toEqual(['b'])
    expect(of({ scene: 'other' })).toEqual([])
  })

  it('counts', () => {
    expect(countsOf(rows, 'me', NOW)).toEqual({ open: 3, mine: 1, late: 2 })
  })

  it('goes on with what is claimed, then takes what is due first of the own roles', () => {
    expect(nextOf(rows, 'me', ['reviewer-tax'])?.task).toBe('c')
    expect(nextOf(rows, 'new', ['reviewer-tax'])?.task).toBe('a')
    expect(nextOf(rows, 'new', ['reviewer-registry'])).toBeUndefined()
  })
})

describe('the register before and after', () => {
  const right = (id: string, kind = 'ownership') => ({ right: id, kind })
  const change = (id: string, what: string, kind = 'ownership') => ({
    right: id,
    kind,
    change: what,
    zh: what,
    en: what,
  })
  const preview = (before: unknown[], after: unknown[], changes: unknown[]) =>
    ({ before: { rights: before }, after: { rights: after }, changes }) as unknown as Preview

  it('sets the right that ends beside the one that begins', () => {
    const sale = preview(
      [right('old'), right('debt', 'mortgage')],
      [right('debt', 'mortgage'), right('')],
      [change('', 'created'), change('debt', 'kept', 'mortgage'), change('old', 'ended')],
    )
    const lines = bookLines(sale)
    expect(lines.map((l) => l.changes.map((c) => c.change).join('+'))).toEqual([
      'ended+created',
      'kept',
    ])
    expect(lines[0]!.before?.right).toBe('old')
    expect(lines[0]!.after?.right).toBe('')
    expect(doings(sale).map((c) => c.change)).toEqual(['ended', 'created'])
  })

  it('leaves a side empty where nothing stands on it', () => {
    const made = preview([], [right('', 'mortgage')], [change('', 'created', 'mortgage')])
    expect(bookLines(made)[0]!.before).toBeUndefined()
    const gone = preview([right('m', 'mortgage')], [], [change('m', 'ended', 'mortgage')])
    expect(bookLines(gone)[0]!.after).toBeUndefined()
  })
})

describe('a decision', () => {
  const finding = (rule: string, severity: string): Finding => ({
    rule,
    severity,
    field: '',
    detail: '',
    text: '',
    law: '',
    remedy: '',
  })
  const findings = [finding('A', 'reason'), finding('A', 'reason'), finding('B', 'stop')]

  it('needs a kind of reason and its words unless it approves', () => {
    expect(missingOf('refuse', noAnswers(), []).map((m) => m.field)).toEqual(['code', 'reason'])
    expect(missingOf('approve', noAnswers(), [])).toEqual([])
  })

  it('answers each finding that it passes, once for each rule', () => {
    expect(passable(findings)).toHaveLength(1)
    expect(missingOf('approve', noAnswers(), findings).map((m) => m.field)).toEqual(['pass-A'])
    const answers = { ...noAnswers(), passing: { A: { code: 'proven', words: ' 已核实 ' } } }
    expect(bodyOf('approve', answers, findings)).toEqual({
      decision: 'approve',
      reasons: { A: { code: 'proven', words: '已核实' } },
    })
    expect(bodyOf('approve', noAnswers(), [])).toEqual({ decision: 'approve' })
  })

  it('sends nothing of an approval with a refusal', () => {
    const answers = {
      code: 'other',
      reason: ' 权属有争议 ',
      passing: { A: { code: 'proven', words: 'x' } },
    }
    expect(bodyOf('refuse', answers, findings)).toEqual({
      decision: 'refuse',
      code: 'other',
      reason: '权属有争议',
    })
  })
})
