// What the three ways of verifying answer, in one shape for one page.
import type { Schemas } from '../../api/client'
import { certificateOf } from '../citizen/numbers'

type ByNumber = Schemas['cert_verify_out']
type ByCode = Schemas['cert_code_out']
type ByFile = Schemas['cert_file_out']
export type Proof = Schemas['archive_check_out']
export type How = ByNumber['how'][number]
export type Verdict = ByNumber['verdict']

export interface Result {
  verdict: Verdict
  asOfMs: number
  number: string
  kind: string
  unit: string
  holders: string[]
  issuedMs: number
  entry: number
  how: How[]
}

/** A proof of a query; null when the registry has none with such a code. */
export interface ProofResult {
  proof: Proof | null
}

export type Answer = Result | ProofResult

export function resultOfNumber(r: ByNumber): Result {
  return {
    verdict: r.verdict,
    asOfMs: r.as_of_ms,
    number: r.number,
    kind: r.kind,
    unit: r.unit,
    holders: [],
    issuedMs: r.made_ms,
    entry: r.entry,
    how: r.how,
  }
}

export function unknown(): Result {
  return {
    verdict: 'unknown',
    asOfMs: Date.now(),
    number: '',
    kind: '',
    unit: '',
    holders: [],
    issuedMs: 0,
    entry: 0,
    how: [],
  }
}

/** What a forged code says of itself is not repeated. */
export function resultOfCode(r: ByCode | ByFile): Result {
  const isForged = r.verdict === 'forged'
  return {
    verdict: r.verdict,
    asOfMs: r.as_of_ms,
    number: isForged ? '' : r.number,
    kind: isForged ? '' : r.kind,
    unit: isForged ? '' : r.unit,
    holders: isForged ? [] : r.holders,
    issuedMs: isForged ? 0 : r.issued_ms,
    entry: isForged ? 0 : r.entry,
    how: r.how,
  }
}

export const TONES: Record<Verdict, 'good' | 'wait' | 'grave'> = {
  valid: 'good',
  superseded: 'wait',
  void: 'wait',
  unknown: 'grave',
  forged: 'grave',
}

export interface RegionName {
  region: string
  certificate_name: string
}

/** Which registry gave the number out: the longest of the regions' names that stands in it. */
export function regionOf(number: string, regions: readonly RegionName[]): string {
  const plain = certificateOf(number)
  const named = regions
    .filter((r) => r.certificate_name && plain.includes(r.certificate_name))
    .sort((a, b) => b.certificate_name.length - a.certificate_name.length)
  return named[0]?.region ?? ''
}

const PROOF_CODE = /YQ[\s-]*(?:\d[\s-]*){6}(?:[0-9a-f][\s-]*){32}(?![0-9a-f])/i

/** The code of a query's proof, also out of an address; empty when there is none. */
export function proofCodeOf(seen: string): string {
  return PROOF_CODE.exec(seen)?.[0].replace(/[\s-]/g, '') ?? ''
}

/** The code itself, also when it stands in an address. */
export function tokenOf(seen: string): string {
  const plain = seen.trim()
  const inAddress = /[?&#](?:token|t)=([^&#\s]+)/.exec(plain)
  return inAddress ? decodeURIComponent(inAddress[1]!) : plain
}
