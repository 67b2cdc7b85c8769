// Anybody verifies a certificate: by its number, its code or its file.
import { give, look, press, sees, type } from '../kit.mjs'

async function seesVerdict(page, verdict, state) {
  await sees(
    page,
    page.getByRole('status').getByRole('heading', { name: verdict }),
    `verification says ${verdict}`,
  )
  await look(page, state)
}

async function open(page, query = '') {
  await page.goto(`/check${query}`)
  await page.getByRole('heading', { level: 1, name: '核验证书、证明' }).waitFor()
}

export async function checkNumber(
  page,
  { number, holder, verdict = '有效', state = 'check-number' },
) {
  await open(page)
  await look(page, 'check')
  await type(page, page.getByLabel('证书号或证明号'), number)
  await type(page, page.getByLabel('权利人姓名或名称'), holder)
  await press(page, page.getByRole('button', { name: /^核验\s*输证号$/ }))
  await seesVerdict(page, verdict, state)
}

export async function checkCode(page, { token, verdict = '有效', state = 'check-code' }) {
  await open(page)
  await type(page, page.getByLabel('或者把二维码的内容粘贴到这里'), token)
  await press(page, page.getByRole('button', { name: /^核验\s*扫二维码$/ }))
  await seesVerdict(page, verdict, state)
}

export async function checkFile(page, { path, verdict = '有效', state = 'check-file' }) {
  await open(page)
  await give(page, page.getByLabel('选择 PDF 文件'), path)
  await seesVerdict(page, verdict, state)
}

/** The camera sees the code; the browser plays a picture of it in the camera's place. */
export async function checkCamera(page, { verdict = '有效', state = 'check-camera' } = {}) {
  await open(page)
  await press(page, page.getByRole('button', { name: '打开摄像头' }))
  await seesVerdict(page, verdict, state)
}
