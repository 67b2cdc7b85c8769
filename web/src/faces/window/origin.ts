// Where a prefilled value came from, in words.
import { moment } from '../../app/format'
import { both, t } from '../../app/words'
import type { Origin } from './application'

export function originWords(origin: Origin | undefined): string | undefined {
  if (!origin) return undefined
  const from = t('window.from', { source: both(origin, 'source'), at: moment(origin.at_ms) })
  if (!origin.reference) return from
  const entry = /^\d+$/.test(origin.reference)
  return `${from} · ${entry ? t('window.entryOf', { n: origin.reference }) : origin.reference}`
}
