// What a citizen does with a phone: reads the guide, follows a filing, opens its papers.
import { look, press, sees, type } from '../kit.mjs'

/** From the first page, by words that fit one matter alone, to its guide. */
export async function readGuide(page, words, name) {
  await page.goto('/')
  await page.getByRole('link', { name }).waitFor()
  await look(page, 'citizen-home')
  await type(page, page.getByRole('searchbox'), words)
  await press(page, page.getByRole('button', { name: '查找', exact: true }))
  await sees(page, page.getByRole('heading', { level: 1, name }), `the guide of ${name}`)
  await page.getByRole('heading', { name: '到哪里办' }).waitFor()
  await page.waitForLoadState('networkidle')
  await look(page, 'citizen-guide')
}

/** With the number and the code of the notice. A first try without the code says what is missing. */
export async function follow(page, { filing, code }) {
  await page.goto('/follow')
  await type(page, page.getByLabel('办件编号'), filing)
  await press(page, page.getByRole('button', { name: '查进度', exact: true }))
  await sees(page, page.getByRole('alert'), 'tracking says what is missing')
  await look(page, 'citizen-find-faults')
  await type(page, page.getByLabel('查询码'), code)
  await press(page, page.getByRole('button', { name: '查进度', exact: true }))
  await sees(page, page.getByRole('heading', { name: '办理进度' }), 'the progress of the filing')
}

/** Waits until the page itself says how it stands, e.g. 请缴费. */
export async function seesState(page, words, state) {
  await sees(
    page,
    page.getByRole('heading', { level: 2, name: words, exact: true }),
    `the citizen sees ${words}`,
  )
  await look(page, state)
}

/** The last six characters of a party's document number, asked once. */
export async function openPapers(page, six) {
  await type(page, page.getByLabel('身份证号最后六位'), six)
  await press(page, page.getByRole('button', { name: '打开', exact: true }))
  await sees(page, page.getByRole('heading', { name: '通知书', exact: true }), 'papers are open')
}

/** A notice or a certificate, by (the beginning of) its name, and closed again. */
export async function readPaper(page, name, state) {
  await press(page, page.getByRole('button', { name }).last())
  const dialog = page.getByRole('dialog')
  await sees(page, dialog.getByRole('link', { name: /打开/ }), `${state}: the paper is there`)
  await look(page, state)
  await press(page, dialog.getByRole('button', { name: '关闭', exact: true }))
}

export async function seesBill(page) {
  await sees(page, page.getByRole('heading', { name: /^税费明细/ }), 'the bill line by line')
}
