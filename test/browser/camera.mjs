// A camera that sees one thing: a video file with a code in it, for Chromium's fake capture device; and
// the code that is printed on a certificate.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './kit.mjs'

const { encode } = createRequire(join(ROOT, 'web/package.json'))('uqr')
const WIDTH = 1280
const HEIGHT = 960
const WHITE = 235
const BLACK = 16

/** One grey frame of YUV4MPEG2 with the code in its middle; the device repeats it. */
export function codeVideo(text) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const scale = Math.floor(Math.min(WIDTH, HEIGHT) / size)
  const [left, top] = [(WIDTH - size * scale) >> 1, (HEIGHT - size * scale) >> 1]
  const luma = Buffer.alloc(WIDTH * HEIGHT, WHITE)
  data.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (!dark) return
      for (let line = 0; line < scale; line++) {
        const at = (top + y * scale + line) * WIDTH + left + x * scale
        luma.fill(BLACK, at, at + scale)
      }
    }),
  )
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma])
  const path = join(mkdtempSync(join(tmpdir(), 'yichuang-camera-')), 'code.y4m')
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`),
      frame,
      frame,
    ]),
  )
  return path
}

/** What a scanner reads from the certificate's first page. */
export function codeOf(pdf) {
  const dir = mkdtempSync(join(tmpdir(), 'yichuang-code-'))
  writeFileSync(join(dir, 'c.pdf'), pdf)
  execFileSync('pdftoppm', [
    '-r',
    '220',
    '-f',
    '1',
    '-l',
    '1',
    '-singlefile',
    '-png',
    join(dir, 'c.pdf'),
    join(dir, 'c'),
  ])
  return execFileSync(
    'zbarimg',
    ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', join(dir, 'c.png')],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  ).trim()
}
