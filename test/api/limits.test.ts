import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleTabs } from '../../functions/api/example-operations.ts'
import { defaultLimits } from '../../functions/api/limits.ts'
import { metrics } from '../../schema/metrics.ts'
import { procedureMetrics } from '../../schema/procedure-metrics.ts'
import { apiLake, FIRST, LAST } from './api-lake.ts'

let lake: Awaited<ReturnType<typeof apiLake>>
beforeAll(async () => {
  lake = await apiLake()
})
afterAll(() => lake.close())

const nested = (depth: number): string => `{ unit(code: "82") { ${'parent { '.repeat(depth - 2)} code ${'} '.repeat(depth - 2)} } }`
const limitOf = async (query: string, variables?: object): Promise<unknown> => (await lake.raw(query, variables)).errors?.[0]?.extensions

const contract = [
  ...['received_online', 'received_in_person', 'carried_over', 'resolved_early', 'resolved_on_time', 'resolved_overdue'],
  ...['pending_in_term', 'pending_overdue', 'digitised_results', 'payable', 'paid_online'],
]

test('what frontends ask passes', async () => {
  const full = 'points { start end value numerator denominator change changeSinceLast changeDays movingAverage coverage { reporting expected } }'
  const trends = metrics.slice(0, 8).map(({ code }) => `${code}: trend(metric: ${code.toUpperCase()}, from: "2023-08-01", to: "2023-09-29") { ${full} }`)
  await lake.ask(`{ unit(code: "82") { ${trends.join(' ')} } }`)
  const eleven = metrics.slice(0, 11).map(({ code }) => `${code}: trend(metric: ${code.toUpperCase()}, from: "${FIRST}", to: "${LAST}") { points { value } }`)
  await lake.ask(`{ unit(code: "82") { ${eleven.join(' ')} } }`)
  const periods = procedureMetrics
    .filter(({ code }) => contract.includes(code))
    .map(({ code }) => `${code}: period(metric: ${code.toUpperCase()}, from: "2023-09-01", to: "2023-09-15", scope: OWN) { value }`)
  expect(periods).toHaveLength(11)
  await lake.ask(`{ unit(code: "815", on: "2023-09-15") { ${periods.join(' ')} } }`)
  await lake.ask(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true, directiveIsRepeatable: true }))
  await lake.ask(`{ units(level: COMMUNE, first: 200) { nodes { trend(metric: ACTIVATED, from: "2023-01-01", to: "2023-12-31") { points { start value change } } } } }`)
})

test.each(exampleTabs.map(({ query }) => [query]))('an example of GraphiQL: %s', async (query) => {
  await lake.ask(query)
})

test('depth, fragments written out', async () => {
  await lake.ask(nested(15))
  expect(await limitOf(nested(17))).toEqual({ code: 'LIMIT_EXCEEDED', argument: 'query', limit: 15, found: 17 })
  expect(await limitOf(`{ unit(code: "82") { ...A } } fragment A on Unit { ${'parent { '.repeat(15)} code ${'} '.repeat(15)} }`)).toMatchObject({ limit: 15, found: 17 })
})

test('aliases, multiplied by fragments', async () => {
  const fragments = Array.from({ length: 12 }, (_, i) => `fragment F${i} on Unit { a${i}: code ...F${i + 1} ...F${i + 1} }`).join(' ')
  expect(await limitOf(`{ unit(code: "82") { ...F0 } } ${fragments} fragment F12 on Unit { code }`)).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 60, found: 4095 })
  expect(await limitOf('{ unit(code: "82") { ...A } } fragment A on Unit { parent { ...A } }')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' })
})

test('tokens', async () => {
  expect(await limitOf(`{ unit(code: "82") { ${'code '.repeat(3000)} } }`)).toEqual({ code: 'LIMIT_EXCEEDED', argument: 'query', limit: 2000, found: 3010 })
})

test('the worst document that passes is told within a second', async () => {
  const from = Date.now()
  await lake.raw(`{ unit(code: "82") { ${'code '.repeat(1980)} } }`)
  await lake.raw(`{ unit(code: "82") { ${'parent { '.repeat(600)} code ${'} '.repeat(600)} } }`)
  expect(Date.now() - from).toBeLessThan(1000)
})

test('the size of the answer, by literals and variables alike', async () => {
  const text = (args: string): string => `{ units(first: 500) { nodes { trend(metric: ACTIVATED, ${args}) { points { value change } } } } }`
  expect(await limitOf(text('from: "2020-01-01", to: "2023-12-31"'))).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: defaultLimits.cost })
  expect(await limitOf(`query($from: Date!) ${text('from: $from, to: "2023-12-31"')}`, { from: '2020-01-01' })).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: defaultLimits.cost })
  await lake.ask(`query($from: Date!) ${text('from: $from, to: "2023-12-31"')}`, { from: '2023-12-01' })
})

test('bytes of the request, declared or in parts', async () => {
  const body = JSON.stringify({ query: `{ __typename } # ${'x'.repeat(100_000)}` })
  const send = async (init: object): Promise<Response> =>
    lake.api.fetch('http://localhost/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, ...init } as RequestInit)
  const parts = new ReadableStream({
    start(stream) {
      for (let at = 0; at < body.length; at += 10_000) stream.enqueue(new TextEncoder().encode(body.slice(at, at + 10_000)))
      stream.close()
    },
  })
  for (const init of [{ body }, { body: parts, duplex: 'half' }]) {
    const response = await send(init)
    expect(response.status).toBe(413)
    expect(((await response.json()) as { errors: object[] }).errors[0]).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED', limit: 100_000 } })
  }
})

test('statements', async () => {
  const few = await apiLake({ limits: { statements: 2 } })
  const days = ['01', '02', '03'].map((day) => `d${day}: funnel(on: "2023-08-${day}") { stages { value } }`)
  const { errors } = await few.raw(`{ unit(code: "82") { ${days.join(' ')} } }`)
  expect(errors?.[0]?.extensions).toEqual({ code: 'LIMIT_EXCEEDED', argument: 'query' })
  await few.close()
})

test('time: the answer comes, and says so', async () => {
  const hasty = await apiLake({ limits: { milliseconds: 1 } })
  const response = await hasty.post(`{ unit(code: "82") { checks(from: "${FIRST}", to: "${LAST}") { rows { date } } } }`)
  expect(response.status).toBe(503)
  expect(((await response.json()) as { errors: object[] }).errors[0]).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED', limit: 1 } })
  await hasty.close()
})
