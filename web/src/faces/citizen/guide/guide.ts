// What a guide says, taken from a scene's file: nothing here knows any one matter.
import type { Schemas } from '../../../api/client'

export type Scene = Schemas['scene_out']
export type Paper = Scene['papers'][number]
export type Step = Scene['steps'][number]

/** Papers that somebody must bring, those that are needed in certain cases, and those that come by
 * themselves. */
export function papersOf(scene: Scene): { needed: Paper[]; maybe: Paper[]; fetched: Paper[] } {
  const brought = scene.papers.filter((p) => !p.share)
  return {
    needed: brought.filter((p) => p.required),
    maybe: brought.filter((p) => !p.required),
    fetched: scene.papers.filter((p) => p.share),
  }
}

/** The step that fetches a paper. */
export function fetching(scene: Scene, paper: Paper): Step | undefined {
  return scene.steps.find((s) => s.id === paper.share)
}

export interface DrawnStep {
  step: string
  needs: string[]
  name_zh: string
  name_en: string
}

export function drawn(scene: Scene): DrawnStep[] {
  return scene.steps.map((s) => ({
    step: s.id,
    needs: s.needs,
    name_zh: s.name_zh,
    name_en: s.name_en,
  }))
}

/** Both sides must come when somebody gives and somebody takes. */
export function isTwoSided(scene: Scene): boolean {
  const sides = new Set(scene.people.filter((p) => p.min > 0).map((p) => p.side))
  return sides.has('giver') && sides.has('taker')
}

/** What the departments do by themselves after the entry, that concerns the applicant. */
export function handovers(scene: Scene): Step[] {
  return scene.steps.filter((s) => s.kind === 'handover' && !s.share)
}

/** The kinds of offices that the scene names; any one of them when it says so. */
export function isOfficeOf(scene: Scene, kind: string): boolean {
  return scene.place.offices.some((o) => o.id === 'any' || o.id === kind)
}
