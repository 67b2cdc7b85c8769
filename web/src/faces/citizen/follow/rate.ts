// A rating on its way: which reasons go with a level, and by which channel it comes.
import type { Schemas } from '../../../api/client'

export type Rating = Schemas['rating_follow_out']
export type RatingWords = Schemas['rating_words_out']

/** The reasons of a level, in the table's order. */
export function reasonsOf(words: RatingWords, level: number): RatingWords['reasons'] {
  return words.reasons.filter((r) => r.levels.split(' ').includes(String(level)))
}

export function isBad(words: RatingWords, level: number): boolean {
  return words.levels.some((l) => l.level === level && l.bad)
}

/** The link says how its reader came; without that, the screen does. */
export function channelOf(words: RatingWords, asked: unknown, isNarrow: boolean): string {
  const known = words.channels.some((c) => c.id === asked)
  return known ? String(asked) : isNarrow ? 'mobile' : 'web'
}

/** Words of blank-separated reasons, in the reader's language. */
export function saidReasons(words: RatingWords, said: string, language: 'zh' | 'en'): string[] {
  const ids = said.split(' ')
  return words.reasons.filter((r) => ids.includes(r.reason)).map((r) => r[language])
}
