// What a machine changes has no news of its own: it is asked for again every few seconds while the
// page can be seen, and the reader may stop that (WCAG 2.2.2).
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export interface Every {
  paused: Ref<boolean>
  seconds: number
}

export function useEvery(seconds: number, again: () => Promise<void>): Every {
  const paused = ref(false)
  let timer = 0
  const look = () => {
    if (!paused.value && document.visibilityState === 'visible') void again()
  }
  onMounted(() => (timer = window.setInterval(look, seconds * 1000)))
  onBeforeUnmount(() => window.clearInterval(timer))
  return { paused, seconds }
}
