// What a page shows, fetched from the service and fetched again when it may have changed. What is on
// the screen stays until the new answer is there.
import { onMounted, reactive } from 'vue'
import { Problem } from '../api/client'

export interface Loaded<T> {
  data: T | null
  problem: Problem | null
  loading: boolean
  again(): Promise<void>
}

export function useLoaded<T>(fetch: () => Promise<T>): Loaded<T> {
  let running = false
  let wanted = false
  const loaded = reactive({
    data: null as T | null,
    problem: null as Problem | null,
    loading: true,
    async again(): Promise<void> {
      wanted = true
      if (running) return
      running = true
      while (wanted) {
        wanted = false
        try {
          ;(loaded as { data: T | null }).data = await fetch()
          loaded.problem = null
        } catch (e) {
          if (!(e instanceof Problem)) throw e
          loaded.problem = e
        }
      }
      running = false
      loaded.loading = false
    },
  })
  onMounted(() => loaded.again())
  return loaded as Loaded<T>
}
