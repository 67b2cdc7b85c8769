// Numbers and moments as people read them. Money comes in fen, area in square centimetres, moments in
// milliseconds; the city's clock is China's, wherever the reader is.
import { look } from './look'
import { t } from './words'

const ZONE = 'Asia/Shanghai'
const locale = () => (look.language === 'zh' ? 'zh-CN' : 'en-GB')

/** 123456 → "1,234.56" */
export function money(fen: number | null | undefined): string {
  const value = BigInt(Math.round(fen ?? 0))
  const sign = value < 0n ? '-' : ''
  const whole = value < 0n ? -value : value
  const yuan = (whole / 100n).toLocaleString('en-US')
  return `${sign}${yuan}.${String(whole % 100n).padStart(2, '0')}`
}

/** "1,234.5" → 123450; null when it is no amount. */
export function fenOf(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s¥元]/g, '')
  const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0') || 0)
}

export function area(cm2: number | null | undefined): string {
  return ((cm2 ?? 0) / 10000).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
}

export function moment(ms: number | null | undefined, toTheSecond = false): string {
  if (!ms) return '—'
  return new Intl.DateTimeFormat(locale(), {
    ...(toTheSecond ? { second: '2-digit' as const } : {}),
    timeZone: ZONE,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(ms)
}

export function day(ms: number | null | undefined): string {
  if (!ms) return '—'
  return new Intl.DateTimeFormat(locale(), { timeZone: ZONE, dateStyle: 'long' }).format(ms)
}

/** How long, in the largest unit that fits: "3 分钟". */
export function span(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60000)
  if (minutes < 1) return t('time.underMinute')
  if (minutes < 60) return t('time.minutes', { n: minutes })
  if (minutes < 1440) return t('time.hours', { h: Math.floor(minutes / 60), m: minutes % 60 })
  return t('time.days', { n: Math.floor(minutes / 1440) })
}

/** A number read aloud or copied by hand is easier in groups: "6401 04AB CDEF". */
export function grouped(id: string): string {
  return id.replace(/(.{4})(?=.)/g, '$1 ')
}

/** What a finding is about, as people read it: an amount comes as fen. */
export function detailWords(finding: { field: string; detail: string }): string {
  const isAmount = finding.field.endsWith('_fen') && /^\d+$/.test(finding.detail)
  return isAmount ? `${money(Number(finding.detail))} ${t('form.yuan')}` : finding.detail
}
