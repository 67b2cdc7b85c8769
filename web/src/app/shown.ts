// A file of the service held for the page while it shows it: fetched when its address changes, given
// back when another takes its place or the page goes. What comes late for an address that is no longer
// wanted is not shown.
import { onBeforeUnmount, reactive, watch } from 'vue'
import { file, Problem } from '../api/client'

export interface Shown {
  url: string
  type: string
  problem: Problem | null
}

export function useShown(path: () => string | undefined): Shown {
  const shown = reactive<Shown>({ url: '', type: '', problem: null }) as Shown

  function release(): void {
    if (shown.url) URL.revokeObjectURL(shown.url)
    shown.url = shown.type = ''
  }

  watch(
    path,
    async (wanted) => {
      release()
      shown.problem = null
      if (!wanted) return
      try {
        const got = await file(wanted)
        if (wanted === path()) Object.assign(shown, { url: got.url, type: got.type })
        else URL.revokeObjectURL(got.url)
      } catch (e) {
        if (!(e instanceof Problem)) throw e
        if (wanted === path()) shown.problem = e
      }
    },
    { immediate: true },
  )
  onBeforeUnmount(release)
  return shown
}
