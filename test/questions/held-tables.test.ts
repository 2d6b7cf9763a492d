import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderStorage } from '../../functions/storage/folder.ts'
import { openDatabase, type Session } from '../../queries/duckdb.ts'
import { type DuckdbOptions, duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Engine, Row, Statement } from '../../queries/engine.ts'
import { heldTables, isTable } from '../../queries/held-tables.ts'
import { tables } from '../../schema/columns.ts'
import { tableKey } from '../../schema/lake.ts'
import { quoted } from '../../schema/quoted.ts'

const PROVINCES = Array.from({ length: 8 }, (_, i) => String(i + 10))
const ROWS = 10_000

/** Made up: digests and hashes, which no way of writing makes smaller. */
const values = {
  VARCHAR: 'sha256(cast(i as varchar) || ',
  BIGINT: '(hash(i) % 900000000)::bigint',
  INTEGER: '(i % 900)::integer',
  DATE: "date '2023-01-01' + (i % 300)::integer",
  TIMESTAMP: "timestamp '2023-01-01'",
}
const columnValue = (type: keyof typeof values, province: string): string => (type === 'VARCHAR' ? `${values.VARCHAR}${quoted(province)})` : values[type])

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'da06-test-held-'))
  const database = await openDatabase()
  const session = await database.session()
  for (const province of PROVINCES) {
    const path = join(folder, tableKey('activation', province, 2023))
    await mkdir(dirname(path), { recursive: true })
    const columns = tables.activation.map(({ name, type }) => `${columnValue(type as keyof typeof values, province)} as "${name}"`).join(', ')
    await session.run(`copy (select ${columns} from range(${ROWS}) t(i)) to ${quoted(path)} (format parquet, compression zstd)`)
  }
  session.close()
  database.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const asked = (provinces: readonly string[]): Statement => ({
  sql: 'select province, count(*) as n, max(source) as last, sum(activated_l1) as sum from activation group by province order by province',
  parameters: [],
  scopes: [{ table: 'activation', provinces, years: [2023, 2023] }],
})
const engineWith = (options: Partial<DuckdbOptions>): Engine => duckdbEngine(folderStorage(folder), { hold: true, ...options })
const read = async (provinces: readonly string[]): Promise<Row[]> => {
  const engine = engineWith({ hold: false })
  return engine.rows(asked(provinces)).finally(() => engine.close())
}

test('more objects than memory: each question is answered, one after the other and all at once', async () => {
  const engine = engineWith({ memoryLimit: '40MB' })
  const whole = await read(PROVINCES)
  for (let round = 0; round < 2; round++) for (const [i, province] of PROVINCES.entries()) expect(await engine.rows(asked([province]))).toEqual(whole.slice(i, i + 1))
  const together = await Promise.all(PROVINCES.map((province) => engine.rows(asked([province]))))
  expect(together.flat()).toEqual(whole)
  expect(await engine.rows(asked(PROVINCES))).toEqual(whole)
  engine.close()
})

test.each([0, 1, 8_000_000, 1e9])('with %i bytes for tables the answers are the same, and they take no more', async (holdBytes) => {
  const engine = engineWith({ holdBytes })
  const whole = await read(PROVINCES)
  for (let round = 0; round < 3; round++) expect(await engine.rows(asked(PROVINCES))).toEqual(whole)
  expect(await engine.rows(asked(PROVINCES.slice(3, 5)))).toEqual(whole.slice(3, 5))
  const [taken] = await engine.rows({ sql: "select memory_usage_bytes as bytes from duckdb_memory() where tag = 'IN_MEMORY_TABLE'", parameters: [], scopes: [] })
  expect(taken?.bytes).toBeLessThanOrEqual(holdBytes)
  engine.close()
})

test('a question that has no memory at all says so, and the next is answered', async () => {
  const engine = engineWith({ memoryLimit: '40MB' })
  const greedy = { ...asked(PROVINCES), sql: 'select list(a.source) as all from activation a, range(2000)' }
  await expect(engine.rows(greedy)).rejects.toMatchObject({ name: 'StorageError', message: expect.stringContaining('fewer units') })
  expect(await engine.rows(asked(['10']))).toEqual(await read(['10']))
  engine.close()
})

test('an engine that is closed while it loads leaves no failure behind', async () => {
  const engine = engineWith({ holdBytes: 5_000_000 })
  const going = PROVINCES.map((province) => engine.rows(asked([province])).catch((error: Error) => error))
  await Promise.race(going)
  engine.close()
  expect((await Promise.all(going)).length).toBe(PROVINCES.length)
})

test('a table that can not be dropped for want of memory is dropped with the next one', async () => {
  const database = await openDatabase()
  let drops = 0
  const session = async (): Promise<Session> => {
    const real = await database.session()
    return {
      ...real,
      run: async (sql) => {
        // The first finds nothing, before the table is made.
        if (sql.endsWith('exists held_1') && ++drops === 2) throw new Error('Out of Memory Error: made up')
        await real.run(sql)
      },
    }
  }
  const held = heldTables(
    folderStorage(folder),
    async () => ({ ...database, session }),
    1e9,
    () => undefined,
  )
  const standing = async (): Promise<unknown[]> => {
    const own = await database.session()
    const rows = await own.rows("select database_name as name from duckdb_databases() where database_name like 'held%'")
    own.close()
    return rows.map(({ name }) => name)
  }
  const takeAndDrop = async (province: string): Promise<void> => {
    const table = await held.take(tableKey('activation', province, 2023))
    if (!table || !isTable(table)) throw new Error('not held')
    held.give(table)
    await held.dropIdle()
  }
  await takeAndDrop('10')
  expect(await standing()).toEqual(['held_1'])
  await takeAndDrop('11')
  expect(await standing()).toEqual([])
  database.close()
})
