// What was typed into the desk's one field: a filing, a unit, somebody's document, the number of a
// certificate or of a proof, or else the number of a contract. The words are those by which a scene's
// prefill asks.
export type Typed =
  'filing' | 'unit' | 'document_number' | 'certificate_number' | 'proof_number' | 'contract_number'

const FILING = /^\d{6}[0-9A-Z]{16}$/
const UNIT = /^\d{6}\d{6}[A-Z]{2}\d{5}[A-Z]\d{8}$/
// A citizen's number, or a unified social credit code.
const DOCUMENT = /^(\d{17}[0-9X]|[159Y]\d{7}[0-9A-Z]{10})$/
const PROOF = /不动产证明第/
const CERTIFICATE = /不动产权第/

/** Without the blanks that people put between groups, and with half-width letters and digits; the
 * brackets of a certificate's number stay as they are printed. */
export function tidy(text: string): string {
  return text
    .replace(/[！-～]/g, (c) =>
      /[（）]/.test(c) ? c : String.fromCharCode(c.charCodeAt(0) - 0xfee0),
    )
    .replace(/\s+/g, '')
    .replace(/\((\d{4})\)/g, '（$1）')
}

export function recognise(text: string): { kind: Typed; value: string } | null {
  const plain = tidy(text)
  if (!plain) return null
  const upper = plain.toUpperCase()
  if (UNIT.test(upper)) return { kind: 'unit', value: upper }
  if (FILING.test(upper)) return { kind: 'filing', value: upper }
  if (DOCUMENT.test(upper)) return { kind: 'document_number', value: upper }
  if (PROOF.test(plain)) return { kind: 'proof_number', value: plain }
  if (CERTIFICATE.test(plain)) return { kind: 'certificate_number', value: plain }
  return { kind: 'contract_number', value: text.normalize('NFKC').trim() }
}
