// Inheritance: named without coming, announced for everybody to see, objected to, looked into; then the
// days are over and it goes on by itself. The town is its own, for its clock is moved.
import { Town, look, press, sees, signIn, type } from '../kit.mjs'
import * as citizen from '../acts/citizen.mjs'
import * as window from '../acts/window.mjs'
import { decideAs, liftHold } from '../matter.mjs'

const SIX = '040022'
const MONTH_MS = 31 * 24 * 3600000

async function apply(clerk, home) {
  await window.beginAt(clerk, 'inheritance-transfer', '继承、受遗赠转移登记')
  await window.fillUnit(clerk, home.unit)
  await sees(
    clerk,
    clerk.getByText('只列名，不参加申请，不核查身份。'),
    'the deceased is only named',
  )
  await window.fillParty(clerk, '被继承人 1', {
    姓名或名称: home.seller.name,
    证件号码: home.seller.document,
  })
  await window.fillParty(clerk, '继承人或受遗赠人（其他共有人的份额一并填写） 1', {
    姓名或名称: home.buyer.name,
    证件号码: home.buyer.document,
  })
  await window.answer(clerk, { 继承方式: '法定继承', 是否住宅: '是' })
  await look(clerk, 'inheritance-draft')
  await window.handIn(clerk, 3)
  await window.check(clerk)
  return window.accept(clerk, 'inheritance-overview')
}

/** The first page leads to what is announced; nothing but names is told of the people. */
async function readAnnouncements(anybody, home) {
  await anybody.goto('/')
  await press(anybody, anybody.getByRole('link', { name: /^看登记公告/ }))
  await sees(anybody, anybody.getByText('正在公告 1 件'), 'it is announced')
  await sees(anybody, anybody.getByText(home.location), 'the place is told')
  await sees(anybody, anybody.getByText(home.buyer.name), 'the heir is named')
  await look(anybody, 'announced')
}

async function object(clerk) {
  await press(clerk, clerk.getByRole('button', { name: '登记异议' }))
  const dialog = clerk.getByRole('dialog', { name: '对公告提出异议' })
  await press(clerk, dialog.getByRole('button', { name: '登记异议' }))
  await sees(clerk, dialog.getByText('有 2 处需要改正'), 'what is missing is told')
  await look(clerk, 'objection')
  await type(clerk, dialog.getByLabel('异议人姓名或名称'), '王某')
  await type(clerk, dialog.getByLabel('异议的内容和理由'), '我也是继承人')
  await press(clerk, dialog.getByRole('button', { name: '登记异议' }))
  await sees(clerk, clerk.getByText('办件已暂停：有人对公告提出异议'), 'it is on hold')
  await look(clerk, 'filing-objected')
}

async function walk(journey, town) {
  const home = await town.home()
  await town.fact('police', 'death', home.seller.document, {
    document_number: home.seller.document,
    died_on: '2026-01-31',
  })
  const clerk = await journey.person('clerk')
  await signIn(clerk, 'clerk-1')
  const filing = await apply(clerk, home)
  const code = await window.followCode(clerk)
  await decideAs(town, filing, 'review-registry', 'reviewer-registry')
  await sees(clerk, clerk.getByText(/^公告至/), 'the announcement runs, and until when')
  await look(clerk, 'filing-announced')

  const heir = await journey.person('heir', { phone: true })
  await citizen.follow(heir, { filing, code })
  await citizen.seesState(heir, '正在公告', 'citizen-announcing')
  await readAnnouncements(await journey.person('anybody'), home)

  await object(clerk)
  await citizen.seesState(heir, '暂停办理', 'citizen-held')
  await liftHold(town, filing, '查明异议人不是继承人')
  await sees(heir, heir.getByRole('heading', { level: 2, name: '正在公告' }), 'it goes on')

  if (!(await town.clock(Date.now() + MONTH_MS))) return
  await citizen.seesState(heir, '请缴费', 'citizen-announced-pay')
  await citizen.openPapers(heir, SIX)
}

export default async function inheritance(journey) {
  const town = await Town.start(journey.town.build, journey.town.store)
  town.looked = journey.town.looked
  journey.town = town
  try {
    await walk(journey, town)
  } catch (e) {
    await journey.keepScreens()
    throw e
  } finally {
    journey.isAway = true
    const faults = await town.close()
    journey.point(faults.length === 0, 'its town ended well', ...faults)
  }
}
