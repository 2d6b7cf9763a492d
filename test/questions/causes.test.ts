import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CauseRow } from '../../queries/answers.ts'
import { type CauseKind, causeKinds, causes } from '../../queries/causes.ts'
import { services } from '../../queries/services.ts'
import { causeGroups } from '../../schema/causes.ts'
import { shiftDay } from '../../schema/days.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import type { Unit } from '../../schema/units.ts'
import { type LakeRow, lakeOf, periodFact, smallRegister } from './lake.ts'
import { tilingsOf } from './naive-period.ts'

const day = (n: number): string => shiftDay('2023-09-04', n)
const late = (unit: string, [from, to]: readonly [number, number], service: string, resolved_overdue: number | null, overdue_cause: string | null): LakeRow =>
  periodFact(day(from), day(to), unit, { resolved_overdue, overdue_cause }, { service })
const [first, second, both] = [
  [0, 6],
  [7, 13],
  [0, 13],
] as const
const unitOf = (code: string): Unit => smallRegister.find((one) => one.code === code) as Unit
const told = (rows: readonly CauseRow[] | undefined): unknown[] =>
  (rows ?? []).filter(({ value }) => value !== 0).map(({ rank, cause, value, share }) => [rank, cause, value, share])

test('each row’s cause holds for its dossiers; weeks that tile are added, groups ranked, what has no cause has its own row', async () => {
  const lake = await lakeOf({
    dossiers: [
      late('815', first, 'DVC.01', 3, 'overloaded'),
      late('815', second, 'DVC.01', 2, 'system_fault'),
      late('815', first, 'DVC.02', 4, 'system_fault'),
      late('815', second, 'DVC.02', 0, null),
      late('815', first, 'DVC.03', 7, 'other'),
      late('816', both, 'DVC.01', 1, null),
      late('816', first, 'DVC.01', 50, 'other'),
    ],
  })
  const keys = { from: day(0), to: day(13), kind: 'overdue' } as const
  const [province, district, other] = await causes(lake.asking, [unitOf('82'), unitOf('815'), unitOf('00001')], keys)
  expect(province).toHaveLength(causeGroups.length + 1)
  expect(told(district)).toEqual([
    [1, 'system_fault', 6, 6 / 9],
    [2, 'overloaded', 3, 3 / 9],
  ])
  expect(told(province)).toEqual([
    [1, 'system_fault', 6, 0.6],
    [2, 'overloaded', 3, 0.3],
    [3, null, 1, 0.1],
  ])
  expect(province?.[0]).toMatchObject({ reporting: 2, expected: 2, scope: 'subtree', name_vi: 'Lỗi hệ thống, đường truyền' })
  expect(other?.every(({ value, rank, share }) => value === null && rank === null && share === null)).toBe(true)
  const [single] = await causes(lake.asking, [unitOf('815')], { ...keys, service: 'DVC.02' })
  expect(told(single)).toEqual([[1, 'system_fault', 4, 1]])
  await expect(causes(lake.asking, [unitOf('815')], { ...keys, service: 'x' })).rejects.toMatchObject({ argument: 'service' })
  lake.close()
})

const groupCodes = [...causeGroups.map(({ code }) => code).slice(0, 3), null]
const units = ['815', '816', '00003']
const names = ['DVC.01', 'DVC.02']
const spans = [
  [0, 1],
  [2, 3],
  [0, 3],
  [0, 2],
  [3, 3],
  [1, 3],
  [0, 0],
] as const
const rows = fc
  .array(fc.tuple(fc.constantFrom(...units), fc.constantFrom(...names), fc.constantFrom(...spans), fc.option(fc.nat(9), { freq: 12 }), fc.constantFrom(...groupCodes)), {
    minLength: 4,
    maxLength: 40,
  })
  .map((list) => [...new Map(list.map((one) => [one.slice(0, 3).join(' '), one])).values()])

/** By the way each unit and service is tiled, whichever of all ways is preferred. */
function naive(
  list: readonly (readonly [string, string, readonly [number, number], number | null, string | null])[],
  members: readonly string[],
): Map<string | null, number> | null {
  const sums = new Map<string | null, number>()
  let answered = false
  for (const unit of members) {
    for (const service of names) {
      const own = list.filter((one) => one[0] === unit && one[1] === service && one[3] !== null)
      const tiles = tilingsOf(
        own.map((one) => ({ first: day(one[2][0]), last: day(one[2][1]), one })),
        day(0),
        day(3),
      )[0]
      if (!tiles) continue
      answered = true
      for (const { one } of tiles) sums.set(one[4], (sums.get(one[4]) ?? 0) + (one[3] as number))
    }
  }
  return answered ? sums : null
}

test('causes are what trying all ways to tile gives, and add up to what services count', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(...(Object.keys(causeKinds) as CauseKind[])), async (list, kind) => {
      const { dossiers, cause } = causeKinds[kind]
      const lake = await lakeOf({ dossiers: list.map(([unit, service, [from, to], n, why]) => periodFact(day(from), day(to), unit, { [dossiers]: n, [cause]: why }, { service })) })
      try {
        const keys = { from: day(0), to: day(3), scope: 'subtree' } as const
        const asked = [unitOf('82'), unitOf('816'), unitOf('815')]
        const answers = await causes(lake.asking, asked, { ...keys, kind })
        const counted = await services(lake.asking, asked, { ...keys, metric: metricOf(dossiers) as Metric })
        for (const [i, members] of [units, ['816', '00003'], ['815']].entries()) {
          const wanted = naive(list, members)
          for (const row of answers[i] as CauseRow[]) expect(row.value, `${asked[i]?.code} ${row.cause}`).toBe(wanted === null ? null : (wanted.get(row.cause) ?? 0))
          const sum = (values: readonly { value: number | null }[]): number => values.reduce((total, { value }) => total + (value ?? 0), 0)
          expect(sum(answers[i] as CauseRow[])).toBe(sum(counted[i] ?? []))
        }
      } finally {
        lake.close()
      }
    }),
    { numRuns: 40 },
  )
})
