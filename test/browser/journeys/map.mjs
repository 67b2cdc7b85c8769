// Anybody looks at the map: a parcel, its buildings, and the units of a building with their states; an
// officer sees there who holds what.
import { choose, look, press, sees, signIn } from '../kit.mjs'

const PARCEL = '640104001001GB00001'
const BUILDING = `${PARCEL}F0009`

const square = (west, south, east, north) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})

async function survey(town, home) {
  const admin = await town.officer('admin')
  const feature = (properties, geometry) => ({ type: 'Feature', properties, geometry })
  const read = (layer, mapping, features) =>
    admin('POST', '/cadastre/imports', {
      region: '640104',
      layer,
      mapping,
      collection: { type: 'FeatureCollection', features },
    })
  await read('parcel', { code: 'code', location: 'at' }, [
    feature({ code: PARCEL, at: '示范路1号' }, square(106.23, 38.48, 106.231, 38.481)),
    feature(
      { code: '640104001001GB00002', at: '示范路3号' },
      square(106.231, 38.48, 106.232, 38.481),
    ),
    feature(
      { code: '640104001001GB00003', at: '示范路5号' },
      square(106.2318, 38.4801, 106.233, 38.481),
    ),
  ])
  await read('building', { code: 'code', name: 'name', floors_above: 'up', floors_below: 'down' }, [
    feature(
      { code: BUILDING, name: '九号楼', up: 3, down: 1 },
      square(106.2302, 38.4802, 106.2306, 38.4805),
    ),
    feature(
      { code: `${PARCEL}F0010`, name: '十号楼', up: 1, down: 0 },
      square(106.2307, 38.4806, 106.2309, 38.4808),
    ),
  ])
  const unit = (n, room, more = {}) => ({
    unit: `${BUILDING}${n}`,
    room,
    area_cm2: 890000,
    ...more,
  })
  await admin('PUT', `/buildings/${BUILDING}/floors`, {
    floors: [
      {
        floor: 3,
        units: [unit('8301', '301', { permit: '(2026)银房预售证第001号' }), unit('8302', '302')],
      },
      {
        floor: 1,
        units: [{ unit: home.unit, room: '101', area_cm2: 890000, layout: '两室一厅' }],
      },
      { floor: -1, name: '地下一层', units: [] },
    ],
  })
}

async function seize(town, home) {
  const registry = await town.officer('reviewer-registry')
  await registry('POST', `/registry/units/${home.unit}/seizures`, {
    court: '兴庆区人民法院',
    court_code: '11640100000000019N',
    document: '(2026)宁0104执1号',
    ends_on: '2028-01-01',
    debtor_number: home.seller.document,
  })
}

/** What the drawing shows, in metres from edge to edge. */
const width = (page) =>
  page.locator('#map svg').evaluate((svg) => Number(svg.getAttribute('viewBox').split(' ')[2]))
const west = (page) =>
  page.locator('#map svg').evaluate((svg) => Number(svg.getAttribute('viewBox').split(' ')[0]))

async function byKeys(page, tap) {
  const before = { width: await width(page), west: await west(page) }
  await page.locator('#map').focus()
  for (const key of ['+', 'ArrowRight']) await page.keyboard.press(key)
  const after = { width: await width(page), west: await west(page) }
  tap.point(
    after.width < before.width && after.west > before.west,
    'map: plus and an arrow zoom and move the map',
    JSON.stringify([before, after]),
  )
  await page.keyboard.press('0')
  tap.point((await width(page)) === before.width, 'map: 0 goes back to the start')
}

async function byMouse(page, tap) {
  const before = await west(page)
  const box = await page.locator('#map').boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2, { steps: 5 })
  await page.mouse.up()
  tap.point((await west(page)) > before, 'map: dragging to the west looks further east')
}

export default async function map(journey) {
  const { town, tap } = journey
  const home = await town.home()
  await survey(town, home)
  await seize(town, home)

  const page = await journey.person('anybody')
  await page.goto('/')
  await press(page, page.getByRole('link', { name: '地图' }))
  await sees(page, page.getByText('3 宗地、2 幢房屋'), 'the list says what the map shows')
  await look(page, 'map')
  await byKeys(page, tap)
  if (!journey.keyboard) await byMouse(page, tap)
  await press(page, page.getByRole('button', { name: /示范路3号/ }))
  await sees(page, page.getByRole('heading', { name: /GB00002/ }), 'a parcel is shown')
  await press(page, page.getByRole('button', { name: /示范路5号/ }))
  await sees(page, page.getByText('与相邻图形重叠'), 'what the checks found is said')
  await look(page, 'map-finding')
  await press(page, page.getByRole('button', { name: /示范路1号/ }))
  await sees(page, page.getByRole('link', { name: /九号楼/ }), 'its buildings are listed')
  await look(page, 'map-parcel')
  await press(page, page.getByRole('link', { name: /九号楼/ }))

  const row = page.getByRole('row', { name: /^1 层/ })
  await sees(page, row.getByText('查封', { exact: true }), 'a seized unit is said to be seized')
  await sees(page, page.getByText('可售').first(), 'a unit on offer is said to be available')
  tap.point((await page.getByText('张示范').count()) === 0, 'map: the public reads no name')
  await press(page, row.getByText(/^详情/).first())
  await sees(page, row.getByText('没有分割合并过').first(), 'its lineage is told')
  await look(page, 'building')
  await press(page, page.getByRole('link', { name: '在地图上看' }))
  await sees(page, page.getByRole('heading', { name: /GB00001/ }), 'the map knows the parcel')
  await choose(page, page.getByLabel('行政区'), '640105')
  await sees(page, page.getByText('这个范围内没有宗地'), 'a district without parcels says so')

  const officer = await journey.person('recorder')
  await signIn(officer, 'reviewer-registry')
  await officer.goto(`/building/${BUILDING}`)
  await look(officer, 'building-purpose')
  await choose(officer, officer.getByLabel('查阅目的', { exact: true }), {
    label: '监督检查、审计',
  })
  await press(officer, officer.getByRole('button', { name: '查阅', exact: true }))
  await sees(officer, officer.getByText('张示范').first(), 'an officer sees the holder')
  await look(officer, 'building-officer')
  await officer.goto('/map/imports?region=640104')
  await press(officer, officer.getByRole('row', { name: /宗地/ }).getByRole('button').first())
  await sees(officer, officer.getByText('与相邻图形重叠').first(), 'the findings of a file')
  await look(officer, 'map-imports')
}
