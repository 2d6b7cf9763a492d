// A process of its own on a cache that others use too: asks for files at random and reads them, and reads some much later.
import { readFile } from 'node:fs/promises'
import { fileCache } from '../../functions/storage/file-cache.ts'
import { seeded } from './fault-plan.ts'

const [folder = '', seed = '1', most = '0'] = process.argv.slice(2)
const FILES = 20
const ROUNDS = 200

const random = seeded(Number(seed))
const bytesOf = (file: number): Buffer => Buffer.alloc(10_000 + file, `${file},`)
const cache = fileCache(folder, Number(most))
const handed: { file: number; path: string; release(): void }[] = []
let fetched = 0

async function check({ file, path }: { file: number; path: string }): Promise<void> {
  if (Buffer.compare(await readFile(path), bytesOf(file)) !== 0) throw new Error(`file ${file} has other bytes`)
}

for (let round = 0; round < ROUNDS; round++) {
  const file = Math.floor(random() * FILES)
  const found = await cache.file(['file', String(file)], bytesOf(file).length, async () => {
    fetched++
    return bytesOf(file)
  })
  if (found === null) throw new Error(`file ${file} is not there`)
  handed.push({ file, ...found })
  await check({ file, path: found.path })
  // Some are read late, after others have made room many times.
  const [late] = handed.splice(Math.floor(random() * handed.length), round % 3 === 0 ? 0 : 1)
  if (late) await check(late)
  late?.release()
}
process.stdout.write(JSON.stringify({ fetched, rounds: ROUNDS }))
