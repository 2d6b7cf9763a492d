import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ServiceRow } from '../../queries/answers.ts'
import { services } from '../../queries/services.ts'
import { servicesUsed } from '../../queries/services-used.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import type { Unit } from '../../schema/units.ts'
import { type LakeRow, lakeOf, periodFact, smallRegister, type TestLake } from './lake.ts'

const week = ['2023-09-04', '2023-09-10'] as const
const code = (n: number): string => `DVC.${String(n).padStart(2, '0')}`
const row = (unit: string, n: number, online: number, received: number, [first, last]: readonly [string, string] = week): LakeRow =>
  periodFact(first, last, unit, { received_online: online, dossiers_received: received }, { service: code(n) })

/** 815 had dossiers of 15 services, none of 10, as Bắc Giang told in 2023; 816 told of two services. */
const rows = [
  ...Array.from({ length: 15 }, (_, i) => row('815', i + 1, 9 + i, 10 + i)),
  ...Array.from({ length: 10 }, (_, i) => row('815', i + 16, 0, 0)),
  row('816', 1, 1, 10),
  row('816', 16, 0, 4),
  row('816', 77, 3, 3),
  periodFact(...week, '815', { received_online: 1, dossiers_received: 1000 }),
]
const unitOf = (name: string): Unit => smallRegister.find((one) => one.code === name) as Unit
const metric = (name: string): Metric => metricOf(name) as Metric

let lake: TestLake
beforeAll(async () => {
  lake = await lakeOf({ dossiers: rows })
})
afterAll(() => lake.close())

const keys = { from: week[0], to: week[1] }
const asked = async (unit: string, name: string, more: object = {}): Promise<ServiceRow[]> =>
  (await services(lake.asking, [unitOf(unit)], { ...keys, metric: metric(name), ...more }))[0] as ServiceRow[]
const told = (list: readonly ServiceRow[], service: string): ServiceRow | undefined => list.find((one) => one.service === service)

describe('services', () => {
  test('a row a service of the catalogue; without dossiers the rate is null, the count 0', async () => {
    const rates = await asked('815', 'online_rate')
    expect(rates).toHaveLength(25)
    expect(rates.slice(0, 15).map(({ rank, service }) => [rank, service])).toEqual(Array.from({ length: 15 }, (_, i) => [i + 1, code(15 - i)]))
    expect(told(rates, 'DVC.16')).toEqual({
      ...{ rank: null, service: 'DVC.16', name: 'Liên thông đăng ký khai tử - xóa đăng ký thường trú - trợ cấp mai táng phí', group: 'Tư pháp', services: 1 },
      ...{ value: null, numerator: 0, denominator: 0, reporting: 1, expected: 1, scope: 'own' },
    })
    expect(told(await asked('815', 'received_online'), 'DVC.16')).toMatchObject({ value: 0, rank: 16, denominator: null })
  })

  test('a province adds its districts; a code that is not listed stands for itself', async () => {
    const rates = await asked('82', 'online_rate')
    expect(rates).toHaveLength(26)
    expect(told(rates, 'DVC.01')).toMatchObject({ numerator: 10, denominator: 20, value: 0.5, reporting: 2, expected: 2, scope: 'subtree' })
    expect(told(rates, 'DVC.02')).toMatchObject({ numerator: 10, denominator: 11, reporting: 1, expected: 2 })
    expect(rates.filter(({ name }) => name === null)).toMatchObject([{ rank: 1, service: 'DVC.77', group: null, value: 1 }])
  })

  test('by group: sums over sums, a unit reports a group where it reports a service of it', async () => {
    const groups = await asked('82', 'online_rate', { by: 'group' })
    const police = groups.find(({ group }) => group === 'Công an')
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14]
    expect(police).toMatchObject({
      services: 11,
      numerator: numbers.reduce((sum, n) => sum + 8 + n, 1),
      denominator: numbers.reduce((sum, n) => sum + 9 + n, 10),
      reporting: 2,
      expected: 2,
      service: null,
    })
    expect(groups.find(({ group }) => group === 'Điện lực')).toMatchObject({ services: 2, value: null, numerator: 0, rank: null })
    expect(groups.map(({ group }) => group)).toContain(null)
    const single = await asked('82', 'online_rate')
    const sum = (list: readonly ServiceRow[]): number => list.reduce((total, { denominator }) => total + (denominator ?? 0), 0)
    expect(sum(groups)).toBe(sum(single))
  })

  test('the catalogue of the last day, as the lake has it', async () => {
    const later = await lakeOf({ dossiers: rows, services: [{ valid_from: '2023-09-10', listing: 'whole', code: 'DVC.01', name: 'Một', group: 'Y tế' }] })
    const [listed] = await services(later.asking, [unitOf('815')], { ...keys, metric: metric('received_online') })
    expect(told(listed ?? [], 'DVC.01')).toMatchObject({ name: 'Một', group: 'Y tế' })
    expect((listed ?? []).filter(({ name }) => name === null)).toHaveLength(24)
    later.close()
  })

  test('many units by the same statements', async () => {
    let statements = 0
    const rows: typeof lake.engine.rows = (...given) => {
      statements++
      return lake.engine.rows(...given)
    }
    const all = await services({ ...lake.asking, engine: { ...lake.engine, rows } }, smallRegister, { ...keys, metric: metric('online_rate') })
    expect(statements).toBe(3)
    for (const [i, one] of smallRegister.entries()) expect(all[i]).toEqual(await asked(one.code, 'online_rate'))
  })

  test('what is not told by service names the metric', async () => {
    await expect(asked('82', 'payment_rate')).rejects.toMatchObject({ argument: 'metric', code: 'NOT_AVAILABLE' })
    await expect(asked('82', 'activated')).rejects.toMatchObject({ argument: 'metric' })
  })
})

describe('services with at least one dossier online', () => {
  test('15 of 25, the other ten had none', async () => {
    const [[all, ...groups] = []] = await servicesUsed(lake.asking, [unitOf('815')], keys)
    expect(all).toEqual({ group: null, value: 0.6, numerator: 15, denominator: 25, without_dossiers: 10, not_told: 0, scope: 'own' })
    expect(groups.find(({ group }) => group === 'Công an')).toMatchObject({ numerator: 11, denominator: 11, without_dossiers: 0 })
    expect(groups.find(({ group }) => group === 'Điện lực')).toMatchObject({ value: 0, numerator: 0, denominator: 2, without_dossiers: 2 })
    expect(groups.reduce((sum, { numerator }) => sum + (numerator ?? 0), 0)).toBe(15)
  })

  test('what is not told is told apart from what had none, and nothing told is no answer', async () => {
    const [[own] = [], [none] = []] = await servicesUsed(lake.asking, [unitOf('816'), unitOf('00001')], keys)
    expect(own).toMatchObject({ numerator: 1, denominator: 25, without_dossiers: 0, not_told: 23 })
    expect(none).toMatchObject({ value: null, numerator: null, denominator: 25, not_told: 25 })
  })
})
