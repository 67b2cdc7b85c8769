// Single letters for the three decisions. They may be switched off, and never act while somebody types
// or a dialog is open (WCAG 2.2, 2.1.4).
import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import type { Kind } from './decision'

const KEPT = 'yichuang.shortcuts'
const KEYS: Record<string, Kind> = { a: 'approve', r: 'return', x: 'refuse' }
export const LETTER: Record<Kind, string> = { approve: 'A', return: 'R', refuse: 'X' }

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA|IFRAME)$/.test(target.tagName))
  )
}

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) !== 'off'
  } catch {
    return true
  }
}

/** Calls `act` for a letter pressed outside of any field. The switch is kept on the device. */
export function useShortcuts(act: (kind: Kind) => void): Ref<boolean> {
  const isOn = ref(kept())
  watch(isOn, (on) => {
    try {
      localStorage.setItem(KEPT, on ? 'on' : 'off')
    } catch {
      // It then holds for this page alone.
    }
  })
  function press(e: KeyboardEvent): void {
    if (!isOn.value || e.ctrlKey || e.altKey || e.metaKey || e.repeat || e.isComposing) return
    if (isTyping(e.target) || document.querySelector('dialog[open]')) return
    const kind = KEYS[e.key.toLowerCase()]
    if (!kind) return
    e.preventDefault()
    act(kind)
  }
  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
  return isOn
}
