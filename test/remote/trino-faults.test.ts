import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Reading } from '../../queries/engine.ts'
import { executeImmediate, trinoEngine } from '../../queries/trino-engine.ts'
import { type Asked, type Reply, type ScriptedServer, scriptedServer, until } from './scripted-server.ts'
import { smallLake, statement } from './small-lake.ts'

let lake: ReturnType<typeof smallLake>
let server: ScriptedServer | undefined
beforeEach(() => {
  lake = smallLake()
  lake.replace()
})
afterEach(async () => {
  await server?.close()
  lake.remove()
})

const columns = [
  { name: 'unit_code', type: 'varchar' },
  { name: 'activated', type: 'bigint' },
]
const stats = { queuedTimeMillis: 5, physicalInputBytes: 1234 }
const started = (url: string): Reply => ({ body: { id: 'q1', nextUri: `${url}/v1/statement/q1/1`, stats } })
const page = (n: number, url: string, more: object = {}): Reply => ({ body: { id: 'q1', nextUri: `${url}/v1/statement/q1/${n + 1}`, columns, stats, ...more } })
const last = (more: object = {}): Reply => ({ body: { id: 'q1', columns, stats, ...more } })
const failed = (errorName: string): Reply => ({ body: { id: 'q1', stats, error: { errorName, message: 'select secret from local:///srv/lake', errorType: 'EXTERNAL' } } })

type Script = (asked: Asked, at: { url: string; nth: number }) => Reply | Promise<Reply>
async function over(script: Script, options = {}) {
  server = await scriptedServer(script)
  return trinoEngine(lake.storage, { url: server.url, catalog: 'hive', schema: 'da06', user: 'ai' }, options)
}
const paths = (): string[] => (server as ScriptedServer).asked.map(({ method, path }) => `${method} ${path}`)

test('pages become rows; who asks, where and by which clock is told each time', async () => {
  const engine = await over(({ method, path }, { url }) =>
    method === 'POST' ? started(url) : path.endsWith('/1') ? page(1, url, { data: [['00001', 1]] }) : path.endsWith('/2') ? page(2, url) : last({ data: [['00002', null]] }),
  )
  const readings: Reading[] = []
  expect(await engine.rows(statement, undefined, (one) => readings.push(one))).toEqual([
    { unit_code: '00001', activated: 1 },
    { unit_code: '00002', activated: null },
  ])
  expect(readings).toEqual([{ engine: 'trino', query: 'q1', bytes: 1234, usd: null, queuedMs: 5, reused: false }])
  for (const { headers } of server?.asked ?? [])
    expect(headers).toMatchObject({ 'x-trino-user': 'ai', 'x-trino-catalog': 'hive', 'x-trino-schema': 'da06', 'x-trino-time-zone': 'UTC' })
})

test('values travel apart from the question', async () => {
  expect(executeImmediate(statement)).toBe(`execute immediate '${statement.sql}' using 'a''b? -- ', 2023`)
  expect(executeImmediate({ ...statement, sql: "select 'x'", parameters: [] })).toBe("select 'x'")
  expect(() => executeImmediate({ ...statement, parameters: [{ type: 'text', value: 'a\0b' }] })).toThrow(/expected/)
})

test.each([429, 502, 503, 504])('turned away with %s, it comes back', async (status) => {
  const engine = await over(({ method }, { url, nth }) =>
    nth < 2 ? { status, headers: { 'retry-after': '0.01' } } : method === 'POST' ? started(url) : last({ data: [['a', 1]] }),
  )
  expect(await engine.rows(statement)).toHaveLength(1)
  expect(paths().filter((path) => path.startsWith('POST'))).toHaveLength(3)
})

test('turned away for good, it says so', async () => {
  const engine = await over(() => ({ status: 503, headers: { 'retry-after': '0.01' } }))
  await expect(engine.rows(statement)).rejects.toMatchObject({ name: 'StorageError', message: expect.stringContaining('DA06_TRINO_URL') })
  expect(paths()).toHaveLength(8)
})

test('a lost answer is fetched again: no row twice, none missing', async () => {
  const seen = new Set<string>()
  const engine = await over(({ method, path }, { url }) => {
    const once = `${method} ${path}`
    if (!seen.has(once)) {
      seen.add(once)
      return 'lost'
    }
    if (method === 'POST') return started(url)
    return path.endsWith('/1') ? page(1, url, { data: [['a', 1]] }) : last({ data: [['b', 2]] })
  })
  expect((await engine.rows(statement)).map(({ activated }) => activated)).toEqual([1, 2])
})

test('nobody waits any more: the query is cancelled there', async () => {
  const controller = new AbortController()
  const engine = await over(({ method }, { url }) => (method === 'GET' ? new Promise(() => undefined) : started(url)))
  const rows = engine.rows(statement, controller.signal)
  await until(() => (server?.asked.length ?? 0) >= 2)
  controller.abort(new Error('gone'))
  await expect(rows).rejects.toThrow('gone')
  await until(() => paths().includes('DELETE /v1/statement/q1/1'))
})

test('too long: cancelled there, told here', async () => {
  const engine = await over(({ method }, { url }) => (method === 'GET' ? new Promise(() => undefined) : started(url)), { timeoutMs: 80 })
  await expect(engine.rows(statement)).rejects.toMatchObject({ name: 'StorageError', message: expect.stringMatching(/0\.08 s/) })
  await until(() => paths().includes('DELETE /v1/statement/q1/1'))
})

test('asked by somebody who has gone already, nothing is sent', async () => {
  const engine = await over(() => last())
  await expect(engine.rows(statement, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
  expect(paths()).toEqual([])
})

test.each(['QUERY_QUEUE_FULL', 'NO_NODES_AVAILABLE', 'SERVER_STARTING_UP'])('%s: asked again', async (name) => {
  const engine = await over(({ method }, { url, nth }) => (nth === 0 ? failed(name) : method === 'POST' ? started(url) : last({ data: [['a', 1]] })))
  expect(await engine.rows(statement)).toHaveLength(1)
})

describe('failures are told by name, without the words of the service', () => {
  const kinds: [string, string, RegExp][] = [
    ['HIVE_BAD_DATA', 'StorageError', /da06 verify/],
    ['HIVE_CANNOT_OPEN_SPLIT', 'StorageError', /da06 verify/],
    ['TABLE_NOT_FOUND', 'StorageError', /da06 tables/],
    ['COLUMN_NOT_FOUND', 'StorageError', /da06 tables/],
    ['PERMISSION_DENIED', 'StorageError', /quyền/],
    ['EXCEEDED_TIME_LIMIT', 'InputError', /fewer/],
    ['GENERIC_INTERNAL_ERROR', 'StorageError', /q1/],
  ]
  test.each(kinds)('%s: %s', async (name, kind, message) => {
    const engine = await over(() => failed(name))
    const error = await engine.rows(statement).catch((one: Error) => one)
    expect(error).toMatchObject({ name: kind, message: expect.stringMatching(message) })
    expect((error as Error).message).not.toMatch(/secret|srv/)
    expect((error as Error).message).toContain(name)
  })
})

test.each([
  [401, /DA06_TRINO_USER/],
  [404, /DA06_TRINO_URL/],
])('an answer with %s says which setting to look at', async (status, message) => {
  const engine = await over(() => ({ status }))
  await expect(engine.rows(statement)).rejects.toMatchObject({ name: 'StorageError', message: expect.stringMatching(message) })
})

test('a page that leads elsewhere is not followed', async () => {
  const engine = await over(() => started('http://127.0.0.1:1'))
  await expect(engine.rows(statement)).rejects.toMatchObject({ name: 'StorageError', message: expect.stringContaining('process-forwarded') })
})

test('a count that a number can not hold is refused, not rounded', async () => {
  const engine = await over(({ method }, { url }) => (method === 'POST' ? started(url) : last({ data: [['a', 9_007_199_254_740_992]] })))
  await expect(engine.rows(statement)).rejects.toThrow(RangeError)
})

test('an object replaced meanwhile: asked again, once', async () => {
  let moves = 1
  const engine = await over(({ method }, { url }) => {
    if (method === 'POST') return started(url)
    if (moves-- > 0) lake.replace()
    return last({ data: [['a', moves]] })
  })
  expect(await engine.rows(statement)).toEqual([{ unit_code: 'a', activated: -1 }])
  moves = 2
  await expect(engine.rows(statement)).rejects.toMatchObject({ name: 'StorageError', message: expect.stringContaining('changing') })
})

test('an object beyond the tables is not passed over in silence', async () => {
  const engine = await over(({ method }, { url }) => (method === 'POST' ? started(url) : last()))
  lake.put('tables/activation/province=82/year=2019/data.parquet', 'x')
  const scopes = [{ table: 'activation' as const, provinces: ['82'], years: [2019, 2023] as const }]
  await expect(engine.rows({ ...statement, scopes })).rejects.toMatchObject({ name: 'StorageError', message: expect.stringContaining('year=2019') })
  expect(paths()).toEqual([])
})

test('its version is that of the objects', async () => {
  const engine = await over(() => last())
  const before = await engine.version(statement.scopes)
  expect(await engine.version(statement.scopes)).toBe(before)
  lake.replace()
  expect(await engine.version(statement.scopes)).not.toBe(before)
})
