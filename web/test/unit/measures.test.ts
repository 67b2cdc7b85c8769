import { describe, expect, it } from 'vitest'
import { toldState, stagesOf, type Track } from '../../src/faces/citizen/follow/track'
import { answersOf, emptyApplication, firstGap, typedOf } from '../../src/faces/window/application'
import { contentGaps } from '../../src/faces/window/gaps'
import { cm2Of, squareMetres, tableOf } from '../../src/faces/window/measures'
import type { Ask, Scene } from '../../src/faces/window/types'

const ask = (id: string, kind: Ask['kind']) =>
  ({ id, kind, required: true, when: null, choices: [], name_zh: id }) as unknown as Ask
const scene = {
  people: [],
  papers: [],
  steps: [],
  asks: [ask('area_cm2', 'i64'), ask('usage', 'text'), ask('floors', 'i64')],
  event: { target: 'mortgage' },
} as unknown as Scene

describe('measures of people and of the service', () => {
  it('reads square metres to the square centimetre, and nothing else', () => {
    expect(cm2Of('95.5')).toBe(955000)
    expect(cm2Of(' 1,200 ㎡')).toBe(12000000)
    expect(cm2Of('８９')).toBe(890000)
    expect(cm2Of('0.0001')).toBe(1)
    expect(cm2Of('95.12345')).toBeNull()
    expect(cm2Of('-1')).toBeNull()
  })

  it('types back what it read, and loses nothing finer', () => {
    expect(squareMetres(955000)).toBe('95.50')
    expect(squareMetres(12345678)).toBe('1234.5678')
    for (const cm2 of [1, 955000, 12345678]) expect(cm2Of(squareMetres(cm2))).toBe(cm2)
  })

  it('sends square centimetres, and what cannot be read as it was typed', () => {
    const app = emptyApplication(scene)
    app.answers = { area_cm2: '95.5', usage: '11', floors: '6' }
    expect(answersOf(scene, app)).toEqual({ area_cm2: 955000, usage: '11', floors: 6 })
    app.answers.area_cm2 = 'much'
    expect(answersOf(scene, app).area_cm2).toBe('much')
    expect(typedOf(scene.asks[0]!, '955000')).toBe('95.50')
  })

  it('knows of which table a code is', () => {
    expect(tableOf(ask('land_kind', 'text'))).toBe('land')
    expect(tableOf(ask('location', 'text'))).toBeUndefined()
  })
})

describe('the right that a matter is about', () => {
  it('is asked for once the unit is known', () => {
    const app = emptyApplication(scene)
    expect(firstGap(scene, app)).toBe('unit')
    app.unit = '640104001001GB00001F00010001'
    expect(firstGap(scene, app)).toBe('target')
    expect(contentGaps(scene, app)[0]!.field).toBe('target')
    app.target = 'a right'
    expect(contentGaps(scene, app).map((f) => f.field)).not.toContain('target')
  })
})

describe('a filing that is announced', () => {
  const step = (kind: string, state: string) => ({ step: kind, kind, state, done_ms: 0 })
  const track = (held: boolean) =>
    ({
      state: 'accepted',
      held,
      now: [],
      steps: [step('accept', 'done'), step('announce', 'running'), step('pay', 'waiting')],
    }) as unknown as Track

  it('says so, and that it is on hold', () => {
    expect(toldState(track(false))).toBe('announcing')
    expect(toldState(track(true))).toBe('held')
  })

  it('has a stage of its own', () => {
    expect(stagesOf(track(false)).map((s) => s.id)).toEqual(['accept', 'announce', 'money'])
  })
})
