// Typed reasons, the list of rules, how often they spoke, and locks.
import { describe, expect, it } from 'vitest'
import {
  isGiven,
  passingOf,
  sentOf,
  unpassed,
  wantsWords,
  type Passings,
} from '../../src/app/passing'
import { byRule, type Count } from '../../src/faces/rule/counts'
import {
  actOf,
  bodyOf,
  historyOf,
  missingOf,
  noAsked,
  spaced,
  type Lock,
} from '../../src/faces/rule/locks'
import {
  rightsOf,
  rulesFor,
  shownOf,
  stateOf,
  type Rule,
  type Scope,
} from '../../src/faces/rule/rules'

describe('a reason for passing', () => {
  it('needs a code, and words where the code says nothing', () => {
    expect(isGiven(undefined)).toBe(false)
    expect(isGiven({ code: '', words: '已核实' })).toBe(false)
    expect(isGiven({ code: 'agreed', words: '' })).toBe(true)
    expect(isGiven({ code: 'other', words: ' ' })).toBe(false)
    expect(wantsWords({ code: 'other', words: ' ' })).toBe(true)
    expect(isGiven({ code: 'other', words: '银行来电' })).toBe(true)
  })

  it('is sent with the words of its code where there are none of one’s own', () => {
    const given: Passings = {
      A: { code: 'agreed', words: '' },
      B: { code: 'other', words: ' 银行来电 ' },
      C: { code: 'other', words: '' },
      D: { code: '', words: 'x' },
    }
    expect(sentOf(given, (code) => `名称 ${code}`)).toEqual({
      A: { code: 'agreed', words: '名称 agreed' },
      B: { code: 'other', words: '银行来电' },
    })
  })

  it('is not asked again once an officer has passed it', () => {
    const findings = [
      { rule: 'A', severity: 'reason' },
      { rule: 'B', severity: 'reason' },
      { rule: 'C', severity: 'stop' },
    ]
    const left = unpassed(findings, [{ rule: 'A' }, { rule: 'C' }])
    expect(left.map((f) => f.rule)).toEqual(['B', 'C'])
  })

  it('is made where there is none, and kept where there is one', () => {
    const given: Passings = {}
    passingOf(given, 'A').code = 'agreed'
    expect(passingOf(given, 'A')).toEqual({ code: 'agreed', words: '' })
  })
})

const scope = (more: Partial<Scope>): Scope => ({
  right: '',
  effect: '',
  sort: '',
  basis: '',
  scene: '',
  cause: '',
  ...more,
})

function rule(id: string, more: Partial<Rule>): Rule {
  return {
    rule: id,
    severity: 'stop',
    moments: 'draft acceptance review record',
    active: true,
    state: 'in_force',
    applies: [],
    unless: [],
    zh: '不动产已被查封',
    en: 'The property is seized',
    law: '民法典 406',
    remedy_zh: '',
    remedy_en: '',
    ...more,
  } as Rule
}

describe('the list of rules', () => {
  const all = { words: '', moment: '', severity: '', right: '', state: '' }
  const rules = [
    rule('A', { applies: [scope({ right: 'ownership land-use', effect: 'transfer' })] }),
    rule('B', { severity: 'inform', moments: 'record', state: 'past' }),
    rule('C', { active: false, en: 'The home is mortgaged' }),
  ]
  const ids = (found: Rule[]) => found.map((r) => r.rule).join('')

  it('is looked through by words, moment, weight, right and state', () => {
    expect(ids(shownOf(rules, all))).toBe('ABC')
    expect(ids(shownOf(rules, { ...all, words: 'mortgaged 406' }))).toBe('C')
    expect(ids(shownOf(rules, { ...all, moment: 'draft' }))).toBe('AC')
    expect(ids(shownOf(rules, { ...all, severity: 'inform' }))).toBe('B')
    expect(ids(shownOf(rules, { ...all, right: 'mortgage' }))).toBe('BC')
    expect(ids(shownOf(rules, { ...all, state: 'in_force' }))).toBe('A')
    expect(rules.map(stateOf)).toEqual(['in_force', 'past', 'off'])
  })

  it('knows which of them a matter is checked by, what stops first', () => {
    const sale = {
      scene: 'resale-transfer',
      event: {
        basis: 'application',
        entries: [{ right: 'ownership', effect: 'transfer', sort: '' }],
      },
    }
    const book = [
      rule('HINT', { severity: 'inform' }),
      rule('SALE', { applies: [scope({ right: 'ownership', effect: 'transfer' })] }),
      rule('MORTGAGE', { applies: [scope({ right: 'mortgage' })] }),
      rule('ORDER', { applies: [scope({ basis: 'order' })] }),
      rule('NOT_SALE', { unless: [scope({ effect: 'transfer' })] }),
      rule('INHERITED', { unless: [scope({ effect: 'transfer', cause: 'inheritance' })] }),
      rule('ENTRY', { moments: 'record' }),
      rule('COMING', { state: 'coming' }),
    ]
    expect(rulesFor(book, sale).map((r) => r.rule)).toEqual(['SALE', 'INHERITED', 'HINT'])
  })

  it('takes a family for each of its kinds', () => {
    const rules = [
      rule('TITLE', { applies: [scope({ right: 'title' })] }),
      rule('FOREST', { applies: [scope({ right: 'forest' })] }),
      rule('BURDEN', { applies: [scope({ right: 'burden' })] }),
      rule('NOT_FOREST', { unless: [scope({ right: 'forest' })] }),
      rule('NO_TITLE', { unless: [scope({ right: 'title' })] }),
    ]
    const said = (right: string) =>
      rulesFor(rules, {
        scene: 'correction',
        event: { basis: 'application', entries: [{ right, effect: 'correct', sort: '' }] },
      }).map((r) => r.rule)
    expect(said('title')).toEqual(['TITLE', 'FOREST', 'NOT_FOREST'])
    expect(said('forest')).toEqual(['TITLE', 'FOREST'])
    expect(said('easement')).toEqual(['BURDEN', 'NOT_FOREST', 'NO_TITLE'])
    expect(ids(shownOf(rules, { ...all, right: 'homestead' }))).toBe('TITLENOT_FORESTNO_TITLE')
    expect(rightsOf(rules)).toHaveLength(14)
    expect(rightsOf(rules)).not.toContain('title')
  })
})

it('counts are put together for each rule, what was passed most first', () => {
  const row = (
    of: string,
    outcome: Count['outcome'],
    filings: number,
    code = '',
    officer = '',
  ) => ({
    rule: of,
    outcome,
    code,
    officer,
    hits: filings,
    filings,
  })
  const rows = byRule([
    row('A', 'shown', 9),
    row('B', 'passed', 1, 'agreed', 'clerk-1'),
    row('B', 'passed', 2, 'proven', 'clerk-1'),
    row('B', 'passed', 3, 'proven', 'clerk-2'),
    row('B', 'shown', 4),
  ])
  expect(rows.map((r) => r.rule)).toEqual(['B', 'A'])
  expect(rows[0]).toEqual({
    rule: 'B',
    outcomes: { shown: 4, passed: 6, stopped: 0 },
    codes: [
      { key: 'proven', filings: 5 },
      { key: 'agreed', filings: 1 },
    ],
    officers: [
      { key: 'clerk-1', filings: 3 },
      { key: 'clerk-2', filings: 3 },
    ],
  })
})

describe('a lock', () => {
  const lock = (more: Partial<Lock>) =>
    ({
      state: 'proposed',
      proposed_by: 'a',
      proposed_ms: 1,
      confirmed_ms: 0,
      release_by: '',
      release_ms: 0,
      released_ms: 0,
      reason: '权属待查',
      ...more,
    }) as Lock

  it('wants two officers, of itself and of its release', () => {
    expect(actOf(lock({}), 'a')).toBe('second')
    expect(actOf(lock({}), 'b')).toBe('confirm')
    expect(actOf(lock({ state: 'live' }), 'a')).toBe('release')
    expect(actOf(lock({ state: 'releasing', release_by: 'b' }), 'b')).toBe('second')
    expect(actOf(lock({ state: 'releasing', release_by: 'b' }), 'a')).toBe('confirm')
    expect(actOf(lock({ state: 'released' }), 'b')).toBe('')
  })

  it('shows a unit as the standard groups it', () => {
    expect(spaced('640104001001GB00001F00010001')).toBe('640104 001001 GB00001 F00010001')
    expect(spaced('640104001001GB00001')).toBe('640104 001001 GB00001')
  })

  it('tells what has happened to it', () => {
    const all = historyOf(lock({ confirmed_ms: 2, release_ms: 3, release_reason: '已查明' }))
    expect(all.map((m) => m.key)).toEqual(['asked', 'confirmed', 'releaseAsked'])
    expect(all[2]!.why).toBe('已查明')
  })

  it('is asked for with everything that it wants', () => {
    expect(missingOf(noAsked())).toEqual(['unit', 'reason'])
    const asked = {
      unit: '640104 001001 GB00001 F00010001',
      what: 'certificate' as const,
      certificate: '',
      reason: ' 证书被冒领 ',
    }
    expect(missingOf(asked)).toEqual(['certificate'])
    expect(bodyOf({ ...asked, what: 'unit' })).toEqual({
      unit: '640104001001GB00001F00010001',
      what: 'unit',
      reason: '证书被冒领',
    })
    expect(bodyOf({ ...asked, certificate: ' 宁1 ' })).toMatchObject({ certificate: '宁1' })
  })
})
