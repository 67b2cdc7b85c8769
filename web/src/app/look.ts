// How the reader wants the pages: language, large type, high contrast. Kept on the device.
import { reactive, watchEffect } from 'vue'

export type Language = 'zh' | 'en'

interface Look {
  language: Language
  large: boolean
  contrast: boolean
}

const KEPT = 'yichuang.look'

function kept(): Partial<Look> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Look>
  } catch {
    return {}
  }
}

export const look = reactive<Look>({ language: 'zh', large: false, contrast: false, ...kept() })

export function applyLook(): void {
  watchEffect(() => {
    const root = document.documentElement
    root.lang = look.language === 'zh' ? 'zh-CN' : 'en'
    root.toggleAttribute('data-large', look.large)
    root.toggleAttribute('data-contrast', look.contrast)
    try {
      localStorage.setItem(KEPT, JSON.stringify(look))
    } catch {
      // A device that keeps nothing still shows the pages.
    }
  })
}
