// The scene that a page is made from. A filing stays with the version it began with.
import { api, ask } from '../../api/client'
import type { Scene } from './types'

const kept = new Map<string, Promise<Scene>>()

export function sceneOf(scene: string, version?: number): Promise<Scene> {
  const key = `${scene} ${version ?? ''}`
  const known = kept.get(key)
  if (known) return known
  const fresh = ask(
    api.GET('/scenes/{scene}', { params: { path: { scene }, query: version ? { version } : {} } }),
  )
  kept.set(key, fresh)
  fresh.catch(() => kept.delete(key))
  return fresh
}

/** What a scene's prefill can begin with, in its order. */
export interface Key {
  id: string
  name_zh: string
  name_en: string
}

export function keysOf(scene: Scene): Key[] {
  const keys: Key[] = []
  for (const source of scene.prefill)
    if (!keys.some((k) => k.id === source.by))
      keys.push({ id: source.by, name_zh: source.by_zh, name_en: source.by_en })
  return keys
}
