// The window's own rules: what was typed, what is sent of it, where findings stand, what facts say.
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/api/client'
import * as application from '../../src/faces/window/application'
import { isoDay } from '../../src/faces/window/dates'
import { emptyFact, factBody, readFact } from '../../src/faces/window/facts'
import { contentGaps, formGaps, placed } from '../../src/faces/window/gaps'
import { layIn, type Drawn } from '../../src/faces/window/prefill'
import { comesNext } from '../../src/faces/window/progress'
import { recognise, tidy } from '../../src/faces/window/recognise'
import { keysOf } from '../../src/faces/window/scene'
import { standing, wrongOf } from '../../src/faces/window/submission'
import type { Scene } from '../../src/faces/window/types'
import '../../src/faces/window/text'

const UNIT = '640104001001GB00001F00010001'
const ask = (id: string, kind: string, more: object = {}) => ({
  id,
  kind,
  name_zh: id,
  name_en: id,
  why_zh: '',
  why_en: '',
  required: true,
  min: 0,
  max: 0,
  when: null,
  choices: [],
  ...more,
})
const paper = (id: string, name_zh: string, more: object = {}) => ({
  id,
  name_zh,
  name_en: id,
  required: true,
  share: null,
  receives: [],
  ...more,
})
const scene = {
  scene: 'sale',
  people: [
    {
      id: 'seller',
      name_zh: '出卖人',
      name_en: 'Seller',
      min: 1,
      max: 20,
      kinds: [{ id: 'person' }, { id: 'organisation' }],
      shares: false,
    },
    {
      id: 'buyer',
      name_zh: '买受人',
      name_en: 'Buyer',
      min: 1,
      max: 20,
      kinds: [{ id: 'person' }],
      shares: true,
    },
  ],
  asks: [
    ask('contract_number', 'text'),
    ask('price_fen', 'money'),
    ask('residential', 'boolean'),
    ask('begins', 'date', { required: false }),
    ask('delivery', 'choice', { choices: [{ id: 'window' }, { id: 'post' }] }),
    ask('address', 'text', { when: { ask: 'delivery', is: 'post' } }),
  ],
  papers: [
    paper('request-form', '不动产登记申请书和询问记录（签名）'),
    paper('title-certificate', '不动产权证书'),
    paper('identity', '身份证明', { share: 'share-identity' }),
    paper('consent', '同意书', { required: false }),
  ],
  event: { target: null },
  prefill: [
    { by: 'contract_number', by_zh: '合同号', by_en: 'contract' },
    { by: 'unit', by_zh: '单元号', by_en: 'unit' },
    { by: 'unit', by_zh: '单元号', by_en: 'unit' },
  ],
} as unknown as Scene

function filledIn(): application.Application {
  const app = application.emptyApplication(scene)
  app.unit = UNIT
  Object.assign(app.parties[0]!, { name: '张示范', document_number: '64010119050304001x' })
  Object.assign(app.parties[1]!, {
    name: '李示范',
    document_number: '640101190503040022',
    share: '１/２',
  })
  Object.assign(app.answers, {
    contract_number: ' HT-1 ',
    price_fen: '800,000',
    residential: 'false',
  })
  return app
}

describe('what is typed at the desk', () => {
  it.each([
    ['6401 04001001 GB00001 F00010001', 'unit', UNIT],
    ['6401046apecttE5W37K485', 'filing', '6401046APECTTE5W37K485'],
    [
      '宁(2026)银川市不动产证明第0000001号',
      'proof_number',
      '宁（2026）银川市不动产证明第0000001号',
    ],
    [
      '宁（２０２６）银川市不动产权第 0000001 号',
      'certificate_number',
      '宁（2026）银川市不动产权第0000001号',
    ],
    ['64010119050304001x', 'document_number', '64010119050304001X'],
    ['91640100MA00000155', 'document_number', '91640100MA00000155'],
    [' HT-2026-1 ', 'contract_number', 'HT-2026-1'],
  ])('%s is a %s', (text, kind, value) => {
    expect(recognise(text)).toEqual({ kind, value })
  })

  it('is nothing when nothing is there', () => {
    expect(recognise('  ')).toBeNull()
    expect(tidy('ＡＢ　１')).toBe('AB1')
  })
})

describe('an application', () => {
  it('begins with as many parties as the scene asks for, and this channel', () => {
    const app = application.emptyApplication(scene)
    expect(app.parties.map((p) => p.role)).toEqual(['seller', 'buyer'])
    expect(app.answers).toEqual({ delivery: 'window' })
    expect(keysOf(scene).map((k) => k.id)).toEqual(['contract_number', 'unit'])
  })

  it('is sent as the service reads it', () => {
    const body = application.bodyOf(scene, filledIn(), true)
    expect(body.answers).toEqual({
      contract_number: 'HT-1',
      price_fen: 80000000,
      residential: false,
      delivery: 'window',
    })
    expect(body.parties.map((p) => [p.document_number, p.share])).toEqual([
      ['64010119050304001X', undefined],
      ['640101190503040022', '1/2'],
    ])
    expect(body).not.toHaveProperty('target')
    expect(body).not.toHaveProperty('reasons')
  })

  it('leaves out what is not asked, and sends what it cannot read as it is', () => {
    const app = filledIn()
    Object.assign(app.answers, { address: '某处', price_fen: '八十万', begins: '2026年3月1日' })
    const answers = application.answersOf(scene, app)
    expect(answers).not.toHaveProperty('address')
    expect(answers.price_fen).toBe('八十万')
    expect(answers.begins).toBe('2026-03-01')
  })

  it('knows the control that a finding speaks of', () => {
    const app = filledIn()
    application.newParty(app, scene.people[1]!)
    app.parties = app.parties.filter((p) => p.role !== 'seller')
    expect(application.controlOf(app, 'parties[1].document_number')).toBe('party-2-document_number')
    expect(application.controlOf(app, 'parties[7]')).toBeUndefined()
    expect(application.controlOf(app, 'answers.price_fen')).toBe('answer-price_fen')
    expect(application.controlOf(app, 'papers.identity')).toBe('paper-identity')
    expect(application.controlOf(app, 'papers[0].hash')).toBe('papers-head')
    expect(application.controlOf(app, 'target')).toBe('target')
  })

  it('puts files where they belong', () => {
    const files = [{ name: 'x.pdf' }, { name: '不动产权证书.png' }, { name: 'y.png' }]
    const app = application.emptyApplication(scene)
    expect(application.sortFiles(files, application.papersHere(scene), app)).toEqual([
      'request-form',
      'title-certificate',
      undefined,
    ])
  })

  it('leads to the first thing that is missing', () => {
    const app = application.emptyApplication(scene)
    expect(application.firstGap(scene, app)).toBe('unit')
    const full = filledIn()
    expect(application.firstGap(scene, full)).toBe('papers-all')
    full.papers['request-form'] = [{ hash: 'h', name: 'f', source: 'scanned' }]
    expect(application.firstGap(scene, full)).toBe('paper-title-certificate')
    full.papers['title-certificate'] = [{ hash: 'h', name: 'f', source: 'scanned' }]
    expect(application.firstGap(scene, full)).toBeUndefined()
  })
})

describe('what was fetched', () => {
  const drawn = {
    unit: UNIT,
    target: '',
    answers: { price_fen: 80000000, residential: true },
    parties: [
      {
        role: 'buyer',
        kind: '',
        name: '李示范',
        document_kind: '',
        document_number: '640101190503040022',
        share: '',
      },
    ],
    origins: [
      {
        field: 'answers.price_fen',
        source_zh: '住建',
        source_en: 'housing',
        at_ms: 1,
        reference: 'HT-1',
      },
      { field: 'parties[0]', source_zh: '住建', source_en: 'housing', at_ms: 1, reference: 'HT-1' },
    ],
    faults: [],
    choices: [],
  } as unknown as Drawn

  it('fills fields and people, keeps a known phone, and says where it came from', () => {
    const app = filledIn()
    app.parties[1]!.phone = '13900000002'
    layIn(scene, app, drawn)
    expect(app.answers.price_fen).toBe('800000.00')
    expect(app.answers.residential).toBe('true')
    const [buyer, seller] = app.parties
    expect(buyer).toMatchObject({
      role: 'buyer',
      kind: 'person',
      document_kind: 'id',
      phone: '13900000002',
    })
    expect(seller!.name).toBe('张示范')
    expect(Object.keys(app.origins)).toEqual(['answer-price_fen', `party-${buyer!.key}-name`])
  })
})

describe('findings', () => {
  const f = (rule: string, severity: string, field = ''): Finding => ({
    rule,
    severity,
    field,
    detail: '',
    text: rule,
    law: '',
    remedy: '',
  })

  it('stand in the way until a reason is given where one would do', () => {
    const all = [f('A', 'stop'), f('B', 'reason'), f('C', 'inform')]
    expect(standing(all, {}).map((x) => x.rule)).toEqual(['A', 'B'])
    expect(standing(all, { B: { code: 'proven', words: '' } }).map((x) => x.rule)).toEqual(['A'])
  })

  it('are told at their fields, several at one', () => {
    const wrong = wrongOf(filledIn(), [
      f('A', 'stop', 'unit'),
      f('B', 'stop', 'unit'),
      f('C', 'stop'),
    ])
    expect(wrong).toEqual({ unit: 'A；B' })
  })

  it('of the page itself name everything that is missing at once', () => {
    const app = application.emptyApplication(scene)
    expect(formGaps(scene, app).map((x) => x.field)).toEqual([
      'unit',
      'parties[0].name',
      'parties[0].document_number',
      'parties[1].name',
      'parties[1].document_number',
    ])
    expect(contentGaps(scene, app).map((x) => x.field)).toEqual([
      'answers.contract_number',
      'answers.price_fen',
      'answers.residential',
      'papers.request-form',
      'papers.title-certificate',
    ])
  })

  it('on the named parties stand where those stand among all', () => {
    const app = filledIn()
    app.parties[0]!.name = ''
    expect(placed([f('A', 'stop', 'parties[0].document_number')], app)[0]!.field).toBe(
      'parties[1].document_number',
    )
  })
})

describe('facts', () => {
  it('read as pairs, people first, empty things left out', () => {
    const pairs = readFact('identity', {
      persons: [{ match: true, document_number: '1', state: 'alive', extra: 'x' }],
    })
    expect(pairs.map((p) => [p.field.id, p.value, p.group])).toEqual([
      ['document_number', '1', 1],
      ['match', true, 1],
      ['state', 'alive', 1],
      ['extra', 'x', 1],
    ])
    expect(
      readFact('household', {
        persons: [{ document_number: '1', household_number: '', members: [] }],
      }),
    ).toHaveLength(1)
    expect(readFact('unheard-of', { a: 1 })[0]!.field.id).toBe('a')
  })

  it('are written from paper as the department would have said them', () => {
    const form = emptyFact('identity', [{ name: '张示范', document_number: '1' }])
    form.list[0]!.match = 'true'
    expect(factBody('identity', form, () => 0)).toEqual({
      persons: [{ document_number: '1', match: true, state: 'alive' }],
    })
    const contract = emptyFact('contract', [])
    Object.assign(contract.fields, { price_fen: '800000', area_cm2: '89', filed_on: '20260227' })
    expect(factBody('contract', contract, () => 80000000)).toMatchObject({
      price_fen: 80000000,
      area_cm2: 890000,
      filed_on: '2026-02-27',
      cancelled: false,
    })
    expect(factBody('holds', emptyFact('holds', []), () => 0)).toEqual({ holds: [] })
  })
})

it('reads a day however it is written', () => {
  for (const text of [
    '2026-03-01',
    '2026/3/1',
    '2026.3.1',
    '2026年3月1日',
    '20260301',
    '２０２６－３－１',
  ])
    expect(isoDay(text)).toBe('2026-03-01')
  expect(isoDay('明天')).toBe('明天')
})

it('knows which steps come next', () => {
  const step = (id: string, state: string, ...needs: string[]) => ({ step: id, state, needs })
  const steps = [
    step('a', 'done'),
    step('b', 'running', 'a'),
    step('c', 'waiting', 'b'),
    step('d', 'waiting', 'c'),
  ]
  expect(comesNext(steps).map((s) => s.step)).toEqual(['c'])
})
