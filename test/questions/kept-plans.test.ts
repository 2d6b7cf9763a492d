import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterEach, expect, test, vi } from 'vitest'
import { folderStorage } from '../../functions/storage/folder.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import { registerReader } from '../../queries/register.ts'
import { trend } from '../../queries/trend.ts'
import { shiftDay } from '../../schema/days.ts'
import { tableKey } from '../../schema/lake.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import { fact, lakeOf, unit } from './lake.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const activated = metricOf('activated') as Metric
const FIRST = '2023-03-01'

test.each([true, false])('an object that can not be read leaves no session open (hold: %s)', async (hold) => {
  const [opened, closed] = [vi.spyOn(DuckDBInstance.prototype, 'connect'), vi.spyOn(DuckDBConnection.prototype, 'closeSync')]
  const open = (): number => opened.mock.calls.length - closed.mock.calls.length
  const lake = await lakeOf({ activation: [fact(FIRST, '00001', { activated: 1 })] }, { hold })
  const before = open()
  const province = lake.asking.register.on('82', FIRST)
  const ask = () => trend(lake.asking, province ? [province] : [], { metric: activated, from: FIRST, to: FIRST })
  await ask()
  writeFileSync(join(lake.folder, tableKey('activation', '82', 2023)), 'not parquet at all')
  for (let i = 0; i < 50; i++) await expect(ask()).rejects.toThrow('da06 verify')
  expect(open() - before).toBeLessThan(6)
  lake.close()
  await vi.waitFor(() => expect(open()).toBeLessThanOrEqual(before))
})

const DISTRICTS = 10
const districtOf = (n: number): string => `8${20 + (n % DISTRICTS)}`
const places = [
  unit('82'),
  ...Array.from({ length: DISTRICTS }, (_, n) => unit(districtOf(n), { level: 'district', parentCode: '82' })),
  ...Array.from({ length: 200 }, (_, n) => unit(`10${String(n).padStart(3, '0')}`, { parentCode: districtOf(n), district: districtOf(n) })),
]

test('plans are given back where memory is wanted: a hundred and sixty questions of little memory, eight at a time', async () => {
  const days = Array.from({ length: 60 }, (_, i) => shiftDay(FIRST, i))
  const communes = places.filter(({ level }) => level === 'commune')
  const lake = await lakeOf({ activation: communes.flatMap(({ code }) => days.map((day, i) => fact(day, code, { activated: i + 1 }))) }, { units: places })
  const engine = duckdbEngine(folderStorage(lake.folder), { hold: true, memoryLimit: '80MB' })
  const asking = { ...lake.asking, engine, register: await registerReader(engine)() }
  const ask = (n: number) =>
    trend(
      asking,
      places.filter(({ level }) => level === (n % 2 ? 'province' : 'district')),
      { metric: activated, from: shiftDay(FIRST, n % 20), to: shiftDay(FIRST, 59 - Math.floor(n / 20)) },
    )
  let refused = 0
  for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 8 }, (_, k) => ask(round * 8 + k).catch(() => refused++)))
  expect(refused).toBeLessThan(8)
  for (let n = 0; n < 100; n += 20) expect((await ask(n)).length).toBe(DISTRICTS)
  engine.close()
  lake.close()
}, 60_000)
