import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DisciplineRow } from '../../queries/answers.ts'
import { discipline, dutyStates } from '../../queries/discipline.ts'
import { disciplineSummary, summaryGroups, summaryOf } from '../../queries/discipline-summary.ts'
import { dutyNamed, type ReportingDuty } from '../../schema/reporting-duties.ts'
import { type Unit, unitId } from '../../schema/units.ts'
import { lakeOf, unit } from './lake.ts'
import { naiveDiscipline, naiveDuties } from './naive-discipline.ts'
import { type SentFile, submissionRows } from './submission-lake.ts'

/** Districts end, a commune gets another owner, an agency's code stands in two provinces. */
const end = { validTo: '2025-06-30' }
const anew = { validFrom: '2025-07-01' }
const units: readonly Unit[] = [
  unit('82', end),
  unit('82', { ...anew, fullName: 'Tỉnh mới' }),
  unit('815', { parentCode: '82', ...end }),
  unit('00001', { parentCode: '815', district: '815', ...end }),
  unit('00001', { parentCode: '82', ...anew }),
  unit('00002', { parentCode: '815', district: '815', ...end }),
  unit('H.01', { level: 'agency', parentCode: '82', type: 'sở' }),
  unit('87', { province: '87', ...end }),
  unit('00003', { province: '87', parentCode: '87', ...end }),
  unit('00003', { parentCode: '82', ...anew }),
  unit('H.01', { level: 'agency', parentCode: '87', province: '87', type: 'sở' }),
]
const codes = [...new Set(units.map(({ code }) => code))]

/** Periods of the duties around the turn, with their due moments, and some that are none of theirs. */
const theirs = naiveDuties.flatMap(({ table, breakdown, periods }) =>
  periods.filter(({ first, last }) => last >= '2025-06-09' && first <= '2025-07-20').map(({ first, last, due }) => ({ table, breakdown, first, last, due })),
)
const others = [
  { table: 'digitisation', breakdown: 'all', first: '2025-06-01', last: '2025-06-30' },
  { table: 'dossiers', breakdown: 'service', first: '2025-06-02', last: '2025-06-30' },
  { table: 'dossiers', breakdown: 'all', first: '2025-06-16', last: '2025-06-22' },
].map((one) => ({ ...one, due: Date.UTC(2025, 6, 1) }))
const DAY_MS = 86_400_000
/** Around a due moment, so that a millisecond decides; or days from it. */
const around = (due: number): fc.Arbitrary<number> => fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: -20 * DAY_MS, max: 20 * DAY_MS })).map((step) => due + step)
const moment = fc.constantFrom(...theirs.map(({ due }) => due)).chain(around)
const text = (ms: number): string => new Date(ms).toISOString()

const file: fc.Arbitrary<Omit<SentFile, 'name'>> = fc.constantFrom(...theirs, ...theirs, ...others).chain(({ due, ...period }) =>
  fc
    .record({
      province: fc.constantFrom('82', '82', '87', 'none'),
      of: fc.subarray(codes, { minLength: 1 }),
      received: around(due),
      waited: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 * DAY_MS })),
      withdrawn: fc.option(fc.integer({ min: 1, max: 20 * DAY_MS }), { freq: 2 }),
    })
    .map(({ province, of, received, waited, withdrawn }) => ({
      ...period,
      ...{ province, units: of, received: text(received), landed: text(received + waited) },
      withdrawn: withdrawn === null ? undefined : text(received + waited + withdrawn),
    })),
)

const window = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 45 })).map(([skip, length]) => {
  const day = (n: number): string => text(Date.UTC(2025, 5, 1) + n * DAY_MS).slice(0, 10)
  return { from: day(skip), to: day(skip + length) }
})
const named = fc.option(fc.subarray(naiveDuties.map(({ code }) => code)))

const line = (row: DisciplineRow): string => [row.duty, row.round, row.unit_code, text(row.due), row.state, row.received_at === null ? '-' : text(row.received_at)].join(' ')

test('discipline answers as the naive reading of the duties does, at any clock, now and as known', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 5, maxLength: 40 }), window, named, moment, fc.option(moment), async (made, { from, to }, duties, at, known) => {
      const files = made.map((one, i) => ({ ...one, name: i.toString(16) }))
      const lake = await lakeOf(submissionRows(files), { units })
      const asKnownAt = known === null ? undefined : known
      try {
        const answers = await discipline(lake.asking, units, { from, to, at, asKnownAt, duties: duties?.map((code) => dutyNamed(code) as ReportingDuty) })
        for (const [i, one] of units.entries()) {
          const naive = naiveDiscipline(units, files, one, { from, to, named: duties, clock: at, asKnownAt: asKnownAt ?? Number.POSITIVE_INFINITY })
          expect(
            (answers[i] as DisciplineRow[]).map(line).filter((told) => !told.startsWith('campaign')),
            unitId(one),
          ).toEqual(naive)
        }
        checkLaws(answers[1] as DisciplineRow[])
      } finally {
        lake.close()
      }
    }),
    { numRuns: 50 },
  )
})

/** Summaries add up to the whole, however they are grouped; a rate lies between those of its parts. */
function checkLaws(rows: readonly DisciplineRow[]): void {
  const whole = summaryOf(rows)
  expect(whole.owed).toBe(dutyStates.reduce((sum, state) => sum + whole[state], 0))
  for (const by of summaryGroups) {
    const groups = disciplineSummary(rows, by)
    for (const name of ['owed', ...dutyStates] as const) expect(groups.reduce((sum, group) => sum + group[name], 0)).toBe(whole[name])
    const rates = groups.flatMap(({ value }) => value ?? [])
    if (whole.value !== null) expect(whole.value >= Math.min(...rates) && whole.value <= Math.max(...rates)).toBe(true)
    else expect(rates).toEqual([])
  }
}
