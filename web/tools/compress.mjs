// Lays a .br and a .gz beside each file that becomes smaller by it, and writes the list of all files
// for the program that builds them in.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = process.argv[2]
const worth = 512

function all(dir) {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    return statSync(path).isDirectory() ? all(path) : [path]
  })
}

const files = all(dist).sort()
const listed = []
for (const path of files) {
  const plain = readFileSync(path)
  const packed = {
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gz: gzipSync(plain, { level: 9 }),
  }
  listed.push(path)
  for (const [ending, bytes] of Object.entries(packed)) {
    if (plain.length < worth || bytes.length >= plain.length) continue
    writeFileSync(`${path}.${ending}`, bytes)
    listed.push(`${path}.${ending}`)
  }
}
writeFileSync(join(dist, 'files'), listed.map((p) => `web/${p}\n`).join(''))
