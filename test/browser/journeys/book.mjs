// The book of a unit: its chain of title, what each entry did, and the register as it stood before.
import { choose, look, press, sees, signIn, type } from '../kit.mjs'
import { approve, ease, finish, sell } from '../matter.mjs'

export default async function book(journey) {
  const { town } = journey
  const home = await town.home()
  // The field knows whole seconds: the sale happens after one that the first entry is older than.
  const before = Math.ceil(Date.now() / 1000) * 1000
  await new Promise((then) => setTimeout(then, before + 1 - Date.now()))
  const sale = await sell(town, home)
  await finish(town, sale.filing, await approve(town, sale.filing))
  const neighbour = await town.home()
  await ease(town, neighbour, home)

  const page = await journey.person('reviewer')
  await signIn(page, 'reviewer-registry')
  await page.goto(`/book/${home.unit}`)
  await sees(page, page.getByRole('heading', { level: 1, name: '登记簿' }), 'the book')
  // Nothing is shown before the officer has said why; it is said once.
  await press(page, page.getByRole('button', { name: '查阅', exact: true }))
  await sees(page, page.getByText('请选择查阅目的').first(), 'a purpose is asked for')
  await choose(page, page.getByLabel('查阅目的', { exact: true }), {
    label: '协助法院等国家机关查询',
  })
  await type(page, page.getByLabel('文号或者事由', { exact: true }), '（2026）宁0104执12号')
  await look(page, 'book-purpose')
  await press(page, page.getByRole('button', { name: '查阅', exact: true }))
  await sees(page, page.getByText(/^查阅目的：协助法院/), 'what was stated')
  const rows = page.getByRole('region', { name: '权利来历' }).getByRole('listitem')
  await sees(page, rows.filter({ hasText: '取得所有权' }), 'how the title began')
  await sees(page, rows.filter({ hasText: '原所有权终止' }), 'how it passed on')
  const serving = page.getByRole('region', { name: '其他不动产上为它设立的地役权' })
  await sees(page, serving.getByText('通行'), 'the easement that serves it')
  await sees(page, serving.getByText(`供役地 ${neighbour.unit}`), 'and which unit bears it')
  await look(page, 'book')
  await press(page, page.getByRole('button', { name: /^登簿前后/ }).last())
  await sees(
    page,
    page
      .getByRole('heading', { name: '登簿：登簿前后' })
      .or(page.getByRole('heading', { name: '登记簿：登簿前后' })),
    'before and after the sale',
  )
  await look(page, 'book-entry')

  // In China's time, as the field takes it: a full minute without its seconds.
  const moment = new Date(before + 8 * 3600000).toISOString().slice(0, 19).replace(/:00$/, '')
  await page.locator('#moment').fill(moment)
  await press(page, page.getByRole('button', { name: '查看', exact: true }))
  await sees(page, page.getByText(/^截至/), 'the register as it stood')
  await sees(page, page.getByRole('status').getByText(home.seller.name), 'the seller held it then')
  await look(page, 'book-at')
  await page.locator('#moment').fill('2020-01-01T00:00')
  await press(page, page.getByRole('button', { name: '查看', exact: true }))
  await sees(
    page,
    page.getByText('那时登记簿上还没有这个不动产单元。'),
    'nothing before the first entry',
  )

  const auditor = await journey.person('auditor')
  await signIn(auditor, 'auditor')
  await auditor.goto(`/admin/access?subject=${home.unit}`)
  await sees(
    auditor,
    auditor.getByRole('row', { name: /协助法院/ }).first(),
    'the auditor sees who read it and why',
  )
  await look(auditor, 'access')
}
