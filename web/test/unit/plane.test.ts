// The map's arithmetic: places go to the plane and back, zooming keeps its place, shapes become paths.
import { describe, expect, it } from 'vitest'
import {
  around,
  boxOf,
  FARTHEST,
  moved,
  NEAREST,
  pathOf,
  planeOf,
  viewOf,
  zoomed,
  type Box,
} from '../../src/faces/cadastre/plane'

const box: Box = [106.23, 38.48, 106.231, 38.481]
const plane = planeOf(box)

describe('the map', () => {
  it('sees at least the box that was asked for', () => {
    const seen = boxOf(plane, viewOf(plane, box, 0.75))
    expect(seen[0]).toBeLessThanOrEqual(box[0] + 1e-9)
    expect(seen[1]).toBeLessThanOrEqual(box[1] + 1e-9)
    expect(seen[2]).toBeGreaterThanOrEqual(box[2] - 1e-9)
    expect(seen[3]).toBeGreaterThanOrEqual(box[3] - 1e-9)
  })

  it('moves by shares of what is seen, east and south', () => {
    const view = viewOf(plane, box, 0.75)
    const seen = boxOf(plane, moved(view, 1, 1))
    const before = boxOf(plane, view)
    expect(seen[0]).toBeCloseTo(before[2], 9)
    expect(seen[3]).toBeCloseTo(before[1], 9)
  })

  it('zooms about a place that stays where it is', () => {
    const view = viewOf(plane, box, 0.75)
    const at = { x: 0.25, y: -0.4 }
    const near = zoomed(view, 0.5, at)
    expect(near.x + at.x * near.width).toBeCloseTo(view.x + at.x * view.width, 6)
    expect(near.y + at.y * near.height).toBeCloseTo(view.y + at.y * view.height, 6)
    expect(zoomed(view, 1e-9).width).toBe(NEAREST)
    expect(zoomed(view, 1e9).width).toBe(FARTHEST)
  })

  it('draws every ring of every polygon, closed', () => {
    const ring = [
      [106.23, 38.48],
      [106.231, 38.48],
      [106.231, 38.481],
      [106.23, 38.48],
    ]
    const one = pathOf(plane, { type: 'Polygon', coordinates: [ring] })
    expect(one).toMatch(/^M-43\.\d\d 55\.66L43\.\d\d 55\.66L43\.\d\d -55\.66Z$/)
    expect(pathOf(plane, { type: 'MultiPolygon', coordinates: [[ring], [ring]] })).toBe(one + one)
    expect(around({ type: 'MultiPolygon', coordinates: [[ring]] })).toEqual(box)
    expect(around({ type: 'Polygon', coordinates: [ring] })).toEqual(box)
  })
})
