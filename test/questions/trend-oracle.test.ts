import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Grain } from '../../queries/answers.ts'
import { trend } from '../../queries/trend.ts'
import { dayList, shiftDay } from '../../schema/days.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import { registerOf, type Unit } from '../../schema/units.ts'
import { fact, type LakeRow, lakeOf, landedAt, sha, unit } from './lake.ts'
import { naiveTrend } from './naive-trend.ts'

const first = '2023-02-20'
const days = dayList(first, '2023-03-20')
/** Where versions of units end and others begin, in the middle of the days. */
const turn = '2023-03-09'
const old = { validTo: shiftDay(turn, -1) }
const anew = { validFrom: turn }

/** A district ends, a commune moves, one is new, one is renamed: the map changes on one day. */
const units: readonly Unit[] = [
  unit('82'),
  unit('815', { parentCode: '82' }),
  unit('816', { parentCode: '82', ...old }),
  unit('00001', { parentCode: '815', district: '815' }),
  unit('00002', { parentCode: '815', district: '815', ...old }),
  unit('00002', { parentCode: '815', district: '815', ...anew, name: 'renamed' }),
  unit('00003', { parentCode: '816', district: '816', ...old }),
  unit('00003', { parentCode: '815', district: '815', ...anew }),
  unit('00004', { parentCode: '816', district: '816', ...old }),
  unit('00005', { parentCode: '815', district: '815', ...anew }),
]
const codes = ['00001', '00002', '00003', '00004', '00005']
const register = registerOf(units)

interface Version {
  readonly received: number | null
  readonly approved: number | null
}

interface History {
  readonly versions: readonly Version[]
  readonly withdrawn: boolean
  /** A commit died after it wrote the superseded row. */
  readonly died: boolean
}

const count = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 50 }) }, { weight: 1, arbitrary: fc.constant(null) })
const version: fc.Arbitrary<Version> = fc.record({ received: count, approved: count })
/** What becomes of one commune's day: its versions one after the other, withdrawn at the end or not. */
const history: fc.Arbitrary<History> = fc.record({
  versions: fc.array(version, { maxLength: 3 }),
  withdrawn: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  died: fc.boolean(),
})
const exported = fc.array(fc.boolean(), { minLength: days.length, maxLength: days.length })
const histories = fc.array(history, { minLength: days.length * codes.length, maxLength: days.length * codes.length })

const HOUR = 3_600_000

/** The lake after those histories, and what was known at a moment. */
function told(there: readonly boolean[], all: readonly History[]): { activation: LakeRow[]; activation_superseded: LakeRow[]; known(at: number): LakeRow[] } {
  const activation: LakeRow[] = []
  const superseded: LakeRow[] = []
  const known = (at: number): LakeRow[] => [
    ...activation.filter((row) => (row.landed_at as number) <= at),
    ...superseded.filter((row) => !row.died && (row.landed_at as number) <= at && at < (row.superseded_at as number)),
  ]
  days.forEach((day, d) => {
    codes.forEach((code, c) => {
      const { versions, withdrawn, died } = all[d * codes.length + c] as History
      if (!there[d]) return
      versions.forEach((counts, v) => {
        const row = fact(day, code, { ...counts }, { landed_at: landedAt(day) + v * HOUR, source: sha('abc'[v] as string) })
        const superseded_at = landedAt(day) + (v + 1) * HOUR
        const last = v === versions.length - 1
        if (!last || withdrawn) superseded.push({ ...row, superseded_at })
        else activation.push(row)
        if (last && !withdrawn && died) superseded.push({ ...row, superseded_at, died: 1 })
      })
    })
  })
  return { activation, activation_superseded: superseded, known }
}

const asked = ['82', '815', '816', '00001', '00002', '00003', '00005'].flatMap((code) => units.filter((one) => one.code === code))

test('trend answers as the naive reading of the contract does, now and as known', async () => {
  await fc.assert(
    fc.asyncProperty(
      exported,
      histories,
      fc.constantFrom('approved', 'approval_rate'),
      fc.constantFrom<Grain[]>('day', 'week', 'month'),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.option(fc.tuple(fc.integer({ min: 0, max: days.length - 1 }), fc.integer({ min: 0, max: 3 }))),
      async (there, all, code, grain, skip, movingAverage, moment) => {
        const { activation, activation_superseded, known } = told(there, all)
        const lake = await lakeOf({ activation, activation_superseded }, { units })
        const asKnownAt = moment === null ? undefined : landedAt(days[moment[0]] as string) + moment[1] * HOUR
        const keys = { metric: metricOf(code) as Metric, from: days[skip] as string, to: '2023-03-22', grain, movingAverage }
        try {
          const answers = await trend(lake.asking, asked, { ...keys, asKnownAt })
          const facts = asKnownAt === undefined ? activation : known(asKnownAt)
          const rounded = (points: readonly object[]): object[] =>
            points.map((point) => Object.fromEntries(Object.entries(point).map(([name, value]) => [name, typeof value === 'number' ? Math.round(value * 1e9) / 1e9 + 0 : value])))
          for (const [i, one] of asked.entries()) expect(rounded(answers[i] as object[]), `${one.code}@${one.validFrom}`).toEqual(rounded(naiveTrend(register, facts, one, keys)))
        } finally {
          lake.close()
        }
      },
    ),
    { numRuns: 60 },
  )
})
