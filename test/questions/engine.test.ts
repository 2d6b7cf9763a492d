import { readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderStorage } from '../../functions/storage/folder.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import { questionNamed } from '../../queries/questions.ts'
import { registerReader } from '../../queries/register.ts'
import { flatExport, type LandingLake, landingLake } from '../landing/landing-lake.ts'

let lake: LandingLake
beforeAll(async () => {
  lake = await landingLake('2023')
  await lake.land({ 'a.csv': flatExport('2023-08-20', { 28249: [1, 2] }) })
})
afterAll(() => lake.remove())

const ask = async (hold: boolean, name: string, keys: Record<string, string>) => {
  const engine = duckdbEngine(folderStorage(lake.folder), { hold })
  try {
    return await questionNamed(name)?.run({ engine, register: await registerReader(engine)(), today: '2023-08-22' }, keys)
  } finally {
    engine.close()
  }
}

test("a province's key that is none opens nothing", async () => {
  expect(await ask(false, 'landings', { province: '../../raw' })).toEqual([])
  expect(await ask(false, 'landings', { province: '82' })).toHaveLength(1)
})

test('a day at the end of all days is refused, not counted to', async () => {
  const keys = { unit: '82', metric: 'activated', from: '9999-12-30', to: '9999-12-31' }
  await expect(ask(false, 'trend', keys)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'from' })
})

test.each([false, true])('a damaged object is told without a path of the machine (hold: %s)', async (hold) => {
  const keys = { unit: '82', on: '2023-08-20' }
  expect(await ask(hold, 'snapshot', keys)).toHaveLength(16)
  const path = join(lake.folder, 'tables/activation/province=82/year=2023', readdirSync(join(lake.folder, 'tables/activation/province=82/year=2023'))[0] as string)
  if (hold) writeFileSync(path, 'PAR1 nothing PAR1')
  else truncateSync(path, 100)
  const error = await ask(hold, 'snapshot', keys).catch((one: Error) => one)
  expect(error).toMatchObject({ name: 'StorageError' })
  expect((error as Error).message).toContain('da06 verify')
  expect((error as Error).message).not.toContain(lake.folder)
  lake.remove()
  lake = await landingLake('2023')
  await lake.land({ 'a.csv': flatExport('2023-08-20', { 28249: [1, 2] }) })
})
