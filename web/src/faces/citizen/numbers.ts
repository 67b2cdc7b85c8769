// What somebody has in hand: the number of a filing with its code, of a certificate, or just words.
export interface FollowKey {
  filing: string
  code: string
}

export type InHand =
  | { kind: 'filing'; filing: string }
  | { kind: 'certificate'; number: string }
  | { kind: 'words'; words: string }

/** Six digits of the region, then sixteen of Crockford's alphabet, in which O, I and L are misread
 * digits. */
const FILING = /^\d{6}[0-9A-HJKMNP-TV-Z]{16}$/
const CERTIFICATE = /^\p{Script=Han}.*(?:不动产权|不动产证明|证明|产权).*第?\d+号?$/u
const CODE = /^[0-9a-f]{4,20}$/

const plain = (text: string) => text.normalize('NFKC').replace(/[\s\-—_]/g, '')

/** "6401 04ab …" → "640104AB…"; empty when it is no filing's number. */
export function filingOf(text: string): string {
  const tidy = plain(text).toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')
  return FILING.test(tidy) ? tidy : ''
}

export function codeOf(text: string): string {
  const tidy = plain(text).toLowerCase().replace(/o/g, '0').replace(/l/g, '1')
  return CODE.test(tidy) ? tidy : ''
}

/** NFKC makes （2026） into (2026), as the registry writes it. */
export function certificateOf(text: string): string {
  const tidy = plain(text)
  return CERTIFICATE.test(tidy) ? tidy : ''
}

export function inHand(text: string): InHand {
  const filing = filingOf(text)
  if (filing) return { kind: 'filing', filing }
  const number = certificateOf(text)
  if (number) return { kind: 'certificate', number }
  return { kind: 'words', words: text.trim() }
}

/** The code of an acceptance notice: the page's address, or the number and the code side by side. */
export function followKeyOf(seen: string): FollowKey | null {
  const address = /\/follow\/([^/?#\s]+)\?(?:[^#\s]*&)?code=([^&#\s]+)/.exec(seen)
  const parts = address ? [address[1]!, address[2]!] : seen.trim().split(/[\s,;|]+/)
  if (parts.length !== 2) return null
  const key = { filing: filingOf(parts[0]!), code: codeOf(parts[1]!) }
  return key.filing && key.code ? key : null
}

export interface Named {
  name_zh: string
  name_en: string
  about_zh?: string
  about_en?: string
}

const HAN = /^\p{Script=Han}+$/u

/** Chinese words are found by their characters, in any order: 买房 finds 房屋买卖. */
function holds(text: string, word: string): boolean {
  return HAN.test(word) ? [...word].every((c) => text.includes(c)) : text.includes(word)
}

/** The matters that contain every word typed; all of them when nothing is typed. */
export function matching<S extends Named>(scenes: readonly S[], words: string): S[] {
  const wanted = words.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  const text = (s: S) =>
    [s.name_zh, s.name_en, s.about_zh, s.about_en].filter(Boolean).join(' ').toLowerCase()
  return scenes.filter((s) => wanted.every((w) => holds(text(s), w)))
}
