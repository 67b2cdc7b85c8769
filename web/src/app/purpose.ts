// Why this officer looks at people's records: where a filing is being worked on the page says so by
// itself; otherwise the officer is asked once, and it holds for the tab until changed or signed out.
import { reactive } from 'vue'
import type { Schemas } from '../api/client'

export type Purpose = Schemas['access_purpose_out']

interface Stated {
  code: string
  words: string
}

const KEY = 'yichuang.purpose'

function kept(): Stated {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Stated | null
    return found ?? { code: '', words: '' }
  } catch {
    return { code: '', words: '' }
  }
}

const stated = reactive<Stated>(kept())

/** What the officer stated, as the service takes it; empty before. */
export function statedPurpose(): string {
  return stated.words ? `${stated.code}:${stated.words}` : stated.code
}

export function statePurpose(code: string, words: string): void {
  stated.code = code
  stated.words = words.trim()
  try {
    sessionStorage.setItem(KEY, JSON.stringify(stated))
  } catch {
    // Full or forbidden: it is asked for again after a reload.
  }
}

export function forgetPurpose(): void {
  statePurpose('', '')
}

export const forFiling = (filing: string) => `filing:${filing}`
/** At the window, before there is a filing. */
export const FOR_APPLICATION = 'application'

export function paperUrl(hash: string, region: string, purpose: string): string {
  return `/papers/${hash}?region=${region}&purpose=${encodeURIComponent(purpose)}`
}
