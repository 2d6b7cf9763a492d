import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiLake, FIRST, HALF, LAST } from './api-lake.ts'

let lake: Awaited<ReturnType<typeof apiLake>>
beforeAll(async () => {
  lake = await apiLake()
})
afterAll(() => lake.close())

const trend = `trend(metric: ACTIVATED, from: "${FIRST}", to: "${LAST}") { points { value } }`
const period = (metric: string, more = ''): string => `${metric}: period(metric: ${metric}, from: "${FIRST}", to: "${LAST}"${more}) { value }`
const rounds = (metric: string): string => `${metric}: trend(metric: ${metric}, from: "${FIRST}", to: "${LAST}", grain: ROUND) { points { value } }`
const dossierMetrics = ['RECEIVED_ONLINE', 'CARRIED_OVER', 'DOSSIERS_RESOLVED', 'PENDING_OVERDUE', 'ONLINE_RATE']

test.each([
  ['units of a level with a trend each', `{ units(level: COMMUNE) { nodes { ${trend} } } }`, 1],
  ['children with a trend each', `{ unit(code: "82") { children { nodes { ${trend} children { nodes { code } } } } } }`, 1],
  ['grandchildren, and children of another level', `{ unit(code: "82") { children { nodes { ${trend} children { nodes { ${trend} } } } } } }`, 2],
  ['units compared with a trend each', `{ unit(code: "82") { comparison(metric: ACTIVATED, on: "${LAST}") { rows { unit { ${trend} } } } } }`, 2],
  ['snapshot and funnel of many', `{ units(level: DISTRICT) { nodes { snapshot(on: "${LAST}") { rows { value } } funnel(on: "${LAST}") { stages { value } } } } }`, 2],
  ['freshness of many', '{ units(level: COMMUNE) { nodes { freshness { lastDay coverage { reporting } } } } }', 2],
  ['findings of many landings', '{ landings { nodes { findings { totalCount } } } }', 2],
  ['the same trend twice', `{ a: unit(code: "82") { ${trend} } b: unit(code: "82") { ${trend} } }`, 1],
  [
    'periods of many units and metrics: sums of what tiles the window',
    `{ units(level: COMMUNE, parent: "82") { nodes { ${dossierMetrics.map((metric) => period(metric)).join(' ')} } } }`,
    1,
  ],
  [
    'periods of both tables, and the days that one of them lacks',
    `{ unit(code: "815") { ${[...dossierMetrics, 'PAYABLE', 'PAID_ONLINE'].map((metric) => period(metric)).join(' ')} } }`,
    2,
  ],
  ['trends by round of many units and metrics', `{ units(level: DISTRICT, parent: "82") { nodes { ${dossierMetrics.map(rounds).join(' ')} } } }`, 1],
  [
    'units compared, each with a period',
    `{ unit(code: "82") { comparison(metric: ONLINE_RATE, from: "${HALF.from}", to: "${HALF.to}", level: COMMUNE) { rows { unit { ${period('ONLINE_RATE')} } } } } }`,
    2,
  ],
  [
    'snapshots and funnels of many over a period',
    `{ units(level: DISTRICT, parent: "82") { nodes { snapshot(from: "${HALF.from}", to: "${HALF.to}") { rows { value } } dossierFunnel(from: "${HALF.from}", to: "${HALF.to}") { stages { value } } } } }`,
    3,
  ],
  ['what needs no statement', '{ units { nodes { code } } metrics { code } }', 0],
])('%s', async (_, query, statements) => {
  await lake.ask(query) // the register has been read, and the windows that exports are of
  const answer = await lake.raw(query, undefined, { 'x-da06-statements': '1' })
  expect(answer.errors).toBeUndefined()
  expect(answer.extensions?.statements).toBe(statements)
})

test('the number is told only where it is asked for', async () => {
  expect((await lake.raw('{ metrics { code } }')).extensions).toBeUndefined()
})
