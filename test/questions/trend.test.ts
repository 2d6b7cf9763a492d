import { expect, test } from 'vitest'
import type { TrendPoint } from '../../queries/answers.ts'
import { trend } from '../../queries/trend.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import type { Unit } from '../../schema/units.ts'
import { fact, type LakeRow, type LakeRows, lakeOf, landedAt, sha, smallRegister, unit } from './lake.ts'

const activated = metricOf('activated') as Metric
const rate = metricOf('activation_rate_by_target') as Metric

async function ask(rows: LakeRows, code: string, keys: Partial<Parameters<typeof trend>[2]>, units: readonly Unit[] = smallRegister): Promise<TrendPoint[]> {
  const answers = await Promise.all(
    [true, false].map(async (hold) => {
      const lake = await lakeOf(rows, { hold, units })
      try {
        const asked = units.filter((one) => one.code === code)
        return (await trend(lake.asking, [asked[0] as Unit], { metric: activated, from: '2023-09-01', to: '2023-09-05', ...keys }))[0] as TrendPoint[]
      } finally {
        lake.close()
      }
    }),
  )
  expect(answers[0]).toEqual(answers[1])
  return answers[0] as TrendPoint[]
}

const pick = (points: readonly TrendPoint[], ...names: (keyof TrendPoint)[]): unknown[][] => points.map((point) => names.map((name) => point[name]))
const series = (code: string, counts: Record<string, number | null>): LakeRow[] => Object.entries(counts).map(([day, value]) => fact(`2023-09-0${day}`, code, { activated: value }))

test('a day without an export is null and reports 0; the step over it stands beside the null change', async () => {
  const points = await ask({ activation: [...series('00001', { 1: 10, 3: 14, 4: 15 }), ...series('00002', { 1: 5, 3: 6, 4: 9 })] }, '815', {})
  expect(pick(points, 'start', 'end', 'value', 'change', 'change_since_last', 'change_days', 'reporting', 'expected')).toEqual([
    ['2023-09-01', '2023-09-01', 15, null, null, null, 2, 2],
    ['2023-09-02', '2023-09-02', null, null, null, null, 0, 2],
    ['2023-09-03', '2023-09-03', 20, null, 5, 2, 2, 2],
    ['2023-09-04', '2023-09-04', 24, 4, 4, 1, 2, 2],
    ['2023-09-05', '2023-09-05', null, null, null, null, 0, 2],
  ])
})

test('null is not zero: a commune without the count is not in the sum, nor in a change it has one end of', async () => {
  const points = await ask({ activation: [...series('00001', { 1: 10, 2: 12, 3: 13 }), ...series('00002', { 1: 5, 2: null, 3: 8 })] }, '815', { to: '2023-09-03' })
  expect(pick(points, 'value', 'change', 'reporting', 'expected')).toEqual([
    [15, null, 2, 2],
    [12, 2, 1, 2],
    [21, 1, 2, 2],
  ])
})

test('the day before the window gives the first change; an export older than the lookback gives none', async () => {
  const before = await ask({ activation: [fact('2023-08-31', '00001', { activated: 4 }), ...series('00001', { 1: 10 })] }, '00001', { to: '2023-09-01' })
  expect(pick(before, 'value', 'change', 'change_days', 'expected')).toEqual([[10, 6, 1, 1]])
  const units = smallRegister.map((one) => ({ ...one, validFrom: '2020-01-01' }))
  const year = await ask({ activation: [fact('2022-08-31', '00001', { activated: 4 }), ...series('00001', { 1: 10 })] }, '00001', { to: '2023-09-01' }, units)
  expect(pick(year, 'change_since_last', 'change_days')).toEqual([[6, 366]])
  const older = await ask({ activation: [fact('2022-08-30', '00001', { activated: 4 }), ...series('00001', { 1: 10 })] }, '00001', { to: '2023-09-01' }, units)
  expect(pick(older, 'change_since_last', 'change_days')).toEqual([[null, null]])
})

test('a rate is a sum over a sum of the communes that have both, over 1 is real, nothing to divide by is null', async () => {
  const activation = [
    fact('2023-09-01', '00001', { activated: 30, target: 10 }),
    fact('2023-09-01', '00002', { activated: 10, target: 90 }),
    fact('2023-09-02', '00001', { activated: 33, target: 10 }),
    fact('2023-09-02', '00002', { activated: 99, target: null }),
    fact('2023-09-03', '00001', { activated: 5, target: 0 }),
  ]
  const points = await ask({ activation }, '815', { metric: rate, to: '2023-09-03' })
  expect(pick(points, 'value', 'numerator', 'denominator', 'reporting')).toEqual([
    [0.4, 40, 100, 2],
    [3.3, 33, 10, 1],
    [null, 5, 0, 1],
  ])
  expect(points[1]?.change).toBeCloseTo(0.3, 12)
  expect(points[2]?.change).toBeNull()
})

test('weeks begin on Monday, each told by its last export; change is against the week before', async () => {
  const days = { '2023-08-25': 1, '2023-08-31': 4, '2023-09-06': 9, '2023-09-20': 20, '2023-09-26': 23 }
  const activation = Object.entries(days).map(([day, value]) => fact(day, '00001', { activated: value }))
  const points = await ask({ activation }, '00001', { grain: 'week', from: '2023-08-30', to: '2023-09-26' })
  expect(pick(points, 'start', 'end', 'value', 'change', 'change_since_last', 'change_days')).toEqual([
    ['2023-08-30', '2023-09-03', 4, 3, 3, 6],
    ['2023-09-04', '2023-09-10', 9, 5, 5, 6],
    ['2023-09-11', '2023-09-17', null, null, null, null],
    ['2023-09-18', '2023-09-24', 20, null, 11, 14],
    ['2023-09-25', '2023-09-26', 23, 3, 3, 6],
  ])
  const months = await ask({ activation }, '00001', { grain: 'month', from: '2023-08-30', to: '2023-10-02' })
  expect(pick(months, 'start', 'end', 'value', 'change')).toEqual([
    ['2023-08-30', '2023-08-31', 4, null],
    ['2023-09-01', '2023-09-30', 23, 19],
    ['2023-10-01', '2023-10-02', null, null],
  ])
})

test('a moving average counts days, not rows, and takes whole steps only', async () => {
  const activation = series('00001', { 1: 10, 2: 13, 4: 20, 5: 21 })
  const points = await ask({ activation }, '00001', { from: '2023-09-02', to: '2023-09-09', movingAverage: 3 })
  // On the 4th: the steps 1 to 2 and 2 to 4. On the 6th and 7th: 4 to 5, for 2 to 4 begins before the window.
  expect(pick(points, 'moving_average').flat()).toEqual([3, 3, 10 / 3, 8 / 3, 1, 1, null, null])
})

test('days outside the validity of the unit count nowhere; another owner of the code begins anew', async () => {
  const units = [
    unit('82', { validTo: '2023-09-02' }),
    unit('82', { validFrom: '2023-09-03', name: 'new' }),
    unit('00001', { parentCode: '82', validTo: '2023-09-02' }),
    unit('00001', { parentCode: '82', validFrom: '2023-09-03' }),
    unit('00009', { parentCode: '82', validFrom: '2023-09-03' }),
  ]
  const activation = [...series('00001', { 1: 1, 2: 2, 3: 300, 4: 304 }), ...series('00009', { 2: 7, 3: 7, 4: 8 })]
  const lake = await lakeOf({ activation }, { units })
  const [old, anew] = await trend(lake.asking, [units[0] as Unit, units[1] as Unit], { metric: activated, from: '2023-09-01', to: '2023-09-04', movingAverage: 7 })
  expect(pick(old ?? [], 'value', 'change', 'reporting', 'expected')).toEqual([
    [1, null, 1, 1],
    [2, 1, 1, 1],
    [null, null, 0, 0],
    [null, null, 0, 0],
  ])
  expect(pick(anew ?? [], 'value', 'change', 'change_days', 'moving_average', 'reporting', 'expected')).toEqual([
    [null, null, null, null, 0, 0],
    [null, null, null, null, 0, 0],
    [307, null, null, null, 2, 2],
    [312, 5, 1, 5, 2, 2],
  ])
  lake.close()
})

test('as known: a row superseded later counts, one that a dead commit left counts once', async () => {
  const now = fact('2023-09-01', '00001', { activated: 12 }, { landed_at: landedAt('2023-09-02'), source: sha('b') })
  const was = fact('2023-09-01', '00001', { activated: 10 }, { superseded_at: landedAt('2023-09-02') })
  const withdrawn = fact('2023-09-01', '00002', { activated: 5 }, { superseded_at: landedAt('2023-09-03') })
  const dead = { ...now, superseded_at: landedAt('2023-09-04') }
  const rows = { activation: [now], activation_superseded: [was, withdrawn, dead] }
  const at = async (asKnownAt?: number): Promise<unknown> => (await ask(rows, '815', { to: '2023-09-01', asKnownAt }))[0]?.value
  expect(await at()).toBe(12)
  expect(await at(landedAt('2023-09-01') - 1)).toBeNull()
  expect(await at(landedAt('2023-09-01'))).toBe(15)
  expect(await at(landedAt('2023-09-02') - 1)).toBe(15)
  expect(await at(landedAt('2023-09-02'))).toBe(17)
  expect(await at(landedAt('2023-09-03'))).toBe(12)
  expect(await at(landedAt('2023-09-05'))).toBe(12)
})

test('units of several levels in one call come back in the order asked, agencies and lakes without facts empty', async () => {
  const agency = unit('H.01', { level: 'agency', parentCode: '82' })
  const lake = await lakeOf({ activation: series('00003', { 1: 3 }) }, { units: [...smallRegister, agency] })
  const asked = [smallRegister[5], smallRegister[0], agency, smallRegister[1], smallRegister[2]] as Unit[]
  const answers = await trend(lake.asking, asked, { metric: activated, from: '2023-09-01', to: '2023-09-01' })
  expect(answers.map(([point]) => [point?.value, point?.reporting, point?.expected])).toEqual([
    [3, 1, 1],
    [3, 1, 5],
    [null, 0, 0],
    [null, 0, 2],
    [3, 1, 3],
  ])
  lake.close()
  expect(pick(await ask({}, '82', { to: '2023-09-01' }), 'value', 'reporting', 'expected')).toEqual([[null, 0, 5]])
})

test('limits name what is too much', async () => {
  const lake = await lakeOf({})
  const fails = (keys: object, argument: string, code: string): Promise<void> =>
    expect(trend(lake.asking, [smallRegister[0] as Unit], { metric: activated, from: '2023-09-01', to: '2023-09-05', ...keys })).rejects.toMatchObject({
      name: 'InputError',
      code,
      argument,
    })
  await fails({ to: '2023-08-31' }, 'from', 'BAD_USER_INPUT')
  await fails({ to: '2033-12-31' }, 'to', 'LIMIT_EXCEEDED')
  await fails({ from: '0001-01-01', to: '9999-12-31', grain: 'week' }, 'to', 'LIMIT_EXCEEDED')
  await fails({ movingAverage: 0 }, 'movingAverage', 'BAD_USER_INPUT')
  await fails({ movingAverage: 367 }, 'movingAverage', 'LIMIT_EXCEEDED')
  lake.close()
})
