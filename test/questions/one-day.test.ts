import { afterAll, beforeAll, expect, test } from 'vitest'
import { byType } from '../../queries/by-type.ts'
import { comparison } from '../../queries/comparison.ts'
import { funnel } from '../../queries/funnel.ts'
import { snapshot } from '../../queries/snapshot.ts'
import { activationMetrics } from '../../schema/activation-metrics.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import type { Unit } from '../../schema/units.ts'
import { fact, lakeOf, sha, smallRegister, type TestLake } from './lake.ts'

const activated = metricOf('activated') as Metric
const approval = metricOf('approval_rate') as Metric
const [province, city, district] = smallRegister as [Unit, Unit, Unit]
const on = '2023-09-10'
const since = '2023-09-01'

let lake: TestLake
beforeAll(async () => {
  lake = await lakeOf({
    activation: [
      fact(since, '00001', { activated: 10 }),
      fact(since, '00002', { activated: 20 }),
      fact(since, '00003', { activated: 30 }),
      fact(since, '00005', { activated: 5 }),
      fact(on, '00001', { activated: 40, eligible: 100, received: 80, approved: 50 }),
      fact(on, '00002', { activated: 25, eligible: 50, received: null, approved: 30 }, { carried: `;approved=${sha('b')}/1/2/9/Trang 2;received_l1=${sha('c')}/1/2/3/` }),
      fact(on, '00003', { activated: 40, received: 20, approved: 20 }),
      fact(on, '00004', { activated: 0, received: 0, approved: 0 }),
    ],
  })
})
afterAll(() => lake.close())

test('comparison: equals share a rank, the next is skipped, no value no rank at the end', async () => {
  const rows = await comparison(lake.asking, province, { metric: activated, on, since, level: 'commune' })
  expect(rows.map((row) => [row.unit_code, row.rank, row.value, row.change, row.rank_change, row.percentile])).toEqual([
    ['00001', 1, 40, 30, 2, 1],
    ['00003', 1, 40, 10, 0, 1],
    ['00002', 3, 25, 5, -1, 0.5],
    ['00004', 4, 0, null, null, 0.25],
    ['00005', null, null, null, null, null],
  ])
  expect(rows.map((row) => row.share)).toEqual([40 / 105, 40 / 105, 25 / 105, 0, null])
  expect(rows[0]).toMatchObject({ unit_name: 'Đơn vị 00001', unit_type: 'phường', reporting: 1, expected: 1 })
})

test('comparison: districts by default where there are any; only communes at both ends make the change', async () => {
  const rows = await comparison(lake.asking, province, { metric: activated, on, since })
  expect(rows.map((row) => [row.unit_code, row.rank, row.value, row.change, row.rank_change, row.reporting, row.expected])).toEqual([
    ['815', 1, 65, 35, 1, 2, 2],
    ['816', 2, 40, 10, -1, 2, 3],
  ])
  const own = await comparison(lake.asking, district, { metric: activated, on })
  expect(own.map((row) => [row.unit_code, row.change, row.rank_change])).toEqual([
    ['00003', null, null],
    ['00004', null, null],
    ['00005', null, null],
  ])
})

test('comparison: rates have no share, peers of a type are ranked among themselves, less may be better', async () => {
  const rates = await comparison(lake.asking, province, { metric: approval, on, level: 'commune' })
  expect(rates.map((row) => [row.unit_code, row.value, row.share])).toEqual([
    ['00003', 1, null],
    ['00001', 0.625, null],
    ['00002', null, null],
    ['00004', null, null],
    ['00005', null, null],
  ])
  const wards = await comparison(lake.asking, province, { metric: activated, on, level: 'commune', types: ['PHƯỜNG'] })
  expect(wards.map((row) => [row.unit_code, row.rank, row.percentile, row.share])).toEqual([
    ['00001', 1, 1, 40 / 105],
    ['00002', 2, 0.5, 25 / 105],
  ])
  const less = await comparison(lake.asking, province, { metric: { ...activated, better: 'less' }, on, level: 'commune' })
  expect(less.map((row) => [row.unit_code, row.rank, row.percentile])).toEqual([
    ['00004', 1, 1],
    ['00002', 2, 0.75],
    ['00001', 3, 0.5],
    ['00003', 3, 0.5],
    ['00005', null, null],
  ])
})

test('comparison: a level above the unit, agencies and a later since are mistakes', async () => {
  await expect(comparison(lake.asking, city, { metric: activated, on, level: 'province' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'level' })
  await expect(comparison(lake.asking, city, { metric: activated, on, level: 'agency' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'level' })
  await expect(comparison(lake.asking, city, { metric: activated, on, since: '2023-09-11' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument: 'since' })
})

test('by type: sums and communes of each type of the level', async () => {
  expect(await byType(lake.asking, province, { metric: activated, on, level: 'commune' })).toEqual([
    { unit_type: 'phường', value: 65, numerator: 65, denominator: null, reporting: 2, expected: 2 },
    { unit_type: 'xã', value: 40, numerator: 40, denominator: null, reporting: 2, expected: 3 },
  ])
  expect(await byType(lake.asking, province, { metric: approval, on })).toEqual([
    { unit_type: 'huyện', value: 1, numerator: 20, denominator: 20, reporting: 2, expected: 3 },
    { unit_type: 'thành phố', value: 0.625, numerator: 50, denominator: 80, reporting: 1, expected: 2 },
  ])
})

test('snapshot: the catalogue in order, one source or none, carried cells have their own', async () => {
  const [all, ofCity] = await snapshot(lake.asking, [province, city], { on })
  expect(all?.map((row) => row.metric)).toEqual(activationMetrics.map((metric) => metric.code))
  const row = (code: string) => all?.find((one) => one.metric === code)
  expect(row('activated')).toEqual({ metric: 'activated', value: 105, numerator: 105, denominator: null, reporting: 4, expected: 5, source: sha('a') })
  expect(row('approved')).toMatchObject({ value: 100, reporting: 4, source: null })
  expect(row('approval_rate')).toMatchObject({ value: 0.7, numerator: 70, denominator: 100, reporting: 3, source: sha('a') })
  expect(row('activation_rate_by_approved')).toMatchObject({ numerator: 105, denominator: 100, source: null })
  expect(row('target')).toEqual({ metric: 'target', value: null, numerator: null, denominator: null, reporting: 0, expected: 5, source: null })
  expect(ofCity?.find((one) => one.metric === 'activated')).toMatchObject({ value: 65, expected: 2 })
  const [one] = await snapshot(lake.asking, [smallRegister[4] as Unit], { on, metrics: [metricOf('approved') as Metric] })
  expect(one).toEqual([{ metric: 'approved', value: 30, numerator: 30, denominator: null, reporting: 1, expected: 1, source: sha('b') }])
})

test('funnel: ratios are of the communes that have both counts', async () => {
  const [stages] = await funnel(lake.asking, [province], { on })
  expect(stages).toEqual([
    { stage: 'eligible', value: 150, of_previous: null, of_first: 1 },
    { stage: 'received', value: 100, of_previous: 0.8, of_first: 0.8 },
    { stage: 'approved', value: 100, of_previous: 0.7, of_first: 80 / 150 },
    { stage: 'activated', value: 105, of_previous: 1.05, of_first: 65 / 150 },
  ])
  const [empty] = await funnel(lake.asking, [province], { on: '2023-10-01' })
  expect(empty?.map((stage) => [stage.value, stage.of_previous, stage.of_first])).toEqual([...Array(4)].map(() => [null, null, null]))
})
