// Answers that the service takes in its own measures and people do not: square centimetres are typed
// as square metres, codes are chosen by their names.
import { area } from '../../app/format'
import type { Ask } from './types'

/** Asks whose answer is a code: the table that it is of. */
const TABLES: Record<string, string> = {
  usage: 'usage',
  structure: 'structure',
  land_kind: 'land',
}

export function tableOf(ask: Ask): string | undefined {
  return ask.kind === 'text' ? TABLES[ask.id] : undefined
}

export function isArea(ask: Ask): boolean {
  return ask.kind === 'i64' && ask.id.endsWith('_cm2')
}

/** "95.5" → 955000; null when it is no area to the square centimetre. */
export function cm2Of(text: string): number | null {
  const plain = text.replaceAll('㎡', '').normalize('NFKC').replace(/[,\s]/g, '')
  const match = /^(\d{1,10})(?:\.(\d{1,4}))?$/.exec(plain)
  if (!match) return null
  return Number(match[1]) * 10000 + Number((match[2] ?? '').padEnd(4, '0'))
}

/** 955000 → "95.50", as it is typed; nothing finer is lost. */
export function squareMetres(cm2: number): string {
  const typed = area(cm2).replaceAll(',', '')
  return cm2Of(typed) === cm2 ? typed : String(cm2 / 10000)
}
