// Orders of courts at the window: a seizure is in effect at once and a second one waits; its release moves
// the next one up. A home that is not in the book yet comes into it with its seizure.
import { choose, look, press, sees, signIn, tick } from '../kit.mjs'
import * as window from '../acts/window.mjs'

const COURT = { name: '兴庆区人民法院', code: '11640100000000019N' }
const OTHER = { name: '金凤区人民法院', code: '11640100000000027H' }

async function order(clerk, matter) {
  const { scene, heading, unit, court, debtor, answers, name, before } = matter
  await window.beginAt(clerk, scene, heading)
  await window.fillUnit(clerk, unit)
  await window.fillParty(clerk, '嘱托机关 1', { 姓名或名称: court.name, 证件号码: court.code })
  if (debtor)
    await window.fillParty(clerk, `${matter.role ?? '被执行人'} 1`, {
      姓名或名称: debtor.name,
      证件号码: debtor.document,
    })
  await window.answer(clerk, answers)
  if (before) await before()
  await look(clerk, `${name}-draft`)
  await window.handIn(clerk, 2)
  await window.check(clerk)
  await window.accept(clerk, `${name}-overview`)
  await sees(clerk, clerk.getByText('已办结', { exact: true }), `${name}: entered at once`)
}

/** The book; why it is read is stated once. */
async function openBook(page, unit, name) {
  await page.goto(`/book/${unit}`)
  const read = page.getByRole('button', { name: '查阅', exact: true })
  const seized = page.getByText(/^查封 · 生效/).or(page.getByText('· 生效'))
  await read.or(seized).first().waitFor()
  if (await read.isVisible()) {
    await choose(page, page.getByLabel('查阅目的', { exact: true }), { label: '核实登记错误' })
    await press(page, read)
  }
  await sees(page, seized, `${name}: in effect`)
  await look(page, name)
}

const seize = (clerk, home, court, number) =>
  order(clerk, {
    scene: 'seizure-seize',
    heading: '查封登记',
    unit: home.unit,
    court,
    debtor: home.seller,
    answers: { 协助执行通知书文号: number, 查封期限至: '20281201' },
    name: 'seizure',
  })

export default async function court(journey) {
  const { town } = journey
  const home = await town.home()
  const clerk = await journey.person('clerk')
  await signIn(clerk, 'clerk-1')
  await seize(clerk, home, COURT, '（2026）宁0104执1号')
  await look(clerk, 'seizure-closed')
  await seize(clerk, home, OTHER, '（2026）宁0106执2号')
  await openBook(clerk, home.unit, 'book-seized')
  await sees(clerk, clerk.getByText('· 轮候第 1 位'), 'the second one waits')

  await order(clerk, {
    scene: 'seizure-release',
    heading: '解除查封登记',
    unit: home.unit,
    court: COURT,
    answers: { 协助执行通知书文号: '（2026）宁0104执1号之一' },
    name: 'release-seizure',
    before: () => tick(clerk, clerk.getByRole('radio', { name: new RegExp(COURT.name) })),
  })
  await openBook(clerk, home.unit, 'book-released')
  await sees(
    clerk,
    clerk.getByRole('status').getByText(OTHER.name),
    'the one that waited is in effect',
  )

  const unit = await town.parcel()
  await order(clerk, {
    scene: 'seizure-pre',
    heading: '预查封登记',
    unit,
    court: COURT,
    debtor: home.buyer,
    role: '被执行人（预购人）',
    answers: {
      协助执行通知书文号: '（2026）宁0104执5号',
      查封期限至: '20281201',
      坐落: '银川市兴庆区示范路2号101',
      '面积（平方米）': '95.5',
    },
    name: 'pre-seizure',
    before: () =>
      choose(clerk, clerk.getByLabel('用途', { exact: true }), { label: '成套住宅（11）' }),
  })
  const { unit: made } = await (await town.officer('clerk-1'))('GET', `/registry/units/${unit}`)
  journey.point(
    made.area_cm2 === 955000 && made.usage === '11',
    'square metres and the name of a use are understood',
    JSON.stringify(made),
  )
  await press(clerk, clerk.getByRole('link', { name: '银川市兴庆区示范路2号101' }))
  await sees(clerk, clerk.getByText(/预查封/).first(), 'the book of a unit that came with it')
}
