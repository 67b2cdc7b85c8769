// 查询: a holder is told what the register says of the own home, a neighbour is refused, somebody gets a proof of
// having no home; anybody verifies the code, and learns that the register has changed since.
import { choose, give, look, press, sees, signIn, type } from '../kit.mjs'

const button = (page, name) => page.getByRole('button', { name })
const group = (page, name) => page.getByRole('group', { name, exact: true })

async function name(page, who, title = '查询人') {
  const at = group(page, title)
  await type(page, at.getByLabel('姓名或名称', { exact: true }), who.name)
  await type(page, at.getByLabel('证件号码', { exact: true }), who.document)
}

const codeOn = async (page) =>
  (await page.getByText(/^YQ\d{6}( [0-9a-f]{8}){4}$/).textContent()).trim()

async function askOwn(clerk, home) {
  await type(clerk, clerk.getByLabel('不动产单元号'), home.unit)
  await type(clerk, clerk.getByLabel('查询目的'), '出售')
  await name(clerk, home.buyer)
  await press(clerk, button(clerk, /^出具查询结果/))
  await sees(clerk, clerk.getByRole('alert'), 'a paper is asked for')
  await give(clerk, clerk.getByLabel(/上传文件\s*身份证明/))
  await sees(clerk, clerk.getByRole('link', { name: /已收取/ }), 'the paper is in')
  await press(clerk, button(clerk, /^出具查询结果/))
  await sees(
    clerk,
    clerk.getByText('登记簿上的权利人不是此人').first(),
    'who is no holder is told so',
  )
  await look(clerk, 'query-not-holder')
  await name(clerk, home.seller)
  await press(clerk, button(clerk, /^出具查询结果/))
  await sees(
    clerk,
    clerk.getByRole('heading', { level: 1, name: '不动产登记查询结果证明' }),
    'it is answered',
  )
  await sees(clerk, clerk.getByText(home.location), 'the natural status')
  await look(clerk, 'query-answered')
  return codeOn(clerk)
}

async function refuse(clerk, home) {
  await choose(clerk, clerk.getByLabel('查询身份'), { label: '有买卖、租赁、抵押意向的人' })
  await type(clerk, clerk.getByLabel('不动产单元号'), home.unit)
  await type(clerk, clerk.getByLabel('查询目的'), '打听邻居')
  await name(clerk, home.buyer)
  await press(clerk, button(clerk, /^不予查询/))
  await choose(clerk, clerk.getByLabel('不予查询的理由'), { label: '申请查询的目的不合法' })
  await type(clerk, clerk.getByLabel('具体情况'), '查询人称想了解邻居的情况')
  await look(clerk, 'query-refusing')
  await press(clerk, button(clerk, '出具不予查询告知书'))
  await sees(
    clerk,
    clerk.getByRole('heading', { level: 1, name: '不予查询告知书' }),
    'it is refused',
  )
  await look(clerk, 'query-refused')
}

async function askHouses(clerk) {
  await choose(clerk, clerk.getByLabel('查询种类'), { label: '名下房屋查询' })
  await choose(clerk, clerk.getByLabel('查询身份'), { label: '本人' })
  await type(clerk, clerk.getByLabel('查询目的'), '公积金提取')
  await name(clerk, { name: '赵示范', document: '640101190503040065' })
  await give(clerk, clerk.getByLabel(/上传文件\s*身份证明/))
  await sees(clerk, clerk.getByRole('link', { name: /已收取/ }), 'the paper is in')
  await press(clerk, button(clerk, /^出具查询结果/))
  await sees(clerk, clerk.getByRole('heading', { level: 1, name: '无房证明' }), 'no home')
  await press(clerk, button(clerk, /^查看打印/))
  await sees(clerk, clerk.getByRole('link', { name: /无房证明/ }), 'the letter')
  await clerk.keyboard.press('Escape')
  await look(clerk, 'query-no-home')
  return codeOn(clerk)
}

async function seize(town, home) {
  const reviewer = await town.officer('reviewer-registry')
  await reviewer('POST', `/registry/units/${home.unit}/seizures`, {
    court: '兴庆区人民法院',
    court_code: '11640100000000019N',
    document: '（2026）宁0104执77号',
    ends_on: '2028-12-01',
    debtor_number: home.seller.document,
  })
}

async function verify(page, code) {
  await page.goto('/check')
  await type(page, page.getByLabel('或者把二维码的内容粘贴到这里'), code)
  await press(page, button(page, '核验 扫二维码'))
}

export default async function query(journey) {
  const { town } = journey
  const home = await town.home()
  const clerk = await journey.person('clerk')
  await signIn(clerk, 'clerk-1')
  await clerk.goto('/window/query')
  await look(clerk, 'query-form')
  const code = await askOwn(clerk, home)
  await press(clerk, clerk.getByRole('link', { name: '再办一份' }))
  await refuse(clerk, home)
  await press(clerk, clerk.getByRole('link', { name: '再办一份' }))
  const none = await askHouses(clerk)

  const anybody = await journey.person('citizen')
  await verify(anybody, code)
  await sees(anybody, anybody.getByRole('heading', { name: /属实$/ }), 'genuine')
  await look(anybody, 'check-query')
  await anybody.goto(`/staff`)
  await anybody.goto(`/check#${none.replaceAll(' ', '')}`)
  await sees(anybody, anybody.getByText('所列范围内无登记房屋'), 'by the address on the proof')
  await seize(town, home)
  await verify(anybody, code)
  await sees(anybody, anybody.getByRole('heading', { name: /登记簿此后有变动/ }), 'changed since')
  await look(anybody, 'check-query-changed')
  await verify(anybody, code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'))
  await sees(anybody, anybody.getByRole('heading', { name: /没有这份证明/ }), 'no such proof')
}
