// How a scene's graph lies: a step stands one layer after the last of what it needs, so that the steps
// of one layer are those that may run at once.
export interface GraphStep {
  step: string
  needs: string[]
}

export interface Laid<S extends GraphStep> {
  step: S
  layer: number
  place: number
}

export function layersOf<S extends GraphStep>(steps: readonly S[]): S[][] {
  const byId = new Map(steps.map((s) => [s.step, s]))
  const depth = new Map<string, number>()
  const depthOf = (s: S, above: Set<string>): number => {
    const known = depth.get(s.step)
    if (known !== undefined) return known
    let deepest = -1
    for (const id of s.needs) {
      const need = byId.get(id)
      if (need && !above.has(id))
        deepest = Math.max(deepest, depthOf(need, new Set([...above, s.step])))
    }
    depth.set(s.step, deepest + 1)
    return deepest + 1
  }
  const layers: S[][] = []
  for (const s of steps) {
    const at = depthOf(s, new Set())
    while (layers.length <= at) layers.push([])
    layers[at]!.push(s)
  }
  return layers
}

/** Places within layers, so that a step stands near those that it needs: a few barycentre sweeps. */
export function lay<S extends GraphStep>(steps: readonly S[]): Laid<S>[] {
  const layers = layersOf(steps)
  const place = new Map<string, number>()
  const settle = (layer: S[]) =>
    layer.forEach((s, i) => place.set(s.step, i - (layer.length - 1) / 2))
  layers.forEach(settle)
  for (let sweep = 0; sweep < 4; sweep++)
    for (const layer of layers.slice(1)) {
      const pull = (s: S) =>
        s.needs.reduce((sum, id) => sum + (place.get(id) ?? 0), 0) / Math.max(1, s.needs.length)
      layer.sort((a, b) => pull(a) - pull(b))
      settle(layer)
    }
  return layers.flatMap((layer, i) =>
    layer.map((s) => ({ step: s, layer: i, place: place.get(s.step)! })),
  )
}

/** How wide a step and the gap behind it may be when `layers` share the room; null where the words
 * would no longer fit, and a list says it better. Lengths in pixels at the usual size of type. */
export function fit(room: number, layers: number): { width: number; gap: number } | null {
  const [least, most] = [98, 150]
  const [leastGap, mostGap] = [24, 56]
  if (layers === 0) return null
  const column = (room + leastGap) / layers
  if (column < least + leastGap) return null
  const width = Math.min(most, column - leastGap)
  const gap = layers > 1 ? Math.min(mostGap, (room - width * layers) / (layers - 1)) : 0
  return { width, gap }
}
