// The small things that every page stands on.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { newKey, Problem } from '../../src/api/client'
import { useAction } from '../../src/app/action'
import { clearDrafts, useDraft } from '../../src/app/draft'
import { area, fenOf, grouped, money, moment, span } from '../../src/app/format'
import { lay, layersOf } from '../../src/app/graph'
import { look } from '../../src/app/look'

describe('money', () => {
  it('prints fen with all digits', () => {
    expect(money(0)).toBe('0.00')
    expect(money(5)).toBe('0.05')
    expect(money(123456789)).toBe('1,234,567.89')
    expect(money(-150)).toBe('-1.50')
  })

  it('reads what people type', () => {
    expect(fenOf('800000')).toBe(80000000)
    expect(fenOf('800,000.5')).toBe(80000050)
    expect(fenOf('８００．２５元')).toBe(80025)
    expect(fenOf('¥ 1 000')).toBe(100000)
    for (const wrong of ['', '1.234', '-5', '1e5', 'abc', '1.2.3', '.5'])
      expect(fenOf(wrong)).toBeNull()
  })

  it('reads what it has printed', () => {
    for (const fen of [0, 1, 99, 100, 123456, 99999999999]) expect(fenOf(money(fen))).toBe(fen)
  })
})

describe('format', () => {
  it('says moments on the city’s clock', () => {
    look.language = 'zh'
    expect(moment(Date.UTC(2026, 2, 2, 1, 0))).toContain('09:00')
    expect(moment(0)).toBe('—')
  })

  it('says spans in the largest unit', () => {
    expect(span(59_000)).toBe('不到 1 分钟')
    expect(span(-180_000)).toBe('3 分钟')
    expect(span(3_660_000)).toBe('1 小时 1 分钟')
    expect(span(172_800_000)).toBe('2 天')
  })

  it('prints areas and groups numbers', () => {
    expect(area(890000)).toBe('89.00')
    expect(grouped('640104ABCDEF')).toBe('6401 04AB CDEF')
  })
})

describe('graph', () => {
  const steps = [
    { step: 'accept', needs: [] },
    { step: 'a', needs: ['accept'] },
    { step: 'b', needs: ['accept'] },
    { step: 'check', needs: ['a'] },
    { step: 'record', needs: ['check', 'b'] },
  ]

  it('puts each step after all that it needs', () => {
    const names = layersOf(steps).map((l) => l.map((s) => s.step))
    expect(names).toEqual([['accept'], ['a', 'b'], ['check'], ['record']])
    expect(lay(steps)).toHaveLength(steps.length)
  })

  it('survives a circle and an unknown need', () => {
    const odd = [
      { step: 'x', needs: ['y', 'nobody'] },
      { step: 'y', needs: ['x'] },
    ]
    expect(layersOf(odd).flat()).toHaveLength(2)
  })
})

describe('draft', () => {
  beforeEach(() => sessionStorage.clear())

  it('is there again after a reload, and gone when forgotten', async () => {
    const first = useDraft('sale', () => ({ price: '' }))
    expect(first.resumed).toBe(false)
    first.value.price = '800000'
    await nextTick()
    const again = useDraft('sale', () => ({ price: '' }))
    expect(again.resumed).toBe(true)
    expect(again.value.price).toBe('800000')
    again.forget()
    expect(useDraft('sale', () => ({ price: '' })).resumed).toBe(false)
  })

  it('goes when the officer signs out', async () => {
    const d = useDraft('one', () => ({ a: 1 }))
    d.value.a = 2
    sessionStorage.setItem('other', 'stays')
    await nextTick()
    clearDrafts()
    expect(useDraft('one', () => ({ a: 1 })).resumed).toBe(false)
    expect(sessionStorage.getItem('other')).toBe('stays')
  })
})

describe('action', () => {
  it('repeats its key after a lost connection, and takes a new one after an answer', async () => {
    const keys: string[] = []
    let fault: Problem | null = new Problem(0, [], '')
    const act = useAction(async (key: string, _what: string) => {
      keys.push(key)
      if (fault) throw fault
      return 'done'
    })
    expect(await act.run('a')).toBeUndefined()
    expect(act.problem?.isPassing).toBe(true)
    await act.run('a')
    fault = new Problem(422, [], 'no')
    await act.run('a')
    fault = null
    expect(await act.run('a')).toBe('done')
    await act.run('a')
    expect(keys[0]).toBe(keys[1])
    expect(keys[1]).toBe(keys[2])
    expect(keys[3]).not.toBe(keys[2])
    expect(keys[4]).not.toBe(keys[3])
  })

  it('takes a new key for other words, and runs once at a time', async () => {
    const keys: string[] = []
    const act = useAction(async (key: string, _what: string) => {
      keys.push(key)
      await Promise.resolve()
      throw new Problem(503, [], '')
    })
    await Promise.all([act.run('a'), act.run('a')])
    await act.run('b')
    expect(keys).toHaveLength(2)
    expect(keys[0]).not.toBe(keys[1])
  })

  it('makes keys that do not repeat', () => {
    expect(new Set(Array.from({ length: 1000 }, newKey)).size).toBe(1000)
  })
})

describe('live', () => {
  class Source {
    static made: Source[] = []
    onopen?: () => void
    onerror?: () => void
    heard = new Map<string, (e: { data: string }) => void>()
    closed = false
    constructor(readonly url: string) {
      Source.made.push(this)
    }
    addEventListener(name: string, then: (e: { data: string }) => void) {
      this.heard.set(name, then)
    }
    close() {
      this.closed = true
    }
  }

  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('opens again after a break, tells to look anew, and closes with its last page', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Source)
    const { mount } = await import('@vue/test-utils')
    const { useLive } = await import('../../src/app/live')
    const news: unknown[] = []
    const page = mount({ setup: () => useLive('/events', (n) => news.push(n)), template: '<i/>' })
    const [first] = Source.made
    first!.onopen!()
    first!.heard.get('filing')!({ data: '{"filing":"f1"}' })
    expect(news).toEqual([{ filing: 'f1' }])
    first!.onerror!()
    expect(first!.closed).toBe(true)
    vi.advanceTimersByTime(600)
    expect(Source.made).toHaveLength(2)
    Source.made[1]!.onerror!()
    vi.advanceTimersByTime(600)
    expect(Source.made).toHaveLength(2)
    vi.advanceTimersByTime(600)
    expect(Source.made).toHaveLength(3)
    Source.made[2]!.onopen!()
    expect(news).toEqual([{ filing: 'f1' }, null])
    page.unmount()
    expect(Source.made[2]!.closed).toBe(true)
  })
})
