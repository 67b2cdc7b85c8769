// Visible words: the shared catalogue, and one for each face that is added when the face is opened.
// The service's own words come in pairs (name_zh, name_en); `both` takes the reader's.
import { createI18n } from 'vue-i18n'
import { watchEffect } from 'vue'
import { en, zh } from '../text/common'
import { look } from './look'

export type Catalogue = { [key: string]: string | Catalogue }

export const words = createI18n({
  legacy: false,
  locale: look.language,
  fallbackLocale: 'zh',
  missingWarn: true,
  messages: { zh, en } as Record<string, Catalogue>,
})

export function followLanguage(): void {
  watchEffect(() => {
    words.global.locale.value = look.language
  })
}

export function addWords(catalogue: { zh: Catalogue; en: Catalogue }): void {
  words.global.mergeLocaleMessage('zh', catalogue.zh)
  words.global.mergeLocaleMessage('en', catalogue.en)
}

/** both(o, 'name') is o.name_zh or o.name_en. */
export function both(o: object | null | undefined, key: string): string {
  const pair = (o ?? {}) as Record<string, unknown>
  const wanted = pair[`${key}_${look.language}`]
  return String(wanted || pair[`${key}_zh`] || '')
}

export function t(key: string, values: Record<string, unknown> = {}): string {
  return words.global.t(key, values)
}
