// One act of a person: busy while it runs, its problem kept for the error summary. A second try after
// a lost connection repeats the same idempotency key, so that nothing happens twice.
import { reactive } from 'vue'
import { newKey, Problem } from '../api/client'

export interface Action<A extends unknown[], R> {
  busy: boolean
  problem: Problem | null
  run(...args: A): Promise<R | undefined>
  clear(): void
}

export function useAction<A extends unknown[], R>(
  act: (key: string, ...args: A) => Promise<R>,
): Action<A, R> {
  let key = newKey()
  let said = ''
  const action = reactive({
    busy: false,
    problem: null as Problem | null,
    clear() {
      action.problem = null
    },
    async run(...args: A): Promise<R | undefined> {
      if (action.busy) return undefined
      action.busy = true
      action.problem = null
      const now = JSON.stringify(args)
      if (now !== said) key = newKey()
      said = now
      try {
        const result = await act(key, ...args)
        key = newKey()
        return result
      } catch (e) {
        if (!(e instanceof Problem)) throw e
        action.problem = e
        if (!e.isPassing) key = newKey()
        return undefined
      } finally {
        action.busy = false
      }
    },
  })
  return action as Action<A, R>
}
