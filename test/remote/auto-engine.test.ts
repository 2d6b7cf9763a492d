import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderStorage } from '../../functions/storage/folder.ts'
import { autoEngine, bytesOf, type Choice } from '../../queries/auto-engine.ts'
import type { Statement } from '../../queries/engine.ts'
import { trinoEngine } from '../../queries/trino-engine.ts'
import type { Storage } from '../../schema/lake.ts'
import { apiLake } from '../api/api-lake.ts'
import { fact, lakeOf, type TestLake } from '../questions/lake.ts'
import { type ScriptedServer, scriptedServer } from './scripted-server.ts'

let lake: TestLake
let server: ScriptedServer
let storage: Storage
beforeAll(async () => {
  lake = await lakeOf({ activation: [fact('2023-08-20', '00001', { activated: 5 })] })
  storage = folderStorage(lake.folder)
  const columns = [{ name: 'who', type: 'varchar' }]
  server = await scriptedServer(() => ({ body: { id: 'q1', columns, stats: { physicalInputBytes: 2_000_000 } } }))
})
afterAll(async () => {
  await server.close()
  lake.close()
})

const ofTrino = () => trinoEngine(storage, { url: server.url, catalog: 'hive', schema: 'da06', user: 'test' })
const statement: Statement = { sql: 'select activated from activation', parameters: [], scopes: [{ table: 'activation', provinces: ['82'], years: [2022, 2023] }] }

test('the bytes of the objects a statement opens decide, and are told', async () => {
  const bytes = (await bytesOf(storage, statement.scopes)) as number
  expect(bytes).toBe(await storage.size?.('tables/activation/province=82/year=2023/data.parquet'))
  expect(bytes).toBeGreaterThan(100)
  expect(await bytesOf(storage, [...statement.scopes, ...statement.scopes])).toBe(bytes)
  const chosen: Choice[] = []
  const asked = (most: number) => autoEngine(lake.engine, ofTrino(), { storage, most, chosen: (choice) => chosen.push(choice) }).rows(statement)
  expect(await asked(bytes)).toEqual([{ activated: 5 }])
  expect(await asked(bytes - 1)).toEqual([])
  expect(chosen).toEqual([
    { engine: 'near', bytes },
    { engine: 'far', bytes },
  ])
})

test('a storage that can not tell sizes: the embedded engine', async () => {
  const { size: _, ...blind } = storage
  const chosen: Choice[] = []
  const engine = autoEngine(lake.engine, ofTrino(), { storage: blind, most: 0, chosen: (choice) => chosen.push(choice) })
  expect(await engine.rows(statement)).toEqual([{ activated: 5 }])
  expect(chosen).toEqual([{ engine: 'near', bytes: null }])
})

test('what was read for an answer of the API is told where it is asked for', async () => {
  const api = await apiLake({ engine: ofTrino() })
  const query = '{ landings(first: 1) { edges { node { file } } } }'
  const told = await api.raw(query, undefined, { 'x-da06-statements': '1' })
  expect(told).toMatchObject({ data: { landings: { edges: [] } }, extensions: { statements: 1, reading: { queries: 1, bytes: 2_000_000, usd: 0 } } })
  expect((await api.raw(query)).extensions).toBeUndefined()
  await api.close()
})
