// What a clerk does at the window, by accessible names alone. Each act begins where the page stands and
// returns when the page shows that it is done.
import { FORM, choose, enter, give, look, press, sees, tick, type } from '../kit.mjs'

const button = (page, name) => page.getByRole('button', { name })
// A field's label, which may say that it need not be filled in.
const labelled = (label) =>
  new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(（选填）)?$`)
const party = (page, name) => page.getByRole('group', { name })

export async function openDesk(page) {
  await page.goto('/window')
  await sees(page, page.getByRole('heading', { level: 1, name: '受理窗口' }), 'the desk')
}

/** Types what is on the paper into the desk's one field. */
export async function callUp(page, number) {
  await type(page, page.getByLabel('合同号 / 证明号 / 不动产单元号 / 办件编号'), number)
  await enter(page)
}

/** A sale from its contract's number alone: everything else comes from departments and the registry. */
export async function beginSale(page, { contract }) {
  await openDesk(page)
  await callUp(page, contract)
  await sees(
    page,
    page.getByRole('heading', { level: 1, name: '二手房转移登记' }),
    'the sale begins',
  )
  await sees(page, page.getByText(/来自住房和城乡建设局/), 'the sale is filled in')
}

/** A matter that begins with something else, e.g. a mortgage with the unit's code. */
export async function begin(page, number, matter) {
  await openDesk(page)
  await callUp(page, number)
  const way = page.getByRole('link', { name: `新办：${matter}`, exact: true })
  const heading = page.getByRole('heading', { level: 1, name: matter, exact: true })
  await way.or(heading).first().waitFor()
  if (await way.isVisible()) await press(page, way)
  await sees(page, heading, `${matter} begins`)
  await sees(page, page.getByText(/来自不动产登记簿/), `${matter} is filled in`)
}

/** A matter chosen by itself, that no department knows anything of beforehand. */
export async function beginAt(page, scene, matter) {
  await page.goto(`/window/new/${scene}`)
  await sees(page, page.getByRole('heading', { level: 1, name: matter }), `${matter} begins`)
}

export async function fillUnit(page, unit) {
  await type(page, page.getByLabel('不动产单元号', { exact: true }), unit)
}

/** Answers by their labels: yes, no and choices by their words, the rest as typed. */
export async function answer(page, answers) {
  for (const [label, value] of Object.entries(answers)) {
    const group = page.getByRole('group', { name: labelled(label) })
    if (await group.count()) await tick(page, group.getByLabel(value, { exact: true }))
    else await type(page, page.getByLabel(labelled(label)).last(), value)
  }
}

/** One party's fields, e.g. fillParty(page, '抵押权人 1', { 类型: '组织', 姓名或名称: '示范银行' }). */
export async function fillParty(page, name, fields) {
  const folded = party(page, name).getByRole('button', { name: /修改或补充/ })
  if (await folded.count()) await press(page, folded)
  for (const [label, value] of Object.entries(fields)) {
    const field = party(page, name).getByLabel(labelled(label))
    if (!(await field.isVisible()))
      await press(page, party(page, name).locator('summary').filter({ hasText: '代理人' }))
    if ((await field.evaluate((e) => e.tagName)) === 'SELECT')
      await choose(page, field, { label: value })
    else await type(page, field, value)
  }
}

/** All required papers at once, as the scanner left them; `names` where they say which they are. */
export async function handIn(page, count = 2, before = 0) {
  await give(page, page.getByLabel('一次选取全部文件'), Array(count).fill(FORM))
  const last = page.getByRole('link', { name: /已收取/ }).nth(before + count - 1)
  await sees(page, last, 'the papers are in')
}

export async function check(page) {
  await press(page, button(page, /^核对/))
}

/** Reads it over and accepts; returns the filing's number. */
export async function accept(page, name = 'overview') {
  await sees(page, page.getByText('自动核验通过，可以受理。'), 'nothing stands in the way')
  await look(page, name)
  await press(page, button(page, /^受理/))
  await page.waitForURL(/\/window\/filing\/[0-9A-Z]+$/)
  await sees(page, page.getByText('查询码', { exact: true }), 'accepted')
  return page.url().split('/').pop()
}

/** The whole sale at the window, up to its acceptance. Returns the filing's number. */
export async function sell(page, home) {
  await beginSale(page, home)
  await look(page, 'sale-draft')
  await handIn(page)
  await check(page)
  return accept(page, 'sale-overview')
}

/** A home mortgaged by its owner to a bank, up to acceptance. */
export async function mortgage(page, { unit, bank, code }) {
  await begin(page, unit, '抵押权首次登记')
  await fillParty(page, '抵押权人 1', { 类型: '组织', 姓名或名称: bank, 证件号码: code })
  await answer(page, {
    抵押合同编号: 'DY-1',
    '被担保债权数额（最高额抵押填最高债权额）（元）': '500000',
    '债务履行期限（债权确定期间）起': '20260301',
    '债务履行期限（债权确定期间）止': '20460228',
    担保范围: '主债权及利息',
    是否最高额抵押: '否',
    是否存在禁止或限制转让抵押不动产的约定: '否',
  })
  await look(page, 'mortgage-draft')
  await handIn(page, 4)
  await check(page)
  return accept(page, 'mortgage-overview')
}

/** The release of a mortgage from the number of its proof, up to acceptance. */
export async function release(page, { proof }) {
  await begin(page, proof, '抵押权注销登记')
  await answer(page, { 注销原因: '主债权消灭' })
  await look(page, 'release-draft')
  await handIn(page)
  await check(page)
  return accept(page, 'release-overview')
}

/** What is to be put right in a mortgage, from the number of its proof: the form knows which right is meant. */
export async function beginsBurdenCorrection(page, { proof, holder }) {
  await begin(page, proof, '他项权利更正登记')
  const right = page.getByRole('radio', { name: /^抵押权/ })
  await sees(page, right, 'the right that the proof is of')
  page.journey.point(await right.isChecked(), 'it is chosen by itself')
  await sees(page, page.getByText(holder).first(), 'its holder is filled in')
  await look(page, 'burden-correction-draft')
}

/** The price typed wrongly, no papers, nobody's consent: all told at once, and put right at once. */
export async function seesFindings(page, count, name) {
  await sees(
    page,
    page.getByRole('heading', { name: `有 ${count} 处需要改正` }),
    `${count} findings at once`,
  )
  await look(page, name)
}

/** Each finding of the summary says what to do, and its link leads to its field. Returns what they say. */
export async function followFindings(page) {
  const alert = page.getByRole('alert')
  const links = alert.getByRole('link')
  const said = await links.allInnerTexts()
  for (let i = 0; i < said.length; i++) {
    const wanted = (await links.nth(i).getAttribute('href')).slice(1)
    await press(page, links.nth(i))
    const reached = await page.evaluate(() => document.activeElement?.id ?? '')
    page.journey.point(reached === wanted, `“${said[i]}” leads to its field`, reached)
  }
  return said
}

// ---- a filing ----

/** What the applicants get to follow it with, read from the screen. */
export async function followCode(page) {
  const label = page.getByText('查询码', { exact: true })
  return (await label.locator('xpath=following-sibling::dd[1]').innerText()).trim()
}

export async function openFiling(page, filing) {
  await page.goto(`/window/filing/${filing}`)
  await sees(page, page.getByRole('heading', { level: 2, name: '进度' }), 'the filing')
}

export async function readsNotice(page, name) {
  await press(page, button(page, `查看打印 ${name}`))
  await sees(
    page,
    page.getByRole('dialog').getByRole('link', { name: 'PDF' }),
    `the notice: ${name}`,
  )
  await look(page, 'notice')
  await page.keyboard.press('Escape')
}

/** The bill with its code appears by itself. */
export async function seesBill(page, amount) {
  await sees(
    page,
    page.getByRole('img', { name: '缴费二维码' }),
    'the code to pay by appears by itself',
  )
  await sees(page, page.getByText(amount).first(), `the amount is ${amount}`)
  await look(page, 'filing-pay')
}

/** Paid, recorded and certified by themselves; looked at and handed out with one press. Returns the
 * number that stands on it. */
export async function handOut(page) {
  await sees(page, button(page, /^发证并办结/), 'the certificate is there by itself')
  await look(page, 'filing-issue')
  const [, number] = (await button(page, /^预览/).first().innerText()).trim().split(/\s+/)
  await press(page, button(page, /^预览/).first())
  await sees(
    page,
    page.getByRole('dialog').getByRole('link', { name: 'PDF' }),
    'the certificate before it is handed out',
  )
  await look(page, 'certificate')
  await page.keyboard.press('Escape')
  await press(page, button(page, /^发证并办结/))
  await sees(page, page.getByText('已办结', { exact: true }), 'handed out')
  await look(page, 'filing-closed')
  return number
}

/** A department does not answer: what it would say is read from a paper. */
export async function readFromPaper(page, { step, reason }) {
  await press(page, button(page, `转人工核验 ${step}`))
  await sees(page, page.getByRole('dialog', { name: `人工核验：${step}` }), 'the way by hand')
  await press(page, button(page, /^提交，等待复核/))
  await sees(
    page,
    page.getByRole('heading', { name: '有 2 处需要改正' }),
    'what is missing is told',
  )
  await look(page, 'by-hand')
  await give(page, page.getByLabel(/上传文件\s*纸质核验材料/))
  await sees(page, page.getByRole('link', { name: /已收取/ }), 'the paper is in')
  await type(page, page.getByLabel('为什么转人工'), reason)
  await press(page, button(page, /^提交，等待复核/))
  await sees(
    page,
    page.getByText('由您录入，请另一名工作人员复核。'),
    'a second officer is asked for',
  )
  await look(page, 'by-hand-proposed')
}

/** The second officer agrees. */
export async function confirmFromPaper(page, { step }) {
  await press(page, button(page, `复核无误 ${step}`))
  await sees(page, page.getByText(/据纸质材料录入.*复核/s), 'read from paper, and confirmed')
  await look(page, 'by-hand-confirmed')
}

/** 补正: what was asked for is put right and sent again. */
export async function correct(page, answers) {
  await press(page, page.getByRole('link', { name: /^补正/ }))
  await sees(page, page.getByText('补正要求'), 'what is asked for')
  await look(page, 'correct')
  await answer(page, answers)
  await press(page, button(page, /^更正并重新提交/))
  await sees(page, page.getByText('已受理', { exact: true }), 'sent again')
}

export async function withdraw(page, words = '') {
  await press(page, button(page, '撤回'))
  await sees(page, page.getByRole('dialog', { name: '撤回' }), 'why it is withdrawn')
  await look(page, 'withdraw')
  if (words) await type(page, page.getByLabel('补充说明'), words)
  await press(page, page.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }))
  await sees(page, page.getByText('已撤回', { exact: true }), 'withdrawn')
}

/** 不予受理 of what stands in the form. */
export async function reject(page, words) {
  await press(page, button(page, '不予受理'))
  await sees(page, page.getByRole('dialog', { name: '不予受理' }), 'why it is not accepted')
  await look(page, 'reject')
  await type(page, page.getByLabel('补充说明'), words)
  await press(page, page.getByRole('dialog').getByRole('button', { name: '不予受理', exact: true }))
  await sees(page, page.getByText('不动产登记不予受理告知书'), 'the notice of it')
  await look(page, 'rejected')
}
