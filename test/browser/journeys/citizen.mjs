// A buyer follows the sale on the phone, from acceptance to the certificate, and checks that it is good.
import { look, press, sees, type } from '../kit.mjs'
import { approve, finish, sell } from '../matter.mjs'

export default async function citizen(journey) {
  const { town } = journey
  const home = await town.home()
  const page = await journey.person('buyer')
  await page.goto('/')
  await sees(page, page.getByRole('heading', { level: 1 }), 'the first page')
  await sees(page, page.getByRole('link', { name: /二手房转移登记/ }), 'the matters')
  await look(page, 'home')
  await press(page, page.getByRole('link', { name: /二手房转移登记/ }).first())
  await sees(page, page.getByRole('heading', { level: 1, name: /二手房转移登记/ }), 'the guide')
  await look(page, 'guide')

  const sale = await sell(town, home)
  await page.goto('/follow')
  await press(page, page.getByRole('button', { name: '查进度' }))
  await look(page, 'follow-empty')
  await type(page, page.getByLabel('办件编号'), sale.filing)
  await type(page, page.getByLabel('查询码'), sale.follow_code)
  await press(page, page.getByRole('button', { name: '查进度' }))
  await sees(page, page.getByText('正在办理').first(), 'the filing is under way')
  await look(page, 'follow-accepted')

  const order = await approve(town, sale.filing)
  await sees(page, page.getByText('请缴费').first(), 'the bill appears by itself')
  await look(page, 'follow-pay')
  const certificate = await finish(town, sale.filing, order)
  await sees(page, page.getByText('已经办好').first(), 'the end appears by itself')
  await look(page, 'follow-closed')

  await page.goto('/check')
  await look(page, 'check')
  await type(page, page.getByLabel('证书号或证明号'), certificate.number)
  await type(page, page.getByLabel('权利人姓名或名称'), home.buyer.name)
  await press(page, page.getByRole('button', { name: /^核验.*输证号/ }))
  await sees(page, page.getByText('这份证是真的，现在有效'), 'the certificate is in force')
  await look(page, 'check-valid')
}
