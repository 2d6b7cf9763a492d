import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
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
import { InputError } from '../../schema/input-error.ts'
import { metrics } from '../../schema/metrics.ts'
import { hostileTexts } from '../remote/hostile-texts.ts'
import { type AthenaEndpoint, athenaEndpoint } from './athena-endpoint.ts'
import { type Case, casesOver, choicesOf, grains, waysOf } from './catalogue-cases.ts'
import { type Engines, enginesOver, makeTables } from './engines-over.ts'
import { type EngineLake, engineLakes, removeLakes } from './lakes.ts'
import { parityEngine, type Tally } from './parity-engine.ts'
import { startTrino, type TrinoServer } from './trino-server.ts'

/** Generated questions a lake. */
const RUNS = Number(process.env.ENGINE_RUNS ?? 25)
const AT_ONCE = 4
/** Every case on every lake, not each on one of them. */
const ALL = process.env.ENGINE_ALL === '1'

/** What was compared, of a question. */
interface Compared extends Tally {
  cases: number
  refused: number
  readonly metrics: Set<string>
  /** Metrics that the question says it does not tell. */
  readonly untold: Set<string>
  readonly grains: Set<string>
  readonly known: Set<boolean>
}

const compared = new Map<string, Compared>()
const comparedOf = (name: string): Compared => {
  const one = compared.get(name) ?? { statements: 0, rows: 0, cases: 0, refused: 0, metrics: new Set(), untold: new Set(), grains: new Set(), known: new Set() }
  compared.set(name, one)
  return one
}

let trino: TrinoServer
let athena: AthenaEndpoint
let lakes: EngineLake[]
const open: { lake: EngineLake; engines: Engines; asking: Asking }[] = []
const root = mkdtempSync(join(tmpdir(), 'engines-trino-'))

beforeAll(async () => {
  const place = { 'hive.metastore': 'file', 'hive.metastore.catalog.dir': `local:///${basename(root)}`, 'fs.native-local.enabled': true, 'local.location': tmpdir() }
  ;[trino, lakes] = await Promise.all([startTrino(place), engineLakes()])
  athena = await athenaEndpoint(trino.url)
  for (const lake of lakes) {
    await makeTables(trino.url, lake, basename(root))
    const engines = enginesOver(lake, trino.url, athena)
    open.push({ lake, engines, asking: { engine: engines.duckdb, register: await registerReader(engines.duckdb)(), today: '2025-12-31' } })
  }
})
afterAll(async () => {
  for (const { engines } of open) for (const engine of Object.values(engines) as Engine[]) engine.close()
  await athena?.close()
  await trino?.close()
  removeLakes(lakes ?? [])
  rmSync(root, { recursive: true, force: true })
})

/** Asks one case of all engines; false where the question refuses it whatever days it is given. */
async function ask(asking: Asking, { question, keys }: Case): Promise<boolean> {
  for (const way of waysOf({ question, keys })) {
    try {
      await question.run(asking, way)
      return true
    } catch (error) {
      if (!(error instanceof InputError) || error.argument === 'query') throw error
      if (error.argument === 'metric' && keys.metric !== undefined) comparedOf(question.name).untold.add(keys.metric)
    }
  }
  return false
}

async function compare(asking: Asking, one: Case): Promise<void> {
  const seen = comparedOf(one.question.name)
  seen.cases++
  if (!(await ask(asking, one))) {
    seen.refused++
    return
  }
  if (one.keys.metric !== undefined) seen.metrics.add(one.keys.metric)
  if (one.keys.grain !== undefined) seen.grains.add(one.keys.grain)
  seen.known.add(one.keys.asKnownAt !== undefined)
}

/** Some at a time: Trino is slow one by one. */
async function inLanes<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...list]
  const lane = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

const parityOf = ({ engines: { duckdb, trino, athena }, asking }: (typeof open)[number], question: Question): Asking => ({
  ...asking,
  engine: parityEngine(duckdb, { trino, athena }, comparedOf(question.name)),
})

describe('the same rows, types, order and nulls on every engine', () => {
  test.each(questions)('$name: every metric and grain, with and without asKnownAt', async (question) => {
    const askings = new Map(open.map((one) => [one.lake, parityOf(one, question)]))
    await inLanes(casesOver(question, lakes, ALL), (each) => compare(askings.get(each.lake) as Asking, each.case))
  })

  test('the register of units', async () => {
    for (const { engines, asking } of open) {
      const answers = await Promise.all([engines.trino, engines.athena].map(async (engine) => (await registerReader(engine)()).units))
      for (const units of answers) expect(units).toEqual(asking.register.units)
    }
  })

  test('what analysts keep in their console', async () => {
    const { lake, engines } = open[0] as (typeof open)[number]
    const tally = { statements: 0, rows: 0 }
    const parity = parityEngine(engines.duckdb, { trino: engines.trino, athena: engines.athena }, tally)
    const scopes = (Object.keys(tables) as TableName[]).map((table) => ({ table, provinces: null, years: null }))
    const saved = await savedQueries()
    for (const { sql } of saved) await parity.rows({ sql, parameters: [], scopes })
    expect(new Set(saved.map(({ name }) => name.replace(/_\d$/, '')))).toEqual(new Set(questions.map(({ name }) => name)))
    expect(tally.statements).toBe(new Set(saved.map(({ sql }) => sql)).size)
    expect(tally.rows, lake.name).toBeGreaterThan(saved.length)
  })

  test('texts come back as they were given, whatever stands in them', async () => {
    const texts = [...hostileTexts, ...fc.sample(fc.string({ unit: 'binary', maxLength: 30 }), { numRuns: 100, seed: 6 }).map((text) => text.replaceAll('\0', ''))]
    const sql = `select ${texts.map((_, i) => `? as t${i}`).join(', ')}`
    const statement = { sql, parameters: texts.map(textValue), scopes: [] }
    const { duckdb, trino, athena } = (open[0] as (typeof open)[number]).engines
    for (const engine of [duckdb, trino, athena]) expect(Object.values((await engine.rows(statement))[0] ?? {})).toEqual(texts)
  })

  test('generated keys', async () => {
    for (const one of open.filter(({ lake }) => lake.name !== 'no facts')) {
      const askings = new Map(questions.map((question) => [question, parityOf(one, question)]))
      const given = fc.constantFrom(...questions).chain((question) =>
        fc.record(Object.fromEntries(question.keys.map((key) => [key.name, anyValue(key, one.lake)]))).map((keys) => ({
          question,
          keys: Object.fromEntries(Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined)),
        })),
      )
      await fc.assert(
        fc.asyncProperty(given, (each) => compare(askings.get(each.question) as Asking, each)),
        { numRuns: RUNS, endOnFailure: true },
      )
    }
  })
})

/** Any value a key may have, hostile ones among the texts. */
function anyValue(key: Question['keys'][number], lake: EngineLake): fc.Arbitrary<string | undefined> {
  const optional = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => (key.required ? one : fc.option(one, { nil: undefined }))
  const day = fc.date({ min: new Date(`${lake.first}T00:00:00Z`), max: new Date(`${lake.last}T00:00:00Z`), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
  if (key.kind === 'day') return optional(day)
  if (key.kind === 'grain') return optional(fc.constantFrom(...grains))
  if (key.kind === 'metric') return optional(fc.constantFrom(...metrics.map(({ code }) => code)))
  if (key.kind === 'moment') return optional(fc.constantFrom(...lake.moments))
  const sampled = fc.constantFrom(...choicesOf(key, lake))
  if (key.kind === 'text' && !key.required)
    return fc.oneof(
      sampled,
      fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
    )
  return sampled
}

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
      const { metrics: told, untold } = comparedOf(name)
      // A question says itself which metrics it does not tell; each of the others is compared.
      const owed = metrics.map(({ code }) => code).filter((code) => told.has(code) || !untold.has(code))
      if (takes('metric')) expect([...told].sort(), name).toEqual(owed.sort())
      if (takes('metric')) expect(told.size, name).toBeGreaterThan(15)
      if (takes('grain')) expect([...comparedOf(name).grains], name).toEqual(expect.arrayContaining(['day', 'week', 'month']))
    }
  })

  test('the table', () => {
    const rows = [...compared].map(([name, one]) => ({
      question: name,
      cases: one.cases,
      refused: one.refused,
      metrics: one.metrics.size || '-',
      grains: [...one.grains].join(' ') || '-',
      statements: one.statements,
      rows: one.rows,
      'duckdb = trino = athena': one.statements > 0 ? 'equal' : '-',
    }))
    console.table(rows)
    console.log(`${lakes.length} lakes: ${lakes.map(({ name }) => name).join('; ')}. Athena's API was asked ${JSON.stringify(athena.counts)}`)
    expect(rows.length).toBe(questions.length)
  })
})
