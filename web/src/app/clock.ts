// The present moment, for pages that count down; one timer for all.
import { ref } from 'vue'

const now = ref(Date.now())
let started = false

export function useNow() {
  if (!started) {
    started = true
    window.setInterval(() => (now.value = Date.now()), 1000)
  }
  return now
}
