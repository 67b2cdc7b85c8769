// Which matters were begun last on this device: names of scenes, nothing about anybody.
const KEPT = 'yichuang.begun'
const MOST = 5

export function begun(): string[] {
  try {
    const rows: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]')
    return Array.isArray(rows) ? rows.filter((r) => typeof r === 'string') : []
  } catch {
    return []
  }
}

export function rememberBegun(scene: string): void {
  try {
    const rows = [scene, ...begun().filter((s) => s !== scene)].slice(0, MOST)
    localStorage.setItem(KEPT, JSON.stringify(rows))
  } catch {
    // A device that keeps nothing shows the first of the catalogue.
  }
}
