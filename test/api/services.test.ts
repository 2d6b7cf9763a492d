import { afterAll, beforeAll, expect, test } from 'vitest'
import { periodFact } from '../questions/lake.ts'
import { activation, apiLake } from './api-lake.ts'

let api: Awaited<ReturnType<typeof apiLake>>
beforeAll(async () => {
  const added = { valid_from: '2023-08-05', listing: 'added', code: 'DVC.26', name: 'Thêm', group: 'Y tế', source: 'QĐ 422/QĐ-TTg' }
  api = await apiLake({}, { activation, services: [added] })
})
afterAll(() => api.close())

test('services are those of the day, today if none is said', async () => {
  const { before, now } = await api.ask('{ before: services(on: "2023-08-04") { code } now: services { code name group source } }')
  expect(before).toHaveLength(25)
  expect(now).toHaveLength(26)
  expect(now.at(-1)).toEqual({ code: 'DVC.26', name: 'Thêm', group: 'Y tế', source: 'QĐ 422/QĐ-TTg' })
})

const week = ['2023-08-07', '2023-08-13'] as const
const keys = `from: "${week[0]}", to: "${week[1]}"`
const dossiers = ['815', '816'].flatMap((unit, u) =>
  [1, 2, 3].map((n) =>
    periodFact(
      ...week,
      unit,
      { received_online: n === 3 ? 0 : 8 + u, dossiers_received: n === 3 ? 0 : 10, resolved_overdue: n, overdue_cause: n === 1 ? 'overloaded' : null },
      { service: `DVC.0${n}` },
    ),
  ),
)

test('statistics by service, services used, causes and the index, for many units at once', async () => {
  const lake = await apiLake({}, { activation, dossiers })
  const query = `{
    units(level: DISTRICT, parent: "82", on: "2023-08-10") {
      nodes {
        code
        services(metric: ONLINE_RATE, ${keys}) { metric { code } rows { rank service name group services value numerator denominator coverage { reporting expected } scope } }
        groups: services(metric: ONLINE_RATE, ${keys}, by: GROUP) { rows { group services value } }
        servicesUsed(${keys}) { group value numerator denominator withoutDossiers notTold scope }
        causes(kind: OVERDUE, ${keys}) { rank cause labelVi value share coverage { reporting } }
        index(${keys}) { components { code group labelEn rate points most nextPoints more moreOf reasonVi coverage { reporting expected } } known { points most reasonEn coverage { reporting expected } } }
      }
    }
  }`
  const answer = await lake.raw(query, undefined, { 'x-da06-statements': '1' })
  expect(answer.errors).toBeUndefined()
  expect(answer.extensions?.statements).toBeLessThanOrEqual(20)
  const [one, two] = answer.data.units.nodes
  expect([one.code, two.code]).toEqual(['815', '816'])
  expect(one.services.rows[0]).toMatchObject({ rank: 1, service: 'DVC.01', group: 'Công an', services: 1, value: 0.8, coverage: { reporting: 1, expected: 1 }, scope: 'OWN' })
  expect(two.services.rows[0]).toMatchObject({ service: 'DVC.01', value: 0.9 })
  expect(one.services.rows.find(({ service }: { service: string }) => service === 'DVC.03')).toMatchObject({ rank: null, value: null, denominator: 0 })
  expect(one.groups.rows[0]).toEqual({ group: 'Công an', services: 11, value: 0.8 })
  expect(one.servicesUsed[0]).toEqual({ group: null, value: 0.08, numerator: 2, denominator: 25, withoutDossiers: 1, notTold: 22, scope: 'OWN' })
  expect(one.causes.slice(0, 2)).toMatchObject([
    { rank: 1, cause: null, value: 5, share: 5 / 6 },
    { rank: 2, cause: 'overloaded', labelVi: 'Quá tải, thiếu người', value: 1, share: 1 / 6 },
  ])
  expect(one.index.components).toHaveLength(20)
  expect(one.index.components.find(({ code }: { code: string }) => code === 'ONLINE_SERVICES_USED')).toMatchObject({
    rate: 0.08,
    points: 0.32,
    nextPoints: 1,
    more: 5,
    coverage: { reporting: 3, expected: 25 },
  })
  expect(one.index.known).toMatchObject({ points: null, most: 0, coverage: { reporting: 0, expected: 20 } })
  await lake.close()
})

test.each([
  [`services(metric: PAYMENT_RATE, ${keys}) { rows { value } }`, 'metric', 'NOT_AVAILABLE'],
  [`causes(kind: OVERDUE, ${keys}, service: "x") { value }`, 'service', 'BAD_USER_INPUT'],
  [`servicesUsed(from: "${week[1]}", to: "${week[0]}") { value }`, 'from', 'BAD_USER_INPUT'],
])('%s names %s', async (field, argument, code) => {
  const { errors } = await api.raw(`{ unit(code: "82", on: "2023-08-10") { ${field} } }`)
  expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ argument, code }])
})
