import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundledCommand, type Command, type Ended } from '../crash/command.ts'
import { root } from '../house/sources.ts'
import { needed } from './needed.ts'
import { BUCKET, credentials, type Server, startVersitygw } from './s3/versitygw.ts'
import { trinoRows } from './trino-rows.ts'
import { type Catalog, startTrino } from './trino-server.ts'

const demo = join(root, 'functions/demo')

/** The catalog that docs/engines.md tells, over this server. */
function documentedCatalog({ endpoint }: Server): Catalog {
  const [, block = ''] = /^```properties\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, 'docs/engines.md'), 'utf8')) ?? []
  const here: Readonly<Record<string, string>> = {
    's3.endpoint': endpoint,
    's3.aws-access-key': credentials.accessKeyId,
    's3.aws-secret-key': credentials.secretAccessKey,
  }
  const lines = block.trim().split('\n')
  return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]).map(([name, value]) => [name, here[name] ?? value.replace('kho-de-an-06', BUCKET)]))
}

const s3 = await needed('versitygw, a real S3 server', startVersitygw)
const trino = s3 && (await needed('a real Trino over it', () => startTrino(documentedCatalog(s3))))

describe.skipIf(!s3 || !trino)('Trino over a lake on a real S3 server, as docs/engines.md tells it', () => {
  const lake = `s3://${BUCKET}/tiền giang`
  let command: Command
  const da06 = (words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    command.run(words, { ...s3?.env, DA06_LAKE: lake, DA06_TRINO_URL: trino?.url as string, ...more })

  beforeAll(async () => {
    command = await bundledCommand()
    for (const name of ['units-2023-01-01.csv', 'agencies-2023-01-01.csv']) expect((await da06(['units', 'import', join(demo, name), '--valid-from', '2023-01-01'])).status).toBe(0)
    const exports = ['DC01_2023-09-03.xlsx', 'DC01_2023-09-04.xlsx', 'DC01_2023-09-04_lan2.xlsx', 'DC01_2023-09-25.xlsx'].map((file) => join(demo, 'exports', file))
    const reports = ['II06a_dot01_2023-09-01_2023-09-15.xlsx', 'so-hoa-thanh-toan_dot01_2023-09-01_2023-09-15.csv', 'tuan_815_2023-09-04.xlsx'].map((file) =>
      join(demo, 'procedures', file),
    )
    const landed = await da06(['land', ...exports, ...reports, '--province', '82'])
    expect([0, 3], landed.err).toContain(landed.status)
  })
  afterAll(async () => {
    await trino?.close()
    await s3?.stop()
    await command?.remove()
  })

  test('the printed statements, as they are, make its tables where they lie', async () => {
    const { status, out, err } = await da06(['tables', '--for', 'trino'])
    expect([status, err]).toEqual([0, ''])
    expect([...out.matchAll(/external_location = '([^']*)'/g)].map(([, place]) => place?.replace(/\w+\/$/, ''))).toEqual(Array(12).fill(`${lake}/tables/`))
    // Twice: made anew after an upgrade, they leave the lake as it is.
    for (let times = 0; times < 2; times++) for (const sql of out.split(/;\n/).filter((text) => text.trim() !== '')) await trinoRows(trino?.url as string, sql)
    expect((await trinoRows(trino?.url as string, 'select count(*) from activation', 'de_an_06')).rows[0]?.[0]).toBeGreaterThan(300)
  })

  test.each([
    [['trend', 'unit=82', 'metric=activated', 'from=2023-09-01', 'to=2023-09-05']],
    [['comparison', 'unit=82', 'level=commune', 'metric=activation_rate_by_target', 'on=2023-09-04', 'since=2023-09-03']],
    [['period', 'unit=82', 'metric=online_rate', 'from=2023-09-01', 'to=2023-09-15', 'scope=subtree']],
    [['services', 'unit=815', 'metric=online_rate', 'from=2023-09-04', 'to=2023-09-10']],
    [['checks', 'unit=82', 'from=2023-09-01', 'to=2023-09-05']],
    [['revisions', 'unit=28288', 'metric=activated', 'on=2023-09-04']],
    [['landings']],
    [['findings']],
  ])('query %j: the answer of the embedded engine', async (question) => {
    const words = ['query', ...question, '--format', 'ndjson']
    const [duckdb, byTrino] = [await da06(words), await da06([...words, '--engine', 'trino'])]
    expect(duckdb).toMatchObject({ status: 0, err: '' })
    expect(duckdb.out).toContain('{')
    expect(byTrino, byTrino.err).toMatchObject({ status: 0, out: duckdb.out })
    expect(byTrino.err).toMatch(/^trino: đọc \/ read \d+\.\d MB \(\w+\)$/m)
  })

  test('auto weighs what lies in the bucket and says what it took; a HEAD an object and statement is what it costs', async () => {
    const words = ['query', 'trend', 'unit=82', 'metric=activated', 'from=2023-09-01', 'to=2023-09-05', '--format', 'ndjson']
    const asked = async (more: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<{ run: Ended; requests: string[] }> => {
      const before = (await s3?.requests())?.length
      const run = await da06([...words, ...more], settings)
      return { run, requests: ((await s3?.requests()) ?? []).slice(before) }
    }
    await asked([])
    // From here on what it reads is kept on this machine.
    const alone = await asked([])
    const little = await asked(['--engine', 'auto'])
    const much = await asked(['--engine', 'auto'], { DA06_AUTO_MEGABYTES: '0.01' })
    expect(little.run.err).toMatch(/^auto: duckdb — chạm \/ touches 0\.\d MB ≤ 512\.0 MB$/m)
    expect(much.run.err).toMatch(/^auto: trino — chạm \/ touches 0\.\d MB > 0\.0 MB\ntrino: đọc \/ read/m)
    for (const { run } of [little, much]) expect(run, run.err).toMatchObject({ status: 0, out: alone.run.out })
    const touched = alone.requests.filter((request) => request.startsWith('HeadObject')).filter((request, i, all) => all.indexOf(request) === i)
    expect(touched.length).toBeGreaterThan(1)
    const sorted = (requests: readonly string[]): string[] => [...requests].sort()
    // The register of units is read by a statement of its own.
    const register = touched.filter((request) => request.endsWith('/tables/units/data.parquet'))
    expect(sorted(little.requests)).toEqual(sorted([...alone.requests, ...register, ...touched]))
  })
})
