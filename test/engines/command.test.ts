import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '../../build.ts'
import { type AthenaEndpoint, athenaEndpoint } from './athena-endpoint.ts'
import { type EngineLake, removeLakes, toldLake } from './lakes.ts'
import { trinoRows } from './trino-rows.ts'
import { catalogOver, startTrino, type TrinoServer } from './trino-server.ts'

/** The command as it is installed, its tables as it prints them. */
let trino: TrinoServer
let athena: AthenaEndpoint
let lake: EngineLake
let command: string
const root = mkdtempSync(join(tmpdir(), 'engines-command-'))
/** Inside the checkout, where its packages are found. */
const dist = resolve('node_modules/.cache', basename(root))

interface Run {
  readonly status: number
  readonly out: string
  readonly err: string
}

function da06(words: readonly string[], more: Record<string, string> = {}): Promise<Run> {
  const env = { PATH: process.env.PATH, DA06_LAKE: lake.folder, DA06_TRINO_SCHEMA: 'told', DA06_ATHENA_DATABASE: 'told', ...more }
  return new Promise((done) =>
    execFile(process.execPath, [command, ...words], { env, cwd: root, maxBuffer: 1 << 26 }, (error, out, err) => done({ status: error ? Number(error.code ?? 1) : 0, out, err })),
  )
}

beforeAll(async () => {
  ;[trino, lake, command] = await Promise.all([startTrino(catalogOver(null)), toldLake(), bundle(dist)])
  athena = await athenaEndpoint(trino.url)
  const { status, out, err } = await da06(['tables', '--for', 'trino'])
  expect(status, err).toBe(0)
  // The lake is one of several below the catalog's place here.
  const statements = out.replaceAll("'local:///", `'local:///${basename(lake.folder)}/`).split(/;\n/)
  for (const sql of statements.filter((text) => text.trim() !== '')) await trinoRows(trino.url, sql)
})
afterAll(async () => {
  await athena?.close()
  await trino?.close()
  removeLakes([lake])
  for (const folder of [root, dist]) rmSync(folder, { recursive: true, force: true })
})

const question = ['query', 'comparison', 'unit=82', 'metric=activation_rate_by_target', 'on=2023-08-10', 'since=2023-08-01', '--format', 'ndjson']
const onTrino = (): Record<string, string> => ({ DA06_TRINO_URL: trino.url })
const onAthena = (): Record<string, string> => ({
  DA06_ATHENA_WORKGROUP: 'primary',
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL_ATHENA: athena.url,
})

test('one answer, whoever gives it; what was read goes to standard error', async () => {
  const [duckdb, byTrino, byAthena] = await Promise.all([
    da06(question),
    da06([...question, '--engine', 'trino'], onTrino()),
    da06(question, { ...onAthena(), DA06_ENGINE: 'athena' }),
  ])
  expect(duckdb.status, duckdb.err).toBe(0)
  expect(duckdb.out.split('\n').length).toBeGreaterThan(2)
  expect(byTrino, byTrino.err).toMatchObject({ status: 0, out: duckdb.out })
  expect(byAthena, byAthena.err).toMatchObject({ status: 0, out: duckdb.out })
  expect(duckdb.err).toBe('')
  expect(byTrino.err).toMatch(/^trino: đọc \/ read \d+\.\d MB \(\w+\)$/m)
  expect(byAthena.err).toMatch(/^athena: đọc \/ read \d+\.\d MB, 0\.000050 USD \([\w-]+\)$/m)
})

test('auto takes the embedded engine for little, another for much, and says why', async () => {
  const little = await da06([...question, '--engine', 'auto'], onTrino())
  const much = await da06([...question, '--engine', 'auto'], { ...onTrino(), DA06_AUTO_MEGABYTES: '0' })
  const alone = await da06([...question, '--engine', 'auto'])
  expect(little.err).toMatch(/^auto: duckdb — chạm \/ touches 0\.\d MB ≤ 512\.0 MB$/m)
  expect(much.err).toMatch(/^auto: trino — chạm \/ touches 0\.\d MB > 0\.0 MB$/m)
  expect(alone.err).toMatch(/^auto: duckdb — .*DA06_TRINO_URL/m)
  for (const run of [little, much, alone]) expect(run, run.err).toMatchObject({ status: 0, out: little.out })
})

test('what is not set is asked for by name', async () => {
  for (const [words, variable] of [
    [['--engine', 'trino'], 'DA06_TRINO_URL'],
    [['--engine', 'athena'], 'DA06_ATHENA_WORKGROUP'],
  ] as const) {
    const run = await da06([...question, ...words])
    expect(run).toMatchObject({ status: 2, out: '' })
    expect(run.err).toContain(variable)
  }
  const clear = await da06([...question, '--engine', 'trino'], { ...onTrino(), DA06_TRINO_PASSWORD: 'x' })
  expect(clear).toMatchObject({ status: 2, out: '' })
  expect(clear.err).not.toContain('   at ')
})

test('tables that were never made: which command makes them', async () => {
  const run = await da06([...question, '--engine', 'trino'], { ...onTrino(), DA06_TRINO_SCHEMA: 'nowhere' })
  expect(run).toMatchObject({ status: 1, out: '' })
  expect(run.err).toContain('da06 tables')
})
