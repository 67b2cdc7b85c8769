// Matters under the headings by which people look for them, in the order of the service's table.
import type { Schemas } from '../api/client'

type Topic = Schemas['scene_line_out']['topic']

const ORDER: Record<Topic, number> = {
  trade: 0,
  family: 1,
  mortgage: 2,
  first: 3,
  change: 4,
  living: 5,
  rural: 6,
  guard: 7,
}

export interface Group<S> {
  topic: Topic
  scenes: S[]
}

export function byTopic<S extends { topic: Topic }>(scenes: readonly S[]): Group<S>[] {
  const groups: Group<S>[] = []
  for (const scene of scenes) {
    const group = groups.find((g) => g.topic === scene.topic)
    if (group) group.scenes.push(scene)
    else groups.push({ topic: scene.topic, scenes: [scene] })
  }
  return groups.sort((a, b) => ORDER[a.topic] - ORDER[b.topic])
}
