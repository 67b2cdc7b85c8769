// A city begins: a store without anything, the setup code from the service's log, one form; then the
// administrator signs in, puts a second factor in force, adds an office and an officer; the officer
// comes in with the one-time password and waits until the security administrator has granted the role.
import { Town, choose, look, press, scan, sees, signIn, tick, totp, type } from '../kit.mjs'

const REGION = {
  行政区划代码: '640104',
  中文名称: '银川市兴庆区',
  英文名称: 'Xingqing District, Yinchuan',
  省份简称: '宁',
  证号中的名称: '银川市',
  登记机构: '银川市自然资源局',
  登记机构代码: '640100',
}
const OFFICE = {
  办理点中文名称: '银川市民大厅',
  办理点英文名称: 'Yinchuan Civic Hall',
  办理点编号: 'hall',
}
const PEOPLE = {
  系统管理员: { 姓名: '王管理', 公民身份号码: '640101190503040014', 账号: 'wang' },
  安全管理员: { 姓名: '丁安全', 公民身份号码: '640101190503040030', 账号: 'ding' },
  审计员: { 姓名: '马审计', 公民身份号码: '640101190503040022', 账号: 'ma' },
}
const PASSWORD = 'Helan-Shan-2026'
const NEW_PASSWORD = 'Huang-He-2026'

async function fill(page, within, fields) {
  for (const [label, value] of Object.entries(fields))
    await type(page, within.getByLabel(label, { exact: true }).first(), value)
}

async function setUp(page, code) {
  await page.goto('/staff')
  await press(page, page.getByRole('link', { name: '首次启用' }))
  await sees(page, page.getByRole('heading', { level: 1, name: '首次启用' }), 'the first run')
  await look(page, 'setup')
  await press(page, page.getByRole('button', { name: '下一步' }))
  await sees(page, page.getByRole('alert'), 'everything that is missing is told at once')
  await look(page, 'setup-faults')
  await fill(page, page, { 启用码: code, ...REGION, ...OFFICE })
  await choose(page, page.getByLabel('所在行政区', { exact: true }), '640104')
  for (const [who, fields] of Object.entries(PEOPLE))
    await fill(page, page.getByRole('group', { name: who, exact: true }), {
      ...fields,
      口令: PASSWORD,
      再输入一次口令: PASSWORD,
    })
  await press(page, page.getByRole('button', { name: '下一步' }))
  await sees(page, page.getByRole('button', { name: '启用本市' }), 'the answers are read over')
  await look(page, 'setup-check')
  await press(page, page.getByRole('button', { name: '启用本市' }))
  await sees(page, page.getByRole('heading', { name: '本市已经启用' }), 'the city is made')
  await look(page, 'setup-done')
  await press(page, page.getByRole('link', { name: '去登录' }))
}

async function enrol(page) {
  await press(page, page.getByRole('button', { name: '启用', exact: true }))
  const code = page.getByRole('img', { name: '验证器二维码' })
  await sees(page, code, 'the secret for the authenticator')
  const secret = new URL(await scan(code)).searchParams.get('secret')
  await look(page, 'second-factor')
  await type(page, page.getByLabel('动态口令'), totp(secret))
  await press(page, page.getByRole('button', { name: '确认启用' }))
  await sees(
    page,
    page.getByText('已启用。下次登录时需要动态口令。'),
    'the second factor is in force',
  )
}

async function addOffice(page) {
  await page.goto('/admin/offices')
  await press(page, page.getByRole('link', { name: '新增办理点' }))
  await sees(page, page.getByRole('heading', { level: 1, name: '新增办理点' }), 'a new office')
  await page.getByLabel('编号', { exact: true }).waitFor()
  await fill(page, page, {
    编号: 'fenghuang',
    中文名称: '凤凰北街便民点',
    英文名称: 'Fenghuang Street',
  })
  await choose(page, page.getByLabel('类别', { exact: true }), { label: '社区服务点' })
  await look(page, 'office-new')
  await press(page, page.getByRole('button', { name: '下一步' }))
  await press(page, page.getByRole('button', { name: '保存' }))
  await sees(page, page.getByText('“凤凰北街便民点”已保存'), 'the office is there')
  await look(page, 'office-added')
}

/** Returns the one-time password, which is shown this once. */
async function addOfficer(page) {
  await page.goto('/admin/staff')
  await press(page, page.getByRole('link', { name: '新增人员' }))
  await page.getByLabel('账号', { exact: true }).waitFor()
  await fill(page, page, { 账号: 'li.clerk', 姓名: '李窗口' })
  await choose(page, page.getByLabel('办理点', { exact: true }), { label: '凤凰北街便民点' })
  await tick(page, page.getByLabel('综合受理'))
  await look(page, 'officer-new')
  await press(page, page.getByRole('button', { name: '下一步' }))
  await press(page, page.getByRole('button', { name: '新增人员' }))
  await sees(page, page.getByText('已新增：李窗口'), 'the officer is there')
  await look(page, 'officer-added')
  return (await page.locator('dd.once').innerText()).trim()
}

async function comeIn(page, password) {
  await signIn(page, 'li.clerk', { password })
  await sees(page, page.getByText('您用的是一次性口令'), 'a password of one’s own is asked for')
  await look(page, 'one-time-password')
  await type(page, page.getByLabel('现在的口令'), password)
  await type(page, page.getByLabel('新口令'), NEW_PASSWORD)
  await press(page, page.getByRole('button', { name: '保存' }))
  await sees(page, page.getByText('您的岗位还没有生效'), 'the role waits to be granted')
  await look(page, 'roles-wait')
}

async function grant(page) {
  await signIn(page, 'ding', { password: PASSWORD })
  await page.waitForURL('**/admin/staff')
  await page.goto('/staff')
  await enrol(page)
  await page.goto('/admin/staff')
  await sees(page, page.getByText('提请：综合受理'), 'what was asked for')
  await tick(page, page.getByLabel('只看岗位待授予的'))
  await look(page, 'roles-asked')
  await press(page, page.getByRole('link', { name: '李窗口' }))
  const act = page.getByRole('button', { name: '授予所选岗位' })
  await sees(page, act, 'the roles that may be granted')
  await look(page, 'grant')
  await press(page, act)
  await sees(page, page.getByText('李窗口的岗位已变更'), 'the role is granted')
  await look(page, 'granted')
}

export default async function firstRun(journey) {
  const town = await Town.start(journey.town.build, journey.town.store)
  journey.town = town
  try {
    const { code } = await town.tell('empty')
    const admin = await journey.person('administrator')
    await setUp(admin, code)
    await signIn(admin, 'wang', { password: PASSWORD })
    await sees(admin, admin.getByRole('heading', { level: 1 }), 'the administrator is in')
    await admin.goto('/staff')
    await enrol(admin)
    await addOffice(admin)
    const once = await addOfficer(admin)
    await admin.goto('/admin/changes')
    await sees(admin, admin.getByText('本人绑定动态验证器'), 'what was changed is written down')
    await look(admin, 'changes')
    const officer = await journey.person('officer')
    await comeIn(officer, once)
    await grant(await journey.person('security'))
    await officer.reload()
    await sees(officer, officer.getByRole('link', { name: '受理窗口' }).first(), 'the desk is open')
    await journey.end()
  } finally {
    journey.isAway = true
    const faults = await town.close()
    journey.point(faults.length === 0, 'the new city ended well', ...faults)
  }
}
