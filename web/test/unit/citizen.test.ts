// What citizens have in hand, how a filing stands for them, and what a certificate turned out to be.
import { describe, expect, it } from 'vitest'
import { costsOf, examplesOf, type Rates } from '../../src/faces/citizen/guide/rates'
import {
  certificateOf,
  codeOf,
  filingOf,
  followKeyOf,
  inHand,
  matching,
} from '../../src/faces/citizen/numbers'
import {
  sixOf,
  stagesOf,
  toldState,
  toneOf,
  type Track,
} from '../../src/faces/citizen/follow/track'
import {
  channelOf,
  isBad,
  reasonsOf,
  saidReasons,
  type RatingWords,
} from '../../src/faces/citizen/follow/rate'
import { proofCodeOf, regionOf, resultOfCode, tokenOf } from '../../src/faces/check/verdict'

const FILING = '6401046APE1S2F2KFHGGBM'

describe('numbers', () => {
  it('reads a filing as people copy it', () => {
    expect(filingOf(' 6401 046a pe1s 2f2k fhgg bm ')).toBe(FILING)
    expect(filingOf('64O1O46APEIS2F2KFHGGBM')).toBe(FILING)
    expect(filingOf('6401046APE1S2F2KFHGGB')).toBe('')
    expect(filingOf('二手房')).toBe('')
  })

  it('reads a code, and a notice by its address or as two words', () => {
    expect(codeOf('6EFA 4349')).toBe('6efa4349')
    expect(codeOf('xyz')).toBe('')
    const key = { filing: FILING, code: '6efa4349' }
    expect(followKeyOf(`https://a.example/follow/${FILING}?x=1&code=6efa4349#top`)).toEqual(key)
    expect(followKeyOf(`${FILING} 6efa4349`)).toEqual(key)
    expect(followKeyOf('https://a.example/')).toBeNull()
  })

  it('tells a certificate from words', () => {
    expect(certificateOf('宁（2026）银川市不动产权第 0000003 号')).toBe(
      '宁(2026)银川市不动产权第0000003号',
    )
    expect(inHand('抵押').kind).toBe('words')
    expect(inHand(FILING).kind).toBe('filing')
  })

  it('finds matters by any of their characters', () => {
    const sale = {
      name_zh: '二手房转移登记',
      name_en: 'Transfer of a home',
      about_zh: '房屋买卖后',
    }
    const debt = { name_zh: '抵押权首次登记', name_en: 'Mortgage' }
    expect(matching([sale, debt], '买房')).toEqual([sale])
    expect(matching([sale, debt], 'MORT')).toEqual([debt])
    expect(matching([sale, debt], ' ')).toHaveLength(2)
  })
})

function step(kind: string, state: string, doneMs = 0) {
  return { step: kind, kind, state, done_ms: doneMs, name_zh: kind, name_en: kind }
}

function track(state: string, steps: ReturnType<typeof step>[]): Track {
  return { state, steps, now: [] } as unknown as Track
}

describe('a filing as its applicant sees it', () => {
  it('has a few stages, and leaves out what is skipped', () => {
    const stages = stagesOf(
      track('accepted', [
        step('accept', 'done', 5),
        step('share', 'done'),
        step('review', 'running'),
        step('pay', 'waiting'),
        step('deliver', 'skipped'),
      ]),
    )
    expect(stages.map((s) => `${s.id} ${s.state}`)).toEqual([
      'accept done',
      'look running',
      'money waiting',
    ])
    expect(stages[0]!.doneMs).toBe(5)
  })

  it('is not under way any more once it has ended', () => {
    const steps = [step('accept', 'done'), step('review', 'running'), step('record', 'waiting')]
    expect(stagesOf(track('refused', steps)).map((s) => s.state)).toEqual([
      'done',
      'stopped',
      'never',
    ])
  })

  it('says what the applicant has to do', () => {
    expect(toldState(track('accepted', [step('pay', 'running')]))).toBe('paying')
    expect(toldState(track('recorded', [step('issue', 'running')]))).toBe('collecting')
    expect(toldState(track('recorded', [step('issue', 'done')]))).toBe('recorded')
    expect(toneOf('refused')).toBe('grave')
  })

  it('takes six characters, an x as X', () => {
    expect(sixOf(' 04002x ')).toBe('04002X')
    expect(sixOf('12345')).toBe('')
  })
})

describe('verification', () => {
  const regions = [
    { region: '640104', certificate_name: '银川市' },
    { region: '640105', certificate_name: '银川市西夏区' },
  ]

  it('knows the registry by the number, the longer name first', () => {
    expect(regionOf('宁（2026）银川市西夏区不动产权第0000001号', regions)).toBe('640105')
    expect(regionOf('宁（2026）银川市不动产权第0000001号', regions)).toBe('640104')
    expect(regionOf('京（2026）海淀区不动产权第0000001号', regions)).toBe('')
  })

  it('repeats nothing that a forged code says', () => {
    const code = { verdict: 'forged', as_of_ms: 1, number: 'N', holders: ['H'], how: [] }
    const result = resultOfCode(code as unknown as Parameters<typeof resultOfCode>[0])
    expect([result.number, result.holders]).toEqual(['', []])
  })

  it('takes a code out of an address', () => {
    expect(tokenOf(' https://a.example/check?token=ab%2Bc ')).toBe('ab+c')
    expect(tokenOf('abc')).toBe('abc')
  })

  it('knows the code of a proof of a query, as printed, typed or in an address', () => {
    const code = 'YQ640104' + '0123456789abcdef'.repeat(2)
    expect(proofCodeOf(code)).toBe(code)
    expect(proofCodeOf(' yq640104 01234567 89abcdef-01234567 89ABCDEF ')).toBe(
      'yq6401040123456789abcdef0123456789ABCDEF',
    )
    expect(proofCodeOf(`https://a.example/check#${code}`)).toBe(code)
    expect(proofCodeOf(code.slice(0, -1))).toBe('')
    expect(proofCodeOf(code + '0')).toBe('')
    expect(proofCodeOf('YC1.abc')).toBe('')
  })
})

describe('what it costs', () => {
  const rule = { kind_zh: '', kind_en: '', state: 'in_force', active: true, law: 'L', matters: [] }
  const rates = {
    rules: [
      { ...rule, group: 'tax', kind: 'deed_tax', payer: 'buyer', rate: '1%', fee: null },
      { ...rule, group: 'tax', kind: 'deed_tax', payer: 'buyer', rate: '3%', fee: null },
      { ...rule, group: 'tax', kind: 'vat', payer: 'seller', rate: '5%', fee: null, state: 'past' },
      {
        ...rule,
        group: 'fee',
        kind: 'fee',
        payer: 'holder',
        rate: null,
        fee: '80.00',
        matters: ['transfer'],
      },
      {
        ...rule,
        group: 'fee',
        kind: 'fee',
        payer: 'mortgagee',
        rate: null,
        fee: '10',
        matters: ['mortgage'],
      },
    ],
    examples: [{ lines: [{ payer: 'buyer' }] }, { lines: [{ payer: 'mortgagee' }] }],
  } as unknown as Rates

  it('spans the rates that hold today', () => {
    expect(costsOf(rates, 'sale').map((c) => `${c.kind} ${c.span}`)).toEqual([
      'deed_tax 1%–3%',
      'fee 80',
    ])
    expect(costsOf(rates, 'mortgage').map((c) => c.payer)).toEqual(['mortgagee'])
    expect(costsOf(rates, 'none')).toEqual([])
  })

  it('shows the examples of its own kind', () => {
    expect(examplesOf(rates, 'sale')).toHaveLength(1)
    expect(examplesOf(rates, 'none')).toEqual([])
  })
})

describe('a rating', () => {
  const words: RatingWords = {
    levels: [
      { level: 5, bad: false, zh: '非常满意', en: 'very satisfied' },
      { level: 1, bad: true, zh: '非常不满意', en: 'very dissatisfied' },
    ],
    reasons: [
      { reason: 'slow', code: '1', levels: '1 2', zh: '办理时间长', en: 'it took long' },
      { reason: 'guide', code: '', levels: '3 4 5', zh: '指南精确度', en: 'exact guides' },
    ],
    channels: [
      { id: 'web', code: '1', zh: '网站', en: 'website' },
      { id: 'mobile', code: '2', zh: '移动端', en: 'phone' },
      { id: 'sms', code: '6', zh: '短信', en: 'message' },
    ],
    outcomes: [],
    states: [],
  }

  it('offers the reasons of its level', () => {
    expect(reasonsOf(words, 1).map((r) => r.reason)).toEqual(['slow'])
    expect(reasonsOf(words, 5).map((r) => r.reason)).toEqual(['guide'])
    expect(reasonsOf(words, 0)).toEqual([])
    expect(isBad(words, 1)).toBe(true)
    expect(isBad(words, 5)).toBe(false)
    expect(saidReasons(words, 'slow', 'en')).toEqual(['it took long'])
    expect(saidReasons(words, '', 'zh')).toEqual([])
  })

  it('says by which way it came: the link, or the screen', () => {
    expect(channelOf(words, 'sms', false)).toBe('sms')
    expect(channelOf(words, 'pigeon', true)).toBe('mobile')
    expect(channelOf(words, undefined, false)).toBe('web')
  })
})
