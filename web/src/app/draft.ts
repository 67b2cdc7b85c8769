// What is being typed is never lost: it outlives a reload, a lapsed session and a lost connection.
// It stays in this tab alone, and goes when the officer signs out.
import { reactive, watch } from 'vue'

const PREFIX = 'yichuang.draft.'

export interface Draft<T> {
  value: T
  /** It held something from before when the page opened. */
  resumed: boolean
  forget(): void
}

export function useDraft<T extends object>(name: string, start: () => T): Draft<T> {
  const key = PREFIX + name
  let before: T | null = null
  try {
    before = JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null
  } catch {
    before = null
  }
  const draft = reactive({
    value: before ?? start(),
    resumed: before !== null,
  }) as unknown as Draft<T>
  const stop = watch(
    () => draft.value,
    (value) => {
      try {
        sessionStorage.setItem(key, JSON.stringify(value))
      } catch {
        // Full or forbidden: the page still works, it only forgets at a reload.
      }
    },
    { deep: true },
  )
  draft.forget = () => {
    stop()
    sessionStorage.removeItem(key)
  }
  return draft
}

/** Of a form that somebody else drew, once what it asked for is done. */
export function forgetDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name)
}

export function clearDrafts(): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}
