// The map's arithmetic: degrees to a plane where a metre is one unit, windows moved and zoomed, and
// shapes as the path of an SVG. Pure.

/** west, south, east, north in degrees. */
export type Box = [number, number, number, number]

export interface Point {
  x: number
  y: number
}

/** A place on the plane: metres east and south of its origin. */
export interface Plane {
  lon: number
  lat: number
  perLon: number
  perLat: number
}

export interface Shape {
  type: 'Polygon' | 'MultiPolygon'
  coordinates: number[][][] | number[][][][]
}

const METRES_PER_DEGREE = 111320

export function planeOf(box: Box): Plane {
  const lat = (box[1] + box[3]) / 2
  return {
    lon: (box[0] + box[2]) / 2,
    lat,
    perLon: METRES_PER_DEGREE * Math.max(Math.cos((lat * Math.PI) / 180), 0.01),
    perLat: METRES_PER_DEGREE,
  }
}

export function toPlane(plane: Plane, lon: number, lat: number): Point {
  return { x: (lon - plane.lon) * plane.perLon, y: (plane.lat - lat) * plane.perLat }
}

/** What is seen: the middle in metres, and metres from edge to edge. */
export interface View {
  x: number
  y: number
  width: number
  height: number
}

export function viewOf(plane: Plane, box: Box, ratio: number): View {
  const a = toPlane(plane, box[0], box[3])
  const b = toPlane(plane, box[2], box[1])
  const width = Math.max(b.x - a.x, (b.y - a.y) / ratio, 1)
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, width, height: width * ratio }
}

export function boxOf(plane: Plane, view: View): Box {
  const lon = (x: number) => Math.min(Math.max(plane.lon + x / plane.perLon, -180), 180)
  const lat = (y: number) => Math.min(Math.max(plane.lat - y / plane.perLat, -90), 90)
  return [
    lon(view.x - view.width / 2),
    lat(view.y + view.height / 2),
    lon(view.x + view.width / 2),
    lat(view.y - view.height / 2),
  ]
}

/** By shares of what is seen: moved(v, 0.25, 0) looks a quarter further east. */
export function moved(view: View, right: number, down: number): View {
  return { ...view, x: view.x + view.width * right, y: view.y + view.height * down }
}

export const NEAREST = 10
export const FARTHEST = 20000

/** Zoomed about a place that stays where it is; `at` in shares of the view from its middle. */
export function zoomed(view: View, factor: number, at: Point = { x: 0, y: 0 }): View {
  const width = Math.min(Math.max(view.width * factor, NEAREST), FARTHEST)
  const real = width / view.width
  return {
    x: view.x + at.x * view.width * (1 - real),
    y: view.y + at.y * view.height * (1 - real),
    width,
    height: view.height * real,
  }
}

function ringPath(plane: Plane, ring: number[][]): string {
  const points = ring.slice(0, -1).map(([lon, lat]) => {
    const p = toPlane(plane, lon as number, lat as number)
    return `${p.x.toFixed(2)} ${p.y.toFixed(2)}`
  })
  return `M${points.join('L')}Z`
}

export function pathOf(plane: Plane, shape: Shape): string {
  const polygons = (
    shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  ) as number[][][][]
  return polygons.map((rings) => rings.map((r) => ringPath(plane, r)).join('')).join('')
}

/** The box around a shape. */
export function around(shape: Shape): Box {
  const all = (shape.coordinates as unknown[]).flat(shape.type === 'Polygon' ? 1 : 2) as number[][]
  const lons = all.map((p) => p[0] as number)
  const lats = all.map((p) => p[1] as number)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** A little more than a box, so that what stands at its edge can be seen. */
export function wider(box: Box, share: number): Box {
  const x = Math.max((box[2] - box[0]) * share, 0.0002)
  const y = Math.max((box[3] - box[1]) * share, 0.0002)
  return [box[0] - x, box[1] - y, box[2] + x, box[3] + y]
}
