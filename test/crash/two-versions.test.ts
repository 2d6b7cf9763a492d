import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importUnits } from '../../functions/land/import-units.ts'
import { reland } from '../../functions/land/reland.ts'
import { settleSpelling } from '../../functions/land/settle-spelling.ts'
import { withdraw } from '../../functions/land/withdraw.ts'
import { openDatabase } from '../../queries/duckdb.ts'
import { LAKE_FORMAT, type Storage, StorageError } from '../../schema/lake.ts'
import { landSecond, storageOf, storyLakes, widerEdition } from './crash-story.ts'
import { stateOf, wrongIn } from './lake-state.ts'

let lakes: Awaited<ReturnType<typeof storyLakes>>
beforeAll(async () => {
  lakes = await storyLakes()
})
afterAll(() => lakes.remove())

const shaOf = async (folder: string): Promise<string> => String((await stateOf(folder)).landings?.[0]?.sha256)
const deeds = (sha256: string): readonly ((storage: Storage) => Promise<unknown>)[] => [
  landSecond,
  (storage) => reland(storage, []),
  (storage) => withdraw(storage, sha256, 'nhầm'),
  (storage) => importUnits(storage, Buffer.from(widerEdition), '2023-01-01'),
  (storage) => settleSpelling(storage, { text: 'x', unitCode: '28249', within: null, saidBy: 'thử' }),
]

test('a lake of a later format is left alone, and said to be one', async () => {
  const folder = await lakes.copy()
  const sha256 = await shaOf(folder)
  await writeFile(join(folder, 'lake.json'), JSON.stringify({ format: LAKE_FORMAT + 1 }))
  const before = await stateOf(folder)
  for (const deed of deeds(sha256)) {
    const failed = await deed(storageOf(folder)).catch((error) => error)
    expect([failed instanceof StorageError, String(failed)]).toEqual([true, expect.stringMatching(/lake\.json.*upgrade da06/)])
  }
  expect(await stateOf(folder)).toEqual(before)
  expect((await wrongIn(folder)).map(({ object }) => object)).toEqual(['lake.json'])
})

test.each(['activation', 'activation_superseded', 'landings', 'findings'])('an object of %s with a column of a later version is left alone', async (table) => {
  const folder = await lakes.copy()
  if (table === 'activation_superseded') await landSecond(storageOf(folder))
  const key = `tables/${table}/province=82/year=2023/data.parquet`
  const database = await openDatabase()
  const session = await database.session()
  await session.run(`copy (select *, 1 as later from read_parquet('${join(folder, key)}', hive_partitioning = false)) to '${join(folder, 'newer')}' (format parquet)`)
  session.close()
  database.close()
  const bytes = await readFile(join(folder, 'newer'))
  await writeFile(join(folder, key), bytes)
  const sha256 = await shaOf(folder)
  for (const deed of [landSecond, (storage: Storage) => withdraw(storage, sha256, 'nhầm')]) {
    const failed = await deed(storageOf(folder)).catch((error) => error)
    if (failed instanceof Error) expect([failed instanceof StorageError, failed.message]).toEqual([true, expect.stringMatching(/\(later\).*upgrade da06/)])
    expect(await readFile(join(folder, key))).toEqual(bytes)
  }
})
