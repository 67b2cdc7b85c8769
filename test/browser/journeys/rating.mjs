// 好差评: the seller rates a matter that has ended, on the phone and with nothing chosen beforehand; the
// answer to the bad rating comes back to the same page and is accepted there.
import { look, press, sees, tick, type } from '../kit.mjs'
import { sell } from '../matter.mjs'

const button = (page, name) => page.getByRole('button', { name, exact: true })

async function identify(page, six) {
  await type(page, page.getByLabel('身份证号最后六位'), six)
  await press(page, button(page, '去评价'))
}

/** What the manager does about it, meanwhile. */
async function answer(town, filing) {
  const manager = await town.officer('manager-1')
  const { ratings } = await manager('GET', '/ratings')
  const { rating } = ratings.find((r) => r.filing === filing)
  await manager('POST', `/ratings/${rating}/take`, {})
  const found = { outcome: 'at-once', call: 'reached', words: '属实' }
  await manager('POST', `/ratings/${rating}/find`, found)
  const said = { answer: '已增开一个窗口。', published: '等候时间长：已增开窗口' }
  await manager('POST', `/ratings/${rating}/answer`, said)
}

export default async function rating(journey) {
  const { town } = journey
  const home = await town.home()
  const { filing, follow_code: code } = await sell(town, home)
  const clerk = await town.officer('clerk-1')
  const page = await journey.person('seller')
  const six = home.seller.document.slice(-6)
  const path = `/rate/${filing}?code=${code}`
  await page.goto(path)
  await identify(page, six)
  await sees(page, page.getByText('办结以后才能评价'), 'it cannot be rated before it has ended')
  await clerk('POST', `/filings/${filing}/withdraw`, { reason: '改日办理' })

  await page.goto(`/follow/${filing}?code=${code}`)
  await press(page, page.getByRole('link', { name: '去评价', exact: true }))
  await sees(page, page.getByRole('heading', { level: 1, name: '办得怎么样？' }), 'the page opens')
  await press(page, button(page, '去评价'))
  await sees(page, page.getByRole('alert'), 'who rates must be a party')
  await identify(page, six)
  await sees(page, page.getByText('您满意吗？'), 'five levels')
  journey.point((await page.locator('input:checked').count()) === 0, 'nothing is chosen beforehand')
  await look(page, 'citizen-rate')
  await press(page, button(page, '提交评价'))
  await sees(page, page.getByRole('alert'), 'a level is asked for')
  await tick(page, page.getByRole('radio', { name: '不满意', exact: true }))
  await sees(page, page.getByText('哪里没做好？'), 'reasons of a bad level')
  await tick(page, page.getByRole('checkbox', { name: '等待时间长' }))
  await type(page, page.getByLabel('还想说什么'), '等了两个小时')
  await type(page, page.getByLabel('联系电话'), '13900000001')
  await look(page, 'citizen-rate-bad')
  await press(page, button(page, '提交评价'))
  await sees(page, page.getByRole('heading', { name: '谢谢您的评价' }), 'thanks')
  await look(page, 'citizen-rated')

  await answer(town, filing)
  await page.goto(path)
  await identify(page, six)
  await sees(page, page.getByText('已增开一个窗口。'), 'the answer')
  await look(page, 'citizen-rate-answer')
  await press(page, button(page, '认可'))
  await sees(page, page.getByText('办结', { exact: true }), 'it is closed')
}
