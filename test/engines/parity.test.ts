import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Asking } from '../../queries/asking.ts'
import type { Engine } from '../../queries/engine.ts'
import { textValue } from '../../queries/facts.ts'
import type { Question } from '../../queries/question.ts'
import { questions } from '../../queries/questions.ts'
import { registerReader } from '../../queries/register.ts'
import { savedQueries } from '../../queries/saved-queries.ts'
import { type TableName, tables } from '../../schema/columns.ts'
import { metrics } from '../../schema/metrics.ts'
import { hostileTexts } from '../remote/hostile-texts.ts'
import { type AthenaEndpoint, athenaEndpoint } from './athena-endpoint.ts'
import { casesOver } from './catalogue-cases.ts'
import { compare, compared, comparedOf } from './compared.ts'
import { bucketPlace, type Engines, enginesOver, folderPlace, makeTables } from './engines-over.ts'
import { anyCase } from './generated-cases.ts'
import { type EngineLake, engineLakes, removeLakes } from './lakes.ts'
import { needed } from './needed.ts'
import { parityOf, type Tally } from './parity-engine.ts'
import { startVersitygw } from './s3/versitygw.ts'
import { catalogOver, startTrino, type TrinoServer } from './trino-server.ts'

/** Generated questions a lake. */
const RUNS = Number(process.env.ENGINE_RUNS ?? 5)
const AT_ONCE = 4
/** Every case on every lake, not each on one of them; and of Trino over the bucket too, not of Athena's API alone. */
const ALL = process.env.ENGINE_ALL === '1'

interface Open {
  readonly lake: EngineLake
  readonly engines: Engines
  readonly asking: Asking
  /** DuckDB and Trino over the folder, Athena's API over the bucket. */
  readonly parity: (tally: Tally) => Engine
  /** And Trino over the bucket. */
  readonly everywhere: (tally: Tally) => Engine
}

/** Without one, what should lie in a bucket lies in a folder. */
const s3 = await needed('Trino over s3://', startVersitygw)
if (s3) Object.assign(process.env, s3.env)
let trino: TrinoServer
let athena: AthenaEndpoint
let lakes: EngineLake[]
const open: Open[] = []

async function opened(lake: EngineLake): Promise<Open> {
  const folder = folderPlace(lake)
  const bucket = s3 ? await bucketPlace(lake, s3) : folder
  for (const place of new Set([folder, bucket])) await makeTables(trino.url, place)
  const engines = enginesOver(folder, bucket, trino.url, athena)
  const { duckdb, trinoOnS3, ...others } = engines
  const asking = { engine: duckdb, register: await registerReader(duckdb)(), today: '2025-12-31' }
  const everywhere = parityOf(duckdb, { ...others, 'trino over the bucket': trinoOnS3 })
  return { lake, engines, asking, everywhere, parity: ALL ? everywhere : parityOf(duckdb, others) }
}

beforeAll(async () => {
  ;[trino, lakes] = await Promise.all([startTrino(catalogOver(s3)), engineLakes()])
  athena = await athenaEndpoint(trino.url)
  for (const lake of lakes) open.push(await opened(lake))
})
afterAll(async () => {
  for (const { engines } of open) for (const engine of Object.values(engines) as Engine[]) engine.close()
  await athena?.close()
  await trino?.close()
  await s3?.stop()
  removeLakes(lakes ?? [])
})

/** Some at a time: Trino is slow one by one. */
async function inLanes<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...list]
  const lane = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

describe('the same rows, types, order and nulls on every engine', () => {
  test.each(questions)('$name: every metric, with and without asKnownAt', async (question) => {
    const askings = new Map(open.map(({ lake, asking, parity }) => [lake, { ...asking, engine: parity(comparedOf(question.name)) }]))
    await inLanes(casesOver(question, lakes, ALL), (each) => compare(askings.get(each.lake) as Asking, each.case))
  })

  test('the register of units', async () => {
    for (const { engines, asking } of open) {
      const answers = await Promise.all([engines.trino, engines.athena, engines.trinoOnS3].map(async (engine) => (await registerReader(engine)()).units))
      for (const units of answers) expect(units).toEqual(asking.register.units)
    }
  })

  test('what analysts keep in their console', async () => {
    const { lake, everywhere } = open[0] as Open
    const tally = { statements: 0, rows: 0 }
    const parity = everywhere(tally)
    const scopes = (Object.keys(tables) as TableName[]).map((table) => ({ table, provinces: null, years: null }))
    const saved = await savedQueries()
    await inLanes(saved, async ({ sql }) => void (await parity.rows({ sql, parameters: [], scopes })))
    expect(new Set(saved.map(({ name }) => name.replace(/_\d+$/, '')))).toEqual(new Set(questions.map(({ name }) => name)))
    expect(tally.statements).toBe(new Set(saved.map(({ sql }) => sql)).size)
    expect(tally.rows, lake.name).toBeGreaterThan(saved.length)
  })

  test('texts come back as they were given, whatever stands in them', async () => {
    const texts = [...hostileTexts, ...fc.sample(fc.string({ unit: 'binary', maxLength: 30 }), { numRuns: 100, seed: 6 }).map((text) => text.replaceAll('\0', ''))]
    const sql = `select ${texts.map((_, i) => `? as t${i}`).join(', ')}`
    const statement = { sql, parameters: texts.map(textValue), scopes: [] }
    const { duckdb, trino, athena } = (open[0] as Open).engines
    for (const engine of [duckdb, trino, athena]) expect(Object.values((await engine.rows(statement))[0] ?? {})).toEqual(texts)
  })

  test('generated keys', async () => {
    const filled = open.filter(({ lake }) => lake.holds.length > 0)
    await inLanes(filled, async ({ lake, asking, everywhere }) => {
      const askings = new Map(questions.map((question: Question) => [question, { ...asking, engine: everywhere(comparedOf(question.name)) }]))
      await fc.assert(
        fc.asyncProperty(anyCase(questions, lake), (each) => compare(askings.get(each.question) as Asking, each)),
        { numRuns: RUNS, endOnFailure: true },
      )
    })
  })
})

describe('nothing is left out', () => {
  test('every question was compared, on rows', () => {
    for (const { name } of questions) {
      const { statements, rows, known } = comparedOf(name)
      expect(statements, name).toBeGreaterThan(0)
      expect(rows, name).toBeGreaterThan(0)
      expect(known.size, name).toBe(2)
    }
  })

  test('every metric and every grain, by every question that takes one', () => {
    for (const { name, keys } of questions) {
      const takes = (kind: string): boolean => keys.some((key) => key.kind === kind)
      const { metrics: told, metricsOnRows, untold } = comparedOf(name)
      // A question says itself which metrics it does not tell; each of the others is compared.
      const owed = metrics.map(({ code }) => code).filter((code) => told.has(code) || !untold.has(code))
      if (takes('metric')) expect([...told].sort(), name).toEqual(owed.sort())
      if (takes('metric')) expect(metricsOnRows.size, name).toBeGreaterThan(10)
      if (takes('grain')) expect([...comparedOf(name).grains], name).toEqual(expect.arrayContaining(['day', 'week', 'month']))
    }
  })

  test('every metric, on rows', () => {
    const onRows = new Set([...compared.values()].flatMap(({ metricsOnRows }) => [...metricsOnRows]))
    expect([...onRows].sort()).toEqual(metrics.map(({ code }) => code).sort())
  })

  test('the table', () => {
    const rows = [...compared].map(([name, one]) => ({
      question: name,
      cases: one.cases,
      refused: one.refused,
      metrics: one.metrics.size || '-',
      'on rows': one.metricsOnRows.size || '-',
      grains: [...one.grains].join(' ') || '-',
      statements: one.statements,
      rows: one.rows,
      'duckdb = trino = athena': one.statements > 0 ? 'equal' : '-',
    }))
    console.table(rows)
    const places = `DuckDB and Trino over folders, Athena's API over ${s3 ? 's3://' : 'folders too: no S3 server'}`
    console.log(`${lakes.length} lakes: ${lakes.map(({ name }) => name).join('; ')}. ${places}, asked ${JSON.stringify(athena.counts)}`)
    expect(rows.length).toBe(questions.length)
  })
})
