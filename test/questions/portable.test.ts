import { readdirSync, readFileSync } from 'node:fs'
import { TrinoSQL } from 'dt-sql-parser'
import { expect, test } from 'vitest'
import type { Asking } from '../../queries/asking.ts'
import { byType } from '../../queries/by-type.ts'
import { causes } from '../../queries/causes.ts'
import { checks } from '../../queries/checks.ts'
import { comparison } from '../../queries/comparison.ts'
import { discipline } from '../../queries/discipline.ts'
import type { Engine, Row, Statement } from '../../queries/engine.ts'
import { findings } from '../../queries/findings.ts'
import { funnel } from '../../queries/funnel.ts'
import { indexPoints } from '../../queries/index-points.ts'
import { landings } from '../../queries/landings.ts'
import { periods } from '../../queries/period.ts'
import { periodByType, periodComparison } from '../../queries/period-comparison.ts'
import { periodFunnel } from '../../queries/period-funnel.ts'
import { periodRevisions } from '../../queries/period-revisions.ts'
import { periodSnapshot } from '../../queries/period-snapshot.ts'
import { periodTrend } from '../../queries/period-trend.ts'
import { registerReader } from '../../queries/register.ts'
import { revisions } from '../../queries/revisions.ts'
import { services } from '../../queries/services.ts'
import { servicesUsed } from '../../queries/services-used.ts'
import { snapshot } from '../../queries/snapshot.ts'
import { inlined } from '../../queries/statement.ts'
import { trend } from '../../queries/trend.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import { registerOf } from '../../schema/units.ts'
import { smallRegister, unit } from './lake.ts'

/** An engine that only listens: what would be asked of any of the three. */
function listener(): { asked: Statement[]; engine: Engine } {
  const asked: Statement[] = []
  const rows: Engine['rows'] = async (statement) => {
    asked.push(statement)
    return statement.sql.includes('as c0') ? windows : []
  }
  return { asked, engine: { rows, version: async () => '', close: () => undefined } }
}

/** Windows with another way than the one most exports go, so that every statement is asked. */
const windows: Row[] = [
  ['2023-09-01', '2023-09-15'],
  ['2023-09-16', '2023-09-30'],
  ['2023-09-01', '2023-09-10'],
  ['2023-09-11', '2023-09-30'],
].map(([first = '', last = '']) => ({ member: null, first, last, ...Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`c${n}`, 1])) }))

async function everyPeriod(asking: Asking, asKnownAt: number | undefined): Promise<void> {
  const agency = unit('H.01', { level: 'agency', parentCode: '82' })
  const window = { from: '2023-09-01', to: '2023-09-30', asKnownAt }
  for (const metric of ['online_rate', 'not_late_rate', 'payment_rate', 'dossiers_to_handle'].map((code) => metricOf(code) as Metric)) {
    for (const one of [...smallRegister.slice(0, 4), agency]) {
      const parts = [{ unit: one, metric }]
      for (const scope of ['own', 'subtree', undefined] as const) await periods(asking, parts, { ...window, scope })
      for (const grain of ['round', 'week', 'month'] as const) await periodTrend(asking, parts, { ...window, grain, movingAverage: 7 })
      await periodComparison(asking, one, { ...window, metric, since: '2023-08-01' })
      await periodByType(asking, one, { ...window, metric })
      await periodRevisions(asking, one, { ...window, metric })
      if (metric.table === 'dossiers') for (const part of [{ service: 'DVC.01' }, { field: "O'" }]) await periods(asking, parts, { ...window, ...part })
    }
  }
  await periodSnapshot(asking, smallRegister, window)
  await periodFunnel(asking, [...smallRegister, agency], window)
}

/** Services and causes, over the same windows. */
async function ofServices(asking: Asking, asKnownAt: number | undefined): Promise<void> {
  for (const scope of ['own', 'subtree'] as const) {
    const keys = { from: '2023-09-01', to: '2023-09-30', scope, asKnownAt }
    await services(asking, smallRegister, { ...keys, metric: metricOf('online_rate') as Metric })
    await servicesUsed(asking, smallRegister, keys)
    for (const kind of ['overdue', 'refused', 'sent_back'] as const) await causes(asking, smallRegister, { ...keys, kind })
    await causes(asking, smallRegister, { ...keys, kind: 'overdue', service: 'DVC.01' })
    await indexPoints(asking, smallRegister, keys)
  }
}

async function everything(): Promise<Statement[]> {
  const { asked, engine } = listener()
  const asking = { engine, register: registerOf(smallRegister), today: '2023-12-31' }
  for (const asKnownAt of [undefined, Date.UTC(2023, 8, 1)]) {
    for (const metric of [metricOf('activated'), metricOf('approval_rate')] as Metric[]) {
      for (const unit of smallRegister.slice(0, 4)) {
        for (const grain of ['day', 'week', 'month'] as const) await trend(asking, [unit], { metric, from: '2023-08-20', to: '2023-10-18', grain, movingAverage: 7, asKnownAt })
        await comparison(asking, unit, { metric, on: '2023-10-18', since: '2023-08-20', asKnownAt })
        await byType(asking, unit, { metric, on: '2023-10-18', asKnownAt })
        await revisions(asking, unit, { metric, on: '2023-10-18', asKnownAt })
        await snapshot(asking, [unit], { on: '2023-10-18', asKnownAt })
        await funnel(asking, [unit], { on: '2023-10-18', asKnownAt })
        await checks(asking, unit, { from: '2023-08-20', to: '2023-10-18', asKnownAt })
      }
    }
    await everyPeriod(asking, asKnownAt)
    const keys = { from: '2023-08-20', to: '2023-10-18', state: 'landed', code: 'not_a_count', file: "O'", province: '82', limit: 5, asKnownAt }
    await landings(asking, keys)
    await findings(asking, keys)
    await ofServices(asking, asKnownAt)
    await discipline(asking, smallRegister, { from: '2023-09-01', to: '2023-10-30', asKnownAt })
    await landings(asking, { asKnownAt })
    await findings(asking, { asKnownAt })
  }
  await registerReader(engine)()
  return asked
}

test('every question is SQL that Trino parses, with parameters and with literals', async () => {
  const trino = new TrinoSQL()
  const texts = new Set((await everything()).flatMap((statement) => [statement.sql, inlined(statement)]))
  expect(texts.size).toBeGreaterThan(30)
  for (const text of texts) {
    expect(
      trino.validate(text).map(({ message }) => message),
      text,
    ).toEqual([])
    expect(text).not.toMatch(/::|\bqualify\b|\bilike\b|;\s*$|[{}]/i)
  }
})

test('the parser would notice what Trino does not know', () => {
  for (const wrong of ['select 1::int from a', 'select * exclude (b) from a', 'select a from b qualify 1 = 1', 'select a from b limit 1 offset 2']) {
    expect(new TrinoSQL().validate(wrong), wrong).not.toEqual([])
  }
})

test('as many parameters as question marks, and only the scopes needed', async () => {
  for (const { sql, parameters, scopes } of await everything()) {
    expect(sql.split('?').length - 1).toBe(parameters.length)
    for (const { table } of scopes) expect(sql).toMatch(new RegExp(`\\b(from|join) ${table}\\b`))
    expect(new Set(scopes.map(({ table }) => table)).size).toBe(scopes.length)
    // Which windows there are is asked of all versions.
    if (!sql.includes('superseded_at') && !sql.includes(' as breakdown')) expect(scopes.some(({ table }) => table.endsWith('_superseded'))).toBe(false)
  }
})

test('every file says its question in two languages, its blanks and its columns', () => {
  for (const file of readdirSync('queries').filter((name) => name.endsWith('.sql'))) {
    const head = /^(--.*\n)+/.exec(readFileSync(`queries/${file}`, 'utf8'))?.[0] ?? ''
    for (const mark of ['-- vi: ', '-- en: ', '-- columns: ']) expect(head, file).toContain(mark)
  }
})
