import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparison } from '../../queries/comparison.ts'
import { ranksOf } from '../../queries/ranking.ts'
import { trend } from '../../queries/trend.ts'
import { dayList } from '../../schema/days.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import type { Unit } from '../../schema/units.ts'
import { fact, type LakeRow, lakeOf, smallRegister } from './lake.ts'

const activated = metricOf('activated') as Metric
const [province] = smallRegister as [Unit]
const days = dayList('2023-09-01', '2023-09-08')
const codes = smallRegister.filter(({ level }) => level === 'commune').map(({ code }) => code)
const counts = fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { minLength: days.length * codes.length, maxLength: days.length * codes.length })
const rowsOf = (values: readonly (number | null)[]): LakeRow[] =>
  days.flatMap((day, d) => codes.map((code, c) => fact(day, code, { activated: values[d * codes.length + c] ?? null })))

async function answersOf(activation: readonly LakeRow[]) {
  const lake = await lakeOf({ activation })
  try {
    const window = { metric: activated, from: days[0] as string, to: days.at(-1) as string }
    const [whole, ...parts] = await trend(lake.asking, smallRegister, window)
    const compared = await Promise.all(
      ['district', 'commune'].map((level) => comparison(lake.asking, province, { metric: activated, on: window.to, since: window.from, level: level as 'district' })),
    )
    return { whole: whole ?? [], districts: parts.slice(0, 2), compared }
  } finally {
    lake.close()
  }
}

test('a parent is the sum of its children that report, in value, coverage and share', async () => {
  await fc.assert(
    fc.asyncProperty(counts, async (values) => {
      const { whole, districts, compared } = await answersOf(rowsOf(values))
      whole.forEach((point, i) => {
        const below = districts.map((points) => points[i]).filter((one) => one !== undefined && one.value !== null)
        expect(point.value).toBe(below.length === 0 ? null : below.reduce((sum, one) => sum + (one?.value as number), 0))
        expect(point.reporting).toBe(below.reduce((sum, one) => sum + (one?.reporting ?? 0), 0))
      })
      const last = whole.at(-1)
      for (const rows of compared) {
        const valued = rows.filter(({ value }) => value !== null)
        expect(valued.length === 0 ? null : valued.reduce((sum, { value }) => sum + (value as number), 0)).toBe(last?.value)
        if (last?.value) expect(valued.reduce((sum, { share }) => sum + (share as number), 0)).toBeCloseTo(1, 9)
      }
    }),
    { numRuns: 20 },
  )
})

test('the changes of a series that all report add up to last minus first, whatever days are missing', async () => {
  const full = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: days.length * codes.length, maxLength: days.length * codes.length })
  await fc.assert(
    fc.asyncProperty(full, fc.subarray(days, { minLength: 1 }), async (values, there) => {
      const { whole } = await answersOf(rowsOf(values).filter(({ date }) => there.includes(date as string)))
      const reported = whole.filter(({ value }) => value !== null)
      const sum = reported.reduce((total, { change_since_last }) => total + (change_since_last ?? 0), 0)
      expect(sum).toBe((reported.at(-1)?.value as number) - (reported[0]?.value as number))
    }),
    { numRuns: 20 },
  )
})

test('the order of rows changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(counts, fc.infiniteStream(fc.nat()), async (values, order) => {
      const rows = rowsOf(values)
      const keys = rows.map(() => order.next().value as number)
      const shuffled = rows.map((row, i) => [keys[i] as number, row] as const).sort(([a], [b]) => a - b)
      expect(await answersOf(shuffled.map(([, row]) => row))).toEqual(await answersOf(rows))
    }),
    { numRuns: 10 },
  )
})

test('rank is one more than who is better, percentile is who is not better, and they agree', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 5 }))), fc.constantFrom<Metric['better'][]>('more', 'less'), (values, better) => {
      const ranked = values.filter((value) => value !== null)
      const isBetter = (a: number, b: number): boolean => (better === 'more' ? a > b : a < b)
      ranksOf(values, better).forEach(({ rank, percentile }, i) => {
        const own = values[i] as number | null
        expect(rank).toBe(own === null ? null : 1 + ranked.filter((other) => isBetter(other, own)).length)
        expect(percentile).toBe(own === null ? null : ranked.filter((other) => !isBetter(other, own)).length / ranked.length)
      })
    }),
  )
})
