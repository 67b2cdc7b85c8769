// Rules as data, by those who live with them: the clerk and the reviewer pass a finding with a typed
// reason, a manager examines what was passed and sees how often it was, two officers lock a property and
// release it, and everybody can read the rules. The town is its own, for its city has rules of its own.
import { Town, choose, loaded, look, press, sees, signIn, tick, type } from '../kit.mjs'
import * as review from '../acts/review.mjs'
import * as window from '../acts/window.mjs'
import { approveAllButRegistry, handOut, order, sell } from '../matter.mjs'

const CITY = 'test/browser/city-rules.yaml'
const FINDING = '转让人亲自办理须说明理由'
const AT_ENTRY = '登簿前须再次核对转让人'
const ACKNOWLEDGED = '当事人已书面知悉并自担风险'
const PROVEN = '已有书面材料证明'
const WORDS = '本人到场，已核对'

const alert = (page) => page.getByRole('alert')
const button = (page, name) => page.getByRole('button', { name })

async function open(page, path, title, name) {
  await page.goto(path)
  await sees(page, page.getByRole('heading', { level: 1, name: title }), name)
  await loaded(page)
  await look(page, name)
}

/** Why it may be passed is asked beside the finding: a choice, with words where the choice says nothing. */
async function passAtWindow(clerk, home) {
  await window.beginSale(clerk, home)
  await window.handIn(clerk)
  await window.check(clerk)
  const why = alert(clerk).getByLabel('为什么可以放行')
  await sees(clerk, why, 'the finding asks for a typed reason')
  await look(clerk, 'passing')
  await choose(clerk, why, { label: '其他情形' })
  await window.check(clerk)
  await sees(clerk, clerk.getByText('选“其他情形”的，请写明'), 'another reason wants words')
  await look(clerk, 'passing-words')
  await choose(clerk, why, { label: ACKNOWLEDGED })
  await window.check(clerk)
  await sees(clerk, clerk.getByText(/^下列事项说明理由后放行/), 'it may be accepted')
  await sees(clerk, clerk.getByText(ACKNOWLEDGED), 'the reason is read over')
  await look(clerk, 'passing-overview')
  await press(clerk, button(clerk, /^受理/))
  await sees(clerk, clerk.getByText('已放行', { exact: true }), 'the filing says what was passed')
  await sees(clerk, clerk.getByText(ACKNOWLEDGED), 'and by which reason')
  await press(clerk, clerk.locator('summary').filter({ hasText: '核验记录' }))
  await sees(clerk, clerk.getByRole('cell', { name: /已放行/ }), 'what the rules found')
  await look(clerk, 'passing-filing')
}

async function passAtReview(reviewer, filing) {
  await review.claimTask(reviewer, filing)
  await look(reviewer, 'review-reason')
  await press(reviewer, button(reviewer, /^同意/))
  const dialog = reviewer.getByRole('dialog')
  await press(reviewer, dialog.getByRole('button', { name: '核对', exact: true }))
  await sees(
    reviewer,
    dialog.getByText('请选择为什么可以放行', { exact: true }),
    'nothing passes without a reason',
  )
  await look(reviewer, 'review-passing-faults')
  await choose(reviewer, dialog.getByLabel(`为什么可以放行“${FINDING}”`), { label: PROVEN })
  await type(reviewer, dialog.getByLabel('补充说明'), WORDS)
  await look(reviewer, 'review-passing')
  await press(reviewer, dialog.getByRole('button', { name: '核对', exact: true }))
  await sees(reviewer, dialog.getByText(`${PROVEN}：${WORDS}`), 'the reason is read over')
  await look(reviewer, 'review-passing-check')
  await press(reviewer, dialog.getByRole('button', { name: '确认同意' }))
  await sees(reviewer, dialog.getByRole('heading', { name: '已办：同意' }), 'decided')
  await review.backToPool(reviewer)
}

/** What is found only at the entry comes back to the reviewer, who is asked for the reason there. */
async function passAtEntry(reviewer, filing) {
  await reviewer.goto('/review')
  await review.claimTask(reviewer, filing)
  await press(reviewer, button(reviewer, /^同意/))
  const dialog = reviewer.getByRole('dialog')
  await press(reviewer, dialog.getByRole('button', { name: '确认同意' }))
  const why = dialog.getByLabel(`为什么可以放行“${AT_ENTRY}”`)
  await sees(reviewer, why, 'the entry asks for a reason')
  await look(reviewer, 'review-entry-asks')
  await choose(reviewer, why, { label: PROVEN })
  await press(reviewer, dialog.getByRole('button', { name: '核对', exact: true }))
  await press(reviewer, dialog.getByRole('button', { name: '确认同意' }))
  await sees(reviewer, dialog.getByRole('heading', { name: '已办：同意' }), 'entered')
  await review.backToPool(reviewer)
}

/** A manager examines what was passed: nothing is faulty without words, and each is examined once. */
async function examine(manager) {
  await open(manager, '/admin/samples', '放行抽查', 'samples')
  const cards = manager.getByRole('article', { name: FINDING })
  const mine = cards.filter({ hasText: WORDS })
  await sees(manager, mine, 'what the reviewer passed is drawn')
  await tick(manager, mine.getByLabel('有差错'))
  await press(manager, mine.getByRole('button', { name: '提交结论' }))
  await sees(manager, mine.getByText('认定有差错的，请写明差错在哪里'), 'a fault wants words')
  await look(manager, 'samples-faults')
  await type(manager, mine.getByLabel('差错在哪里'), '没有留存照片')
  await press(manager, mine.getByRole('button', { name: '提交结论' }))
  await sees(manager, manager.getByText('已记录结论：有差错。'), 'the result is written down')
  await tick(manager, cards.first().getByLabel('无误'))
  await press(manager, cards.first().getByRole('button', { name: '提交结论' }))
  await sees(manager, manager.getByText('没有待抽查的。'), 'the pool is empty')
  await look(manager, 'samples-none')
  await choose(manager, manager.getByLabel('状态'), { label: '有差错' })
  await sees(manager, manager.getByText('没有留存照片'), 'what was found wrong')
  await look(manager, 'samples-fault')
}

async function count(manager) {
  await manager.goto('/admin/counts')
  const row = manager.getByRole('row').filter({ hasText: FINDING })
  await sees(manager, row, 'how often the rule spoke')
  await press(manager, row.locator('summary'))
  await sees(manager, row.getByText(PROVEN), 'why it was passed')
  await sees(manager, row.getByText('reviewer-registry'), 'and by whom')
  await look(manager, 'counts')
  // A date's own control is typed into in the order of the device's language.
  await manager.getByLabel('起', { exact: true }).fill('2026-01-02')
  await manager.getByLabel('止（含当日）').fill('2026-01-01')
  await sees(manager, alert(manager).getByText('期间的起止不对'), 'a period has an order')
  await look(manager, 'counts-faults')
}

async function lock(reviewer, manager, unit) {
  await open(reviewer, `/review/locks?unit=${unit}`, '锁定', 'locks-none')
  await press(reviewer, button(reviewer, '申请锁定'))
  const dialog = reviewer.getByRole('dialog', { name: '申请锁定' })
  await tick(reviewer, dialog.getByRole('radio', { name: /^证书/ }))
  await press(reviewer, dialog.getByRole('button', { name: '提交，等待复核' }))
  await sees(reviewer, dialog.getByText('有 2 处需要改正'), 'what is missing is told at once')
  await look(reviewer, 'lock-faults')
  await tick(reviewer, dialog.getByRole('radio', { name: /^单元/ }))
  await type(reviewer, dialog.getByLabel('原因'), '权属待查')
  await press(reviewer, dialog.getByRole('button', { name: '提交，等待复核' }))
  await sees(reviewer, reviewer.getByText(/^锁定已申请/), 'a second officer is asked for')
  await sees(reviewer, reviewer.getByText('由您提出，须由另一名工作人员复核。'), 'not the same one')
  await look(reviewer, 'locks-asked')

  await open(manager, '/admin/locks', '锁定', 'locks')
  await press(manager, button(manager, /^复核生效/))
  await sees(manager, manager.getByText('已复核，锁定生效。'), 'it is in force')
  await look(manager, 'locks-live')

  await reviewer.reload()
  await press(reviewer, button(reviewer, /^申请解除/))
  await type(reviewer, reviewer.getByRole('dialog').getByLabel('原因'), '已查明')
  await look(reviewer, 'lock-release')
  await press(
    reviewer,
    reviewer.getByRole('dialog').getByRole('button', { name: '提交，等待复核' }),
  )
  await sees(reviewer, reviewer.getByText(/^已申请解除/), 'its release is asked for')

  await manager.reload()
  await press(manager, button(manager, /^复核解除/))
  await sees(manager, manager.getByText('已复核，锁定解除。'), 'it is released')
  await sees(manager, manager.getByText('没有锁定。'), 'none is left')
  await choose(manager, manager.getByLabel('状态'), { label: '已解除' })
  await sees(manager, manager.getByText('权属待查'), 'what was is kept')
  await look(manager, 'locks-released')
}

/** On a certificate or a property in hand any matter begins, also one that nothing is fetched for. */
async function beginOn(clerk, number, unit, name) {
  await window.openDesk(clerk)
  await window.callUp(clerk, number)
  await sees(
    clerk,
    clerk.getByRole('heading', { name: '在这个不动产上办理其他业务' }),
    `any matter on ${name}`,
  )
  await type(clerk, clerk.locator('#matter-on'), '异议登记')
  await look(clerk, `desk-on-${name}`)
  await press(clerk, clerk.getByRole('link', { name: '异议登记', exact: true }).first())
  await sees(clerk, clerk.getByRole('heading', { level: 1, name: '异议登记' }), 'it begins')
  const field = clerk.getByLabel('不动产单元号', { exact: true })
  await sees(clerk, clerk.getByText('登记簿上现有的权利'), 'the page of the registry is there')
  clerk.journey.point((await field.inputValue()) === unit, `${name} is filled in`)
  await look(clerk, `new-on-${name}`)
}

async function readRules(guest) {
  await open(guest, '/guide/rules', '核验规则', 'rules')
  await type(guest, guest.getByLabel('文字、编号或依据'), FINDING)
  await sees(guest, guest.getByRole('status').getByText('共 1 条'), 'a rule is found by its words')
  await press(guest, guest.locator('summary').first())
  await sees(guest, guest.getByText('适用事项', { exact: true }).last(), 'what it is of')
  await look(guest, 'rules-one')
  await type(guest, guest.getByLabel('文字、编号或依据'), '没有这样的规则')
  await sees(guest, guest.getByText('没有符合条件的规则。'), 'none fits')
  await guest.goto('/guide/resale-transfer')
  const part = guest.locator('section').filter({ hasText: '系统会核验什么' })
  await press(guest, part.locator('summary'))
  await sees(guest, part.getByText('不可通过', { exact: true }), 'what a sale is checked by')
  await look(guest, 'guide-rules')
}

async function walk(journey, town) {
  const before = await town.home()
  const sale = await sell(town, before)
  await approveAllButRegistry(town, sale.filing)
  await town.tell(`rules ${CITY}`)

  const clerk = await journey.person('clerk')
  await signIn(clerk, 'clerk-1')
  await passAtWindow(clerk, await town.home())

  const reviewer = await journey.person('reviewer')
  await signIn(reviewer, 'reviewer-registry')
  await passAtReview(reviewer, sale.filing)

  const manager = await journey.person('manager')
  await signIn(manager, 'manager-1')
  await examine(manager)
  await count(manager)
  await open(manager, '/admin/rules', '核验规则', 'admin-rules')
  await open(reviewer, '/review/counts', '规则统计', 'review-counts')
  await lock(reviewer, manager, (await town.home()).unit)

  await town.pay(await order(town, sale.filing))
  await passAtEntry(reviewer, sale.filing)
  const { number } = await handOut(town, sale.filing)
  await beginOn(clerk, before.unit, before.unit, 'unit')
  await beginOn(clerk, number, before.unit, 'certificate')
  await readRules(await journey.person('guest'))
  await journey.end()
}

export default async function rules(journey) {
  const town = await Town.start(journey.town.build, journey.town.store)
  journey.town = town
  try {
    await walk(journey, town)
  } finally {
    journey.isAway = true
    const faults = await town.close()
    journey.point(faults.length === 0, 'the town with rules of its own ended well', ...faults)
  }
}
