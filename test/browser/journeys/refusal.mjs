// A reviewer refuses; the buyer reads on the phone what was decided, why, and what can be done.
import { look, press, sees, type } from '../kit.mjs'
import { refuse, sell } from '../matter.mjs'

export default async function refusal(journey) {
  const { town } = journey
  const home = await town.home()
  const page = await journey.person('buyer', { phone: true })
  const sale = await sell(town, home)
  await page.goto(`/follow/${sale.filing}?code=${sale.follow_code}`)
  await sees(page, page.getByText('正在办理').first(), 'the filing is under way')
  await refuse(town, sale.filing, '申请人之间就该不动产的权属存在争议')
  await sees(page, page.getByText('没有登记').first(), 'the refusal appears by itself')
  await look(page, 'refusal')
  await type(page, page.getByLabel('身份证号最后六位'), home.buyer.document.slice(-6))
  await press(page, page.getByRole('button', { name: '打开', exact: true }))
  await press(page, page.getByRole('button', { name: /不予登记/ }))
  await sees(page, page.getByRole('link', { name: 'PDF' }), 'the notice is there')
  await look(page, 'refusal-notice')
}
