// What reviewers and their manager do: claim, examine, decide, go on.
import { choose, look, press, sees, type } from '../kit.mjs'

const dialog = (page) => page.getByRole('dialog')

/** The pool, once it is there. */
export async function openPool(page) {
  if (!new URL(page.url()).pathname.startsWith('/review')) await page.goto('/review')
  await page.getByRole('heading', { name: '审核待办' }).waitFor()
  await page.getByRole('status').filter({ hasText: '待领取' }).waitFor()
}

export const rowOf = (page, filing) => page.getByRole('row').filter({ hasText: filing })

/** Claims the task of this filing, which opens it. */
export async function claimTask(page, filing) {
  await openPool(page)
  await press(page, rowOf(page, filing).getByRole('button', { name: /^领取/ }))
  await page.getByRole('button', { name: /^同意/ }).waitFor()
}

/** Opens the task of this filing without claiming it. */
export async function openTask(page, filing) {
  await openPool(page)
  await press(page, rowOf(page, filing).getByRole('link').first())
  await page.getByRole('heading', { name: '核验结果' }).waitFor()
}

async function begin(page, decision) {
  await press(page, page.getByRole('button', { name: new RegExp(`^${decision}`) }))
  await dialog(page).waitFor()
}

async function confirm(page, decision, state) {
  await dialog(page)
    .getByRole('button', { name: `确认${decision}` })
    .waitFor()
  await look(page, `${state}-check`)
  await press(page, dialog(page).getByRole('button', { name: `确认${decision}` }))
  await sees(
    page,
    dialog(page).getByRole('heading', { name: `已办：${decision}` }),
    `${state}: decided`,
  )
  await look(page, `${state}-done`)
}

/** Approves the open task; `passing`: of each finding that may be passed, its words, the typed reason
 * and perhaps words of one's own. */
export async function approve(page, { passing = [], state = 'review-approve' } = {}) {
  await begin(page, '同意')
  for (const [finding, code, words] of passing) {
    await choose(page, dialog(page).getByLabel(`为什么可以放行“${finding}”`), { label: code })
    if (words) await type(page, dialog(page).getByLabel('补充说明'), words)
  }
  if (passing.length)
    await press(page, dialog(page).getByRole('button', { name: '核对', exact: true }))
  await confirm(page, '同意', state)
}

/** 退回补正 or 不予登记, with the kind of reason as it stands in the list, and words. */
async function decideWithReason(page, decision, { code, reason, state }) {
  await begin(page, decision)
  await press(page, dialog(page).getByRole('button', { name: '核对', exact: true }))
  await sees(page, dialog(page).getByRole('alert'), `${state}: nothing is sent without a reason`)
  await look(page, `${state}-faults`)
  await choose(page, dialog(page).getByLabel('理由类别'), { label: code })
  await type(page, dialog(page).getByLabel('具体理由'), reason)
  await press(page, dialog(page).getByRole('button', { name: '核对', exact: true }))
  await confirm(page, decision, state)
}

export const sendBack = (page, reason) =>
  decideWithReason(page, '退回补正', { state: 'review-return', ...reason })

export const refuse = (page, reason) =>
  decideWithReason(page, '不予登记', { state: 'review-refuse', ...reason })

/** From a decision back to the pool. */
export async function backToPool(page) {
  await press(page, dialog(page).getByRole('button', { name: '回到待办' }))
  await openPool(page)
}

/** From a decision straight to the next task. */
export async function goOn(page) {
  await press(page, dialog(page).getByRole('button', { name: '下一件' }))
  await page.getByRole('button', { name: /^同意/ }).waitFor()
}

/** The manager takes a claimed task over, with a typed reason. */
export async function takeOver(page, filing, { code = '承办人不在岗', reason = '' } = {}) {
  await openPool(page)
  await press(page, rowOf(page, filing).getByRole('button', { name: /^接办/ }))
  await choose(page, dialog(page).getByLabel('理由类别'), { label: code })
  if (reason) await type(page, dialog(page).getByLabel('具体理由'), reason)
  await look(page, 'review-take-over')
  await press(page, dialog(page).getByRole('button', { name: '接办', exact: true }))
  await page.getByRole('button', { name: /^同意/ }).waitFor()
}

/** The manager lifts what holds the open filing up. */
export async function liftHold(page, reason) {
  await type(page, page.getByLabel('查明了什么，为什么可以继续办理'), reason)
  await press(page, page.getByRole('button', { name: '解除暂停' }))
  await sees(page, page.getByText('已解除：'), 'the hold is lifted')
}

/** What each of the three departments looks at before it decides: papers, facts, before and after. */
export async function examine(page, state) {
  for (const name of ['材料', '登记簿：登簿前后', '部门共享数据'])
    await sees(page, page.getByRole('heading', { name, exact: true }), `${state}: ${name}`)
  await page.getByText(/^第 1 份，共/).waitFor()
  await look(page, `${state}-task`)
}

/** A whole review: the pool, the case, the decision. */
export async function reviewAndApprove(page, filing, state) {
  await openPool(page)
  await rowOf(page, filing).waitFor()
  await look(page, `${state}-pool`)
  await claimTask(page, filing)
  await examine(page, state)
  await approve(page, { state })
  await backToPool(page)
}
