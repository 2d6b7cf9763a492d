import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiLake, LAST } from './api-lake.ts'

let lake: Awaited<ReturnType<typeof apiLake>>
beforeAll(async () => {
  lake = await apiLake()
})
afterAll(() => lake.close())

const trend = (args: string): string => `{ unit(code: "82") { trend(${args}) { points { value } } } }`

test.each([
  ['an impossible date', trend(`metric: ACTIVATED, from: "2023-02-30", to: "${LAST}"`), 'BAD_USER_INPUT', 'from'],
  ['a number for a date', trend(`metric: ACTIVATED, from: 5, to: "${LAST}"`), 'BAD_USER_INPUT', 'from'],
  ['from after to', trend('metric: ACTIVATED, from: "2023-08-09", to: "2023-08-08"'), 'BAD_USER_INPUT', 'from'],
  ['an unknown metric', trend(`metric: NOPE, from: "${LAST}", to: "${LAST}"`), 'BAD_USER_INPUT', 'metric'],
  ['an unknown grain', trend(`metric: ACTIVATED, grain: YEAR, from: "${LAST}", to: "${LAST}"`), 'BAD_USER_INPUT', 'grain'],
  ['rounds of activation', trend(`metric: ACTIVATED, grain: ROUND, from: "${LAST}", to: "${LAST}"`), 'NOT_AVAILABLE', 'grain'],
  ['an impossible moment', trend(`metric: ACTIVATED, from: "${LAST}", to: "${LAST}", asKnownAt: "yesterday"`), 'BAD_USER_INPUT', 'asKnownAt'],
  ['a moving average of no days', trend(`metric: ACTIVATED, from: "${LAST}", to: "${LAST}", movingAverage: 0`), 'BAD_USER_INPUT', 'movingAverage'],
  ['a stock over a window', `{ unit(code: "82") { comparison(metric: ACTIVATED, from: "${LAST}", to: "${LAST}") { rows { rank } } } }`, 'BAD_USER_INPUT', 'from'],
  ['a stock without a day', '{ unit(code: "82") { comparison(metric: ACTIVATED) { rows { rank } } } }', 'BAD_USER_INPUT', 'on'],
  ['days of procedures', trend(`metric: ONLINE_RATE, from: "${LAST}", to: "${LAST}"`), 'NOT_AVAILABLE', 'grain'],
  ['a service of activation', trend(`metric: ACTIVATED, from: "${LAST}", to: "${LAST}", service: "DVC.01"`), 'NOT_AVAILABLE', 'service'],
  ['a day of procedures', `{ unit(code: "82") { comparison(metric: ONLINE_RATE, on: "${LAST}") { rows { rank } } } }`, 'BAD_USER_INPUT', 'on'],
  ['a period of activation', `{ unit(code: "82") { period(metric: ACTIVATED, from: "${LAST}", to: "${LAST}") { value } } }`, 'NOT_AVAILABLE', 'metric'],
  ['a period that ends before it begins', `{ unit(code: "82") { period(metric: PAYABLE, from: "2023-08-09", to: "2023-08-08") { value } } }`, 'BAD_USER_INPUT', 'from'],
  ['a service that is none', `{ unit(code: "82") { period(metric: RECEIVED_ONLINE, from: "${LAST}", to: "${LAST}", service: "'; x") { value } } }`, 'BAD_USER_INPUT', 'service'],
  ['an unknown scope', `{ unit(code: "82") { period(metric: PAYABLE, from: "${LAST}", to: "${LAST}", scope: ALL) { value } } }`, 'BAD_USER_INPUT', 'scope'],
  ["an agency's code of two provinces", '{ unit(code: "H.02") { id } }', 'BAD_USER_INPUT', 'code'],
  ['the same as a parent', '{ units(parent: "H.02") { totalCount } }', 'BAD_USER_INPUT', 'parent'],
  ['an unknown parent', '{ units(parent: "00") { totalCount } }', 'NOT_FOUND', 'parent'],
  ['a page of too many', '{ units(first: 501) { totalCount } }', 'LIMIT_EXCEEDED', 'first'],
  ['a page of far too many', '{ units(first: 1000000) { totalCount nodes { code } } }', 'LIMIT_EXCEEDED', 'first'],
  ['a page of fewer than none', '{ units(first: -1) { totalCount } }', 'BAD_USER_INPUT', 'first'],
  ['a cursor of nothing', '{ units(after: "x") { totalCount } }', 'BAD_USER_INPUT', 'after'],
  ['an id of nothing', '{ node(id: "../../etc/passwd") { id } }', 'BAD_USER_INPUT', 'id'],
  ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED', undefined],
  ['no document', '{ unit(', 'GRAPHQL_PARSE_FAILED', undefined],
])('%s', async (_, query, code, argument) => {
  const { errors, data } = await lake.raw(query)
  expect(errors?.[0]?.extensions).toMatchObject(argument ? { code, argument } : { code })
  expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([])
  expect(lake.logged).toEqual([])
})

test.each([
  ['an impossible date', { from: '2023-02-30' }, 'from'],
  ['a missing one', {}, 'from'],
  ['an unknown metric', { from: LAST, what: 'nope' }, 'metric'],
])('in a variable: %s', async (_, variables, argument) => {
  const query = `query($from: Date!, $what: MetricCode = ACTIVATED) { unit(code: "82") { trend(metric: $what, from: $from, to: "${LAST}") { points { value } } } }`
  const { errors, data } = await lake.raw(query.replace('$what: MetricCode =', '$what: MetricCode! ='), variables)
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument })
  expect(data).toBeUndefined()
})

test('what is no mistake of the asker is masked, logged once and leaks nothing', async () => {
  const broken = await apiLake()
  for (const name of readdirSync(broken.folder, { recursive: true }) as string[]) if (/activation.*parquet$/.test(name)) writeFileSync(join(broken.folder, name), 'no Parquet')
  const response = await broken.post(`{ unit(code: "82") { name trend(metric: ACTIVATED, from: "${LAST}", to: "${LAST}") { points { value } } } }`)
  const text = await response.text()
  const [error] = JSON.parse(text).errors
  expect(error.message).toContain(`Internal error, request ${error.extensions.requestId}`)
  expect(error.extensions.code).toBe('INTERNAL_SERVER_ERROR')
  for (const secret of [broken.folder, 'Parquet', 'node_modules', '.ts', 'tables/']) expect(text).not.toContain(secret)
  expect(broken.logged).toHaveLength(1)
  expect(JSON.parse(broken.logged[0] as string)).toMatchObject({ level: 'error', request_id: error.extensions.requestId, path: 'unit.trend' })
  await broken.close()
})

test('a body that is no JSON, and a batch, are told without their text', async () => {
  const send = async (body: string): Promise<Response> => lake.api.fetch('http://localhost/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const noJson = await send('{"query": secret-079123456789')
  expect(noJson.status).toBe(400)
  expect(await noJson.text()).not.toContain('079123')
  const batch = await send('[{"query":"{ __typename }"},{"query":"{ __typename }"}]')
  expect(batch.status).toBe(400)
  const address = await lake.get('{ __typename }', {}, { variables: '{no' })
  expect(address.status).toBe(400)
  expect(((await address.json()) as { errors: object[] }).errors[0]).toMatchObject({ extensions: { code: 'BAD_REQUEST', argument: 'variables' } })
})
