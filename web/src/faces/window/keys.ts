// Alt and a digit press the button that says so, wherever the focus is.
import { onBeforeUnmount, onMounted } from 'vue'

function press(e: KeyboardEvent): void {
  const digit = /^Digit([1-9])$/.exec(e.code)?.[1]
  if (!digit || !e.altKey || e.ctrlKey || e.metaKey || e.repeat) return
  const within = document.querySelector('dialog[open]') ?? document
  const button = within.querySelector<HTMLElement>(`[aria-keyshortcuts="Alt+${digit}"]`)
  if (!button) return
  e.preventDefault()
  button.focus()
  button.click()
}

export function useShortKeys(): void {
  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}
