import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { athenaEngine, athenaSql } from '../../queries/athena-engine.ts'
import type { Reading } from '../../queries/engine.ts'
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

const operationOf = ({ headers }: Asked): string => String(headers['x-amz-target']).replace('AmazonAthena.', '')
const fault = (type: string, status = 400): Reply => ({ status, body: { __type: type, message: 'select secret from s3://bucket/lake' } })
const state = (State: string, more: object = {}, statistics: object = {}): Reply => ({
  body: { QueryExecution: { Status: { State, ...more }, Statistics: { DataScannedInBytes: 250_000_000, QueryQueueTimeInMillis: 40, ...statistics } } },
})
const ColumnInfo = [
  { Name: 'unit_code', Type: 'varchar' },
  { Name: 'activated', Type: 'bigint' },
]
const cells = (...values: (string | undefined)[]) => ({ Data: values.map((VarCharValue) => ({ VarCharValue })) })
const results = (rows: object[], NextToken?: string): Reply => ({ body: { ResultSet: { Rows: rows, ResultSetMetadata: { ColumnInfo } }, NextToken } })
const head = cells('unit_code', 'activated')

/** Answers an operation; what a script leaves out goes well. */
type Script = (operation: string, asked: Asked, nth: number) => Reply | Promise<Reply> | undefined
async function over(script: Script, options = {}) {
  const counts: Record<string, number> = {}
  server = await scriptedServer(async (asked) => {
    const operation = operationOf(asked)
    const nth = counts[operation] ?? 0
    counts[operation] = nth + 1
    const told = await script(operation, asked, nth)
    if (told) return told
    if (operation === 'StartQueryExecution') return { body: { QueryExecutionId: `e${nth}` } }
    if (operation === 'GetQueryExecution') return state('SUCCEEDED')
    return operation === 'GetQueryResults' ? results([head, cells('a', '1')]) : { body: {} }
  })
  const client = { region: 'ap-southeast-1', endpoint: server.url, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  return athenaEngine(lake.storage, { workgroup: 'da06', database: 'de_an_06', client }, options)
}
const bodies = (operation: string): Record<string, unknown>[] => (server?.asked ?? []).filter((one) => operationOf(one) === operation).map(({ body }) => JSON.parse(body))

test('a question is started, waited for, paged; its cost is told', async () => {
  const engine = await over((operation, { body }, nth) => {
    if (operation === 'GetQueryExecution') return state(['QUEUED', 'RUNNING', 'SUCCEEDED'][nth] as string)
    if (operation === 'GetQueryResults') return body.includes('NextToken') ? results([cells('b', undefined)]) : results([head, cells('a', '9007199254740991')], 'next')
  })
  const readings: Reading[] = []
  expect(await engine.rows(statement, undefined, (one) => readings.push(one))).toEqual([
    { unit_code: 'a', activated: 9_007_199_254_740_991 },
    { unit_code: 'b', activated: null },
  ])
  expect(readings).toEqual([{ engine: 'athena', query: 'e0', bytes: 250_000_000, usd: 0.00125, queuedMs: 40, reused: false }])
  expect(bodies('StartQueryExecution')[0]).toMatchObject({ WorkGroup: 'da06', QueryExecutionContext: { Database: 'de_an_06' } })
  for (const { MaxResults } of bodies('GetQueryResults')) expect(MaxResults).toBe(1_000)
})

test('values are written in, quoted; the version of the lake stands in the text, so an old answer is never used for a new lake', async () => {
  const engine = await over(() => undefined)
  await engine.rows(statement)
  await engine.rows(statement)
  lake.replace()
  await engine.rows(statement)
  const [first, second, third] = bodies('StartQueryExecution')
  expect(first?.QueryString).toBe(second?.QueryString)
  expect(first?.QueryString).not.toBe(third?.QueryString)
  expect(first?.QueryString).toMatch(/^with lake_version as \(select '[0-9a-f]{64}' as version\), facts as/)
  expect(first?.QueryString).toContain("unit_code = 'a''b? -- ' and year = cast(2023 as bigint)")
  expect(first?.ResultReuseConfiguration).toEqual({ ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 10_080 } })
  expect(athenaSql({ ...statement, sql: 'select 1', parameters: [] }, 'v')).toBe("with lake_version as (select 'v' as version)\nselect 1")
})

test('a result used again costs nothing; a small one the least that is billed', async () => {
  const readings: Reading[] = []
  const engine = await over((operation, _, nth) =>
    operation === 'GetQueryExecution' ? state('SUCCEEDED', {}, nth === 0 ? { DataScannedInBytes: 12 } : { ResultReuseInformation: { ReusedPreviousResult: true } }) : undefined,
  )
  await engine.rows(statement, undefined, (one) => readings.push(one))
  await engine.rows(statement, undefined, (one) => readings.push(one))
  expect(readings.map(({ bytes, usd, reused }) => ({ bytes, usd, reused }))).toEqual([
    { bytes: 12, usd: 0.00005, reused: false },
    { bytes: 0, usd: 0, reused: true },
  ])
})

const turnedAway: [string, Reply][] = [
  ['throttled', fault('ThrottlingException')],
  ['too many at once', fault('TooManyRequestsException')],
  ['503', fault('ServiceUnavailable', 503)],
  ['lost', 'lost'],
]
test.each(turnedAway)('%s at any step: asked again, started once', async (_, reply) => {
  const engine = await over((_operation, _asked, nth) => (nth === 0 ? reply : undefined))
  expect(await engine.rows(statement)).toEqual([{ unit_code: 'a', activated: 1 }])
  const tokens = bodies('StartQueryExecution').map(({ ClientRequestToken }) => ClientRequestToken)
  expect(tokens.length).toBe(2)
  expect(new Set(tokens).size).toBe(1)
  expect(String(tokens[0]).length).toBeGreaterThanOrEqual(32)
})

test('nobody waits any more: stopped there', async () => {
  const controller = new AbortController()
  const engine = await over((operation) => (operation === 'GetQueryExecution' ? state('RUNNING') : undefined))
  const rows = engine.rows(statement, controller.signal)
  await until(() => bodies('GetQueryExecution').length > 0)
  controller.abort(new Error('gone'))
  await expect(rows).rejects.toThrow('gone')
  await until(() => bodies('StopQueryExecution').some(({ QueryExecutionId }) => QueryExecutionId === 'e0'))
})

test('gone before the start was answered: stopped as soon as it is', async () => {
  const controller = new AbortController()
  let release: () => void = () => undefined
  const held = new Promise<undefined>((done) => {
    release = () => done(undefined)
  })
  const engine = await over((operation) => (operation === 'StartQueryExecution' ? held.then(() => ({ body: { QueryExecutionId: 'late' } })) : undefined))
  const rows = engine.rows(statement, controller.signal)
  await until(() => bodies('StartQueryExecution').length > 0)
  controller.abort(new Error('gone'))
  await expect(rows).rejects.toThrow('gone')
  release()
  await until(() => bodies('StopQueryExecution').some(({ QueryExecutionId }) => QueryExecutionId === 'late'))
})

test('too long: stopped there, told here', async () => {
  const engine = await over((operation) => (operation === 'GetQueryExecution' ? state('QUEUED') : undefined), { timeoutMs: 400 })
  await expect(engine.rows(statement)).rejects.toMatchObject({ name: 'StorageError', message: expect.stringMatching(/0\.4 s/) })
  await until(() => bodies('StopQueryExecution').length > 0)
})

test('failed, and Athena says it may work: started anew, without an earlier result', async () => {
  const engine = await over((operation, _, nth) =>
    operation === 'GetQueryExecution' && nth === 0
      ? state('FAILED', { StateChangeReason: 'INTERNAL_ERROR', AthenaError: { ErrorCategory: 1, ErrorType: 233, Retryable: true } })
      : undefined,
  )
  expect(await engine.rows(statement)).toHaveLength(1)
  const starts = bodies('StartQueryExecution')
  expect(new Set(starts.map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(2)
  expect(starts[1]?.ResultReuseConfiguration).toEqual({ ResultReuseByAgeConfiguration: { Enabled: false } })
})

describe('failures are told by name, without the words of the service', () => {
  const kinds: [string, string, string, RegExp][] = [
    ['FAILED', 'HIVE_BAD_DATA: secret in s3://bucket', 'StorageError', /da06 verify/],
    ['FAILED', 'TABLE_NOT_FOUND: line 1:1: secret', 'StorageError', /da06 tables/],
    ['FAILED', 'com.amazonaws.SomeException: secret', 'StorageError', /FAILED/],
    ['FAILED', 'Query exhausted resources at this scale factor', 'InputError', /fewer/],
    ['CANCELLED', 'Bytes scanned limit was exceeded', 'InputError', /fewer/],
    ['CANCELLED', '', 'StorageError', /CANCELLED/],
  ]
  test.each(kinds)('%s %s', async (State, StateChangeReason, name, message) => {
    const engine = await over((operation) => (operation === 'GetQueryExecution' ? state(State, { StateChangeReason }) : undefined))
    const error = await engine.rows(statement).catch((one: Error) => one)
    expect(error).toMatchObject({ name, message: expect.stringMatching(message) })
    expect((error as Error).message).not.toMatch(/secret|bucket/)
  })

  test.each(['InvalidRequestException', 'AccessDeniedException'])('%s at the start names the settings', async (type) => {
    const engine = await over((operation) => (operation === 'StartQueryExecution' ? fault(type) : undefined))
    const error = await engine.rows(statement).catch((one: Error) => one)
    expect(error).toMatchObject({ name: 'StorageError', message: expect.stringContaining('DA06_ATHENA_WORKGROUP') })
    expect((error as Error).message).not.toMatch(/secret|bucket/)
  })
})

test('SQL longer than Athena takes is not sent', async () => {
  const engine = await over(() => undefined)
  const long = { ...statement, sql: `select '${'ế'.repeat(90_000)}' as x`, parameters: [] }
  await expect(engine.rows(long)).rejects.toMatchObject({ name: 'InputError', code: 'LIMIT_EXCEEDED' })
  expect(server?.asked).toEqual([])
})

test('a count that a number can not hold is refused, not rounded', async () => {
  const engine = await over((operation) => (operation === 'GetQueryResults' ? results([head, cells('a', '9007199254740993')]) : undefined))
  await expect(engine.rows(statement)).rejects.toThrow('9007199254740993')
})

test('an object replaced meanwhile: asked again, of the new version', async () => {
  let moves = 1
  const engine = await over((operation) => {
    if (operation === 'GetQueryExecution' && moves-- > 0) lake.replace()
    return undefined
  })
  expect(await engine.rows(statement)).toHaveLength(1)
  expect(new Set(bodies('StartQueryExecution').map(({ QueryString }) => QueryString)).size).toBe(2)
})
