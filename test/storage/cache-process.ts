// A process of its own on a cache that others use too: asks for files at random and reads them, and some it was handed before.
import { readFile } from 'node:fs/promises'
import { fileCache } from '../../functions/storage/file-cache.ts'
import { seeded } from './fault-plan.ts'

const [folder = '', seed = '1', most = '0'] = process.argv.slice(2)
const FILES = 20
const ROUNDS = 200

const random = seeded(Number(seed))
const bytesOf = (file: number): Buffer => Buffer.alloc(10_000 + file, `${file},`)
const cache = fileCache(folder, Number(most))
const handed: { file: number; path: string }[] = []
let fetched = 0

async function check({ file, path }: { file: number; path: string }): Promise<void> {
  if (Buffer.compare(await readFile(path), bytesOf(file)) !== 0) throw new Error(`file ${file} has other bytes`)
}

for (let round = 0; round < ROUNDS; round++) {
  const file = Math.floor(random() * FILES)
  const path = await cache.path(['file', String(file)], bytesOf(file).length, async () => {
    fetched++
    return bytesOf(file)
  })
  if (path === null) throw new Error(`file ${file} is not there`)
  handed.push({ file, path })
  await check({ file, path })
  await check(handed[Math.floor(random() * handed.length)] as (typeof handed)[number])
}
process.stdout.write(JSON.stringify({ fetched, rounds: ROUNDS }))
