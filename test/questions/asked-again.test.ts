import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { folderStorage } from '../../functions/storage/folder.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Kept } from '../../queries/kept.ts'
import type { Question } from '../../queries/question.ts'
import { questionNamed } from '../../queries/questions.ts'
import { registerReader } from '../../queries/register.ts'
import { fact, lakeOf, periodFact, type TestLake, unit, writeLake } from './lake.ts'

/** What an engine keeps between questions (tables, plans, windows of exports) must never be seen in an answer. */
const [A, B, BOTH] = [
  { from: '2023-09-01', to: '2023-09-15' },
  { from: '2023-09-16', to: '2023-09-30' },
  { from: '2023-09-01', to: '2023-09-30' },
]
const dossiers = (window: { from: string; to: string }, received_online: number) => periodFact(window.from, window.to, '815', { received_online, dossiers_received: 20 })

let lake: TestLake
afterEach(() => lake.close())
const named = (name: string): Question => questionNamed(name) as Question

/** Asks, counting statements. */
function asker({ asking, engine }: Pick<TestLake, 'asking' | 'engine'>) {
  const kept: Kept = new Map()
  let statements = 0
  const counting = {
    ...engine,
    rows: (...given: Parameters<typeof engine.rows>) => {
      statements++
      return engine.rows(...given)
    },
  }
  return async (name: string, keys: Record<string, string>) => {
    statements = 0
    const [row] = await named(name).run({ ...asking, engine: counting, kept }, keys)
    return { value: row?.value, statements }
  }
}

test('the windows of exports are read once, and again when one has come in', async () => {
  lake = await lakeOf({ dossiers: [dossiers(A, 6)] })
  const ask = asker(lake)
  const keys = { unit: '815', metric: 'received_online' }
  expect(await ask('period', { ...keys, ...A })).toEqual({ value: 6, statements: 2 })
  expect(await ask('period', { ...keys, ...A })).toEqual({ value: 6, statements: 1 })
  expect(await ask('period', { ...keys, ...BOTH })).toMatchObject({ value: null })
  await writeLake(lake.folder, lake.asking.register.units, { dossiers: [dossiers(A, 7), dossiers(B, 9)] })
  expect(await ask('period', { ...keys, ...BOTH })).toEqual({ value: 16, statements: 2 })
  expect(await ask('period', { ...keys, ...A })).toEqual({ value: 7, statements: 1 })
})

test('a reading that fails is not kept, and who waited for it reads again', async () => {
  lake = await lakeOf({ dossiers: [dossiers(A, 6)] })
  const kept: Kept = new Map()
  let failures = 1
  const engine = {
    ...lake.engine,
    rows: (...given: Parameters<typeof lake.engine.rows>) => (failures-- > 0 ? Promise.reject(new Error('nobody waits')) : lake.engine.rows(...given)),
  }
  const ask = () => named('period').run({ ...lake.asking, engine, kept }, { unit: '815', metric: 'received_online', ...A })
  const answers = await Promise.allSettled([ask(), ask()])
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await ask()).toMatchObject([{ value: 6 }])
})

test('who hangs up while causes are read leaves nothing behind that nobody waits for', async () => {
  const served = (window: { from: string; to: string }) => periodFact(window.from, window.to, '815', { resolved_overdue: 1 }, { service: 'DVC.01', overdue_cause: 'staff' })
  lake = await lakeOf({ dossiers: [served(A), served(B), served(BOTH)] })
  const gone = new Error('nobody waits')
  const engine = {
    ...lake.engine,
    rows: async (statement: Parameters<typeof lake.engine.rows>[0]) => {
      if (statement.sql.includes('as there')) throw gone
      const rows = await lake.engine.rows(statement)
      await new Promise((go) => setTimeout(go, 20))
      return rows
    },
  }
  await expect(named('causes').run({ ...lake.asking, engine }, { unit: '815', kind: 'overdue', ...BOTH })).rejects.toBe(gone)
})

test.each([true, false])('the same statement tells what the lake holds now, however often it was asked (hold: %s)', async (hold) => {
  lake = await lakeOf({ activation: [fact('2023-09-01', '00001', { activated: 1, eligible: 100 })] }, { hold })
  const ask = asker(lake)
  for (let activated = 1; activated < 6; activated++) {
    await writeLake(lake.folder, lake.asking.register.units, { activation: [fact('2023-09-01', '00001', { activated, eligible: 100 })] })
    for (let i = 0; i < 3; i++) expect(await ask('trend', { unit: '82', metric: 'activated', from: '2023-09-01', to: '2023-09-01' })).toMatchObject({ value: activated })
  }
})

test('statements of many shapes and provinces at once do not meet in one session', async () => {
  lake = await lakeOf({ activation: [fact('2023-09-01', '00001', { activated: 5, eligible: 10 })], dossiers: [dossiers(A, 6)] })
  const ask = asker(lake)
  const activated = () => ask('trend', { unit: '82', metric: 'activated', from: '2023-09-01', to: '2023-09-01' })
  const online = () => ask('period', { unit: '815', metric: 'received_online', ...A })
  const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? activated() : online())))
  expect(answers.map(({ value }) => value)).toEqual(Array.from({ length: 40 }, (_, i) => (i % 2 ? 5 : 6)))
})

/** More provinces than are held: their files are read as one. */
const provinces = Array.from({ length: 20 }, (_, i) => String(i + 10))
const places = provinces.flatMap((code) => [unit(code, { province: code }), unit(`${code}00`, { level: 'commune', parentCode: code, province: code })])

test.each(['', 'province=99/year=1999'])('many objects are read from their files, wherever the lake lies: %s', async (below) => {
  lake = await lakeOf({}, { units: places })
  const folder = join(lake.folder, below)
  const rows = (more: number) => ({ activation: provinces.map((code, i) => fact('2023-09-01', `${code}00`, { activated: i + more })) })
  await writeLake(folder, places, rows(0))
  const engine = duckdbEngine(folderStorage(folder), { hold: true })
  const asking = { engine, register: await registerReader(engine)(), today: '2023-12-31' }
  const all = async () => {
    const { snapshot } = await import('../../queries/snapshot.ts')
    const answers = await snapshot(
      asking,
      places.filter(({ level }) => level === 'province'),
      { on: '2023-09-01' },
    )
    return answers.map((answer) => answer.find(({ metric }) => metric === 'activated')?.value)
  }
  for (const more of [0, 1, 2]) {
    await writeLake(folder, places, rows(more))
    expect(await all()).toEqual(provinces.map((_, i) => i + more))
    expect(await all()).toEqual(provinces.map((_, i) => i + more))
  }
  engine.close()
})
