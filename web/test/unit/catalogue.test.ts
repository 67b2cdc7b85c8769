// The two languages say the same things: same keys, same places for values, and nothing empty.
import { describe, expect, it } from 'vitest'

type Catalogue = { [key: string]: string | Catalogue }
const found = import.meta.glob('../../src/**/{text,common}.ts', { eager: true }) as Record<
  string,
  { zh: Catalogue; en: Catalogue }
>

function flat(c: Catalogue, at = ''): Map<string, string> {
  const all = new Map<string, string>()
  for (const [key, value] of Object.entries(c)) {
    const path = at ? `${at}.${key}` : key
    if (typeof value === 'string') all.set(path, value)
    else for (const [k, v] of flat(value, path)) all.set(k, v)
  }
  return all
}

/** English may have a form for one and a form for many; each says everything. */
const forms = (text: string) => text.split(' | ')
const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join(' ')

describe.each(Object.entries(found))('%s', (_path, { zh, en }) => {
  const [a, b] = [flat(zh), flat(en)]

  it('has the same keys in both languages', () => {
    expect([...b.keys()].sort()).toEqual([...a.keys()].sort())
  })

  it('puts the same values into both', () => {
    for (const [key, text] of a)
      for (const form of forms(b.get(key) ?? ''))
        expect(`${key} ${places(form)}`).toBe(`${key} ${places(text)}`)
  })

  it('has Chinese in Chinese and none in English', () => {
    const han = /\p{Script=Han}/u
    for (const [key, text] of b)
      if (key !== 'site.language') expect(han.test(text) ? key : '').toBe('')
  })
})

it('finds the catalogues', () => {
  expect(Object.keys(found).length).toBeGreaterThan(2)
})
