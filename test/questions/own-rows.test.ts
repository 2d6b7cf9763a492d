import fc from 'fast-check'
import { expect, test } from 'vitest'
import { questionNamed } from '../../queries/questions.ts'
import { exactMoment, shiftDay } from '../../schema/days.ts'
import { type LakeRow, lakeOf, periodFact } from './lake.ts'

const FIRST = '2023-09-04'
const WEEKS = 4
const [BEFORE, BETWEEN, AFTER] = ['2023-10-01', '2023-10-03', '2023-10-10'].map((day) => Date.parse(day)) as [number, number, number]
const codes = ['815', '816', '00001']

/** A report over some weeks, and maybe a version of it that counted before. */
const count = fc.option(fc.nat(50), { freq: 20 })
const report = fc.record({
  code: fc.constantFrom(...codes),
  weeks: fc.tuple(fc.nat(WEEKS - 1), fc.nat(WEEKS - 1)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  service: fc.constantFrom(null, null, null, 'DVC.01'),
  counts: fc.record({ received_online: count, dossiers_received: count, carried_over: count, pending_overdue: count }),
  revised: fc.boolean(),
})
const reports = fc.uniqueArray(report, { minLength: 16, maxLength: 30, selector: ({ code, weeks, service }) => `${code} ${weeks} ${service}` })

interface Rows {
  readonly dossiers: LakeRow[]
  readonly dossiers_superseded: LakeRow[]
}

function rowsOf(list: readonly (typeof report extends fc.Arbitrary<infer T> ? T : never)[]): Rows {
  const rows = list.map(({ code, weeks: [first, last], service, counts, revised }) => ({
    revised,
    row: periodFact(shiftDay(FIRST, 7 * first), shiftDay(FIRST, 7 * last + 6), code, counts, { service, landed_at: AFTER }),
  }))
  return {
    dossiers: rows.map(({ row }) => row),
    dossiers_superseded: rows.filter(({ revised }) => revised).map(({ row }) => ({ ...row, received_online: 99, landed_at: BEFORE, superseded_at: AFTER })),
  }
}

const window = { from: FIRST, to: shiftDay(FIRST, 7 * WEEKS - 1), scope: 'own' }
const asked: readonly (readonly [string, Record<string, string>])[] = [
  ['period', { metric: 'received_online' }],
  ['period', { metric: 'online_rate' }],
  ['period', { metric: 'received_online', service: 'DVC.01' }],
  ['trend', { metric: 'received_online', grain: 'week', movingAverage: '14' }],
  ['trend', { metric: 'carried_over', grain: 'round', movingAverage: '28' }],
  ['trend', { metric: 'online_rate', grain: 'round', movingAverage: '28' }],
]

test("a unit's own answer is that of a lake with its rows alone, now and as it was known", async () => {
  let told = 0
  await fc.assert(
    fc.asyncProperty(reports, fc.constantFrom(...codes), async (list, unit) => {
      const all = await lakeOf({ ...rowsOf(list) })
      const alone = await lakeOf({ ...rowsOf(list.filter(({ code }) => code === unit)) })
      try {
        for (const [name, keys] of asked)
          for (const known of [{}, { asKnownAt: exactMoment(BETWEEN) }] as readonly Record<string, string>[]) {
            const given: Record<string, string> = { unit, ...window, ...keys, ...known }
            const [one, other] = [await questionNamed(name)?.run(all.asking, given), await questionNamed(name)?.run(alone.asking, given)]
            expect(one).toEqual(other)
            told += one?.some(({ value }) => value !== null) ? 1 : 0
          }
      } finally {
        all.close()
        alone.close()
      }
    }),
    { numRuns: 20 },
  )
  expect(told).toBeGreaterThan(12)
}, 120_000)
