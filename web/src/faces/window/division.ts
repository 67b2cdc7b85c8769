// 分割、合并: the units of an application as they are typed, and as the service takes them.
import { area } from '../../app/format'
import { cm2Of, squareMetres } from './measures'

export interface Part {
  unit: string
  location: string
  /** As typed, in square metres. */
  area: string
  room: string
  /** Document numbers of who takes it, with blanks between them. */
  takers: string
}

export const emptyPart = (): Part => ({ unit: '', location: '', area: '', room: '', takers: '' })

function listOf(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

/** Rows as they are typed; none of what is no list. */
export function partsOf(typed: string): Part[] {
  return listOf(typed).map((p) => ({ ...emptyPart(), ...(p as Partial<Part>) }))
}

const code = (text: string) => text.replace(/\s/g, '').toUpperCase()

/** What is sent of them: rows in which nothing was typed are left out. */
export function sentParts(typed: string): unknown[] {
  return partsOf(typed)
    .filter((p) => Object.values(p).some((v) => v.trim() !== ''))
    .map((p) => ({
      unit: code(p.unit),
      location: p.location.trim(),
      area_cm2: cm2Of(p.area) ?? p.area.trim(),
      ...(p.room.trim() ? { room: p.room.trim() } : {}),
      ...(p.takers.trim()
        ? {
            takers: p.takers
              .trim()
              .toUpperCase()
              .replace(/[\s,，、;；]+/g, ' '),
          }
        : {}),
    }))
}

/** The rows of an answer of the service. */
export function typedParts(answer: string): string {
  const rows = listOf(answer).map((p) => {
    const part = p as Partial<Part> & { area_cm2?: number }
    return {
      ...emptyPart(),
      unit: part.unit ?? '',
      location: part.location ?? '',
      area: squareMetres(Number(part.area_cm2 ?? 0)),
      room: part.room ?? '',
      takers: part.takers ?? '',
    }
  })
  return JSON.stringify(rows)
}

/** Codes, one a line or with commas. */
export function sentUnits(typed: string): string[] {
  return typed
    .split(/[\n,，、;；]+/)
    .map(code)
    .filter(Boolean)
}

export function typedUnits(answer: string): string {
  return listOf(answer).join('\n')
}

/** Line by line, to be read over. */
export function partsWords(typed: string): string {
  return partsOf(typed)
    .filter((p) => p.unit)
    .map((p) => {
      const cm2 = cm2Of(p.area)
      const size = cm2 === null ? p.area : `${area(cm2)} ㎡`
      return [code(p.unit), p.location, size, p.room, p.takers].filter(Boolean).join(' · ')
    })
    .join('；')
}
