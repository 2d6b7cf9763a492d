import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DisciplineRow } from '../../queries/answers.ts'
import { type DisciplineKeys, discipline } from '../../queries/discipline.ts'
import { disciplineSummary } from '../../queries/discipline-summary.ts'
import { questionNamed } from '../../queries/questions.ts'
import { dutyNamed, dutyPeriods, type ReportingDuty } from '../../schema/reporting-duties.ts'
import { type Unit, unitId } from '../../schema/units.ts'
import { lakeOf, smallRegister, type TestLake, unit } from './lake.ts'
import { type SentFile, submissionRows } from './submission-lake.ts'

const duty = (code: string): ReportingDuty => dutyNamed(code) as ReportingDuty
const moment = (text: string): number => Date.parse(`${text}+07:00`)
const local = (ms: number): string => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 23)

describe('due moments', () => {
  const due = (code: string, from: string, to: string, reading?: 'that_day') =>
    dutyPeriods(duty(code), from, to, reading).map((one) => [one.round, one.first, one.last, local(one.due)])

  test('rounds: before 18/9, 3/10, 18/10 and 10/11 is the end of the day before', () => {
    expect(due('campaign-dossiers', '2023-09-01', '2023-10-30')).toEqual([
      ['dot-01', '2023-09-01', '2023-09-15', '2023-09-17T23:59:59.999'],
      ['dot-02', '2023-09-16', '2023-09-30', '2023-10-02T23:59:59.999'],
      ['dot-03', '2023-10-01', '2023-10-15', '2023-10-17T23:59:59.999'],
      ['dot-04', '2023-09-01', '2023-10-30', '2023-11-09T23:59:59.999'],
    ])
    expect(due('campaign-digitisation', '2023-10-30', '2023-10-30', 'that_day')).toEqual([['dot-04', '2023-09-01', '2023-10-30', '2023-11-10T23:59:59.999']])
  })

  test('a week is due before 09:00 on Tuesday of the next one, whatever weekday is asked from', () => {
    const week = ['2023-W36', '2023-09-04', '2023-09-10', '2023-09-12T09:00:00.000']
    for (const day of ['2023-09-04', '2023-09-07', '2023-09-10']) expect(due('essential-weekly', day, day)).toEqual([week])
    expect(due('essential-weekly', '2024-12-29', '2025-01-01').map(([round]) => round)).toEqual(['2024-W52', '2025-W01'])
    expect(due('essential-weekly', '2026-12-31', '2027-01-04').map(([round]) => round)).toEqual(['2026-W53', '2027-W01'])
  })

  test('a month is due before the 13th of the next one', () => {
    expect(due('monthly-dossiers', '2023-12-31', '2024-02-01')).toEqual([
      ['2023-12', '2023-12-01', '2023-12-31', '2024-01-12T23:59:59.999'],
      ['2024-01', '2024-01-01', '2024-01-31', '2024-02-12T23:59:59.999'],
      ['2024-02', '2024-02-01', '2024-02-29', '2024-03-12T23:59:59.999'],
    ])
  })
})

const round1 = { province: '82', table: 'dossiers', breakdown: 'all', first: '2023-09-01', last: '2023-09-15' }
const week36 = { province: '82', table: 'dossiers', breakdown: 'service', first: '2023-09-04', last: '2023-09-10' }
const files: readonly SentFile[] = [
  { name: 'a', ...round1, units: ['815', '00001', 'H.01'], received: '2023-09-17T23:59:59.999+07:00' },
  { name: 'b', ...round1, units: ['816', '815'], received: '2023-09-18T00:00:00+07:00' },
  { name: 'c', ...round1, units: ['00002'], received: '2023-09-16T08:00:00+07:00', withdrawn: '2023-09-20T08:00:00+07:00' },
  { name: 'd', ...week36, units: ['815'], received: '2023-09-12T09:00:00+07:00' },
  { name: 'e', ...week36, units: ['816'], received: '2023-09-12T08:59:59.999+07:00' },
  { name: 'f', ...round1, table: 'digitisation', units: ['815'], received: '2023-09-15T08:00:00+07:00' },
  { name: '1', ...round1, province: '79', units: ['H.01', '00003'], received: '2023-09-15T08:00:00+07:00' },
  { name: '2', ...round1, province: 'none', units: ['00001', '00003', 'H.02'], received: '2023-09-16T08:00:00+07:00' },
  { name: '3', ...round1, province: 'none', units: ['815'], received: '2023-09-19T08:00:00+07:00' },
]
const agency = (code: string, province: string): Unit => unit(code, { level: 'agency', parentCode: province, province, type: 'sở', fullName: `Sở ${code}` })
const units = [...smallRegister, unit('79', { province: '79' }), agency('H.01', '82'), agency('H.02', '82'), agency('H.01', '79')]
const province = units[0] as Unit

let lake: TestLake
beforeAll(async () => {
  lake = await lakeOf(submissionRows(files), { units, today: '2023-10-31' })
})
afterAll(() => lake.close())

const asked = async (keys: Partial<DisciplineKeys>, of: Unit = province): Promise<DisciplineRow[]> =>
  (await discipline(lake.asking, [of], { from: '2023-09-01', to: '2023-09-15', duties: [duty('campaign-dossiers')], ...keys }))[0] as DisciplineRow[]
const told = (rows: readonly DisciplineRow[]): string[] => rows.map((row) => `${row.unit_code} ${row.state} ${row.file ?? '-'} ${row.late_hours ?? '-'}`)
const round = (rows: readonly DisciplineRow[], code: string): DisciplineRow[] => rows.filter((row) => row.round === code)

test('who has sent a round: the first file counts, withdrawn ones do not, the last millisecond of a day is on time', async () => {
  const rows = await asked({ at: moment('2023-09-20T12:00') })
  expect(told(round(rows, 'dot-01'))).toEqual([
    '00001 on_time 2.xlsx -',
    '00002 missing - 60',
    '00003 on_time 2.xlsx -',
    '00004 missing - 60',
    '00005 missing - 60',
    '815 on_time a.xlsx -',
    '816 late b.xlsx 0',
    'H.01 on_time a.xlsx -',
    'H.02 missing - 60',
  ])
  expect(rows.filter((row) => row.round === 'dot-04').every(({ state }) => state === 'not_due')).toBe(true)
})

test('at the clock what comes later has not come in, and nothing is missing before it is due', async () => {
  expect(new Set((await asked({ at: moment('2023-09-17T23:59:59.999') })).map(({ state }) => state))).toEqual(new Set(['on_time', 'not_due']))
  const then = round(await asked({ at: moment('2023-09-17T23:59:59.998') }), 'dot-01')
  expect(told(then).filter((line) => line.startsWith('8'))).toEqual(['815 not_due - -', '816 not_due - -'])
  expect(told(round(await asked({ at: moment('2023-09-18T00:00'), state: 'late' }), 'dot-01'))).toEqual(['816 late b.xlsx 0'])
  const missing = round(await asked({ at: moment('2023-09-18T00:00'), state: 'missing' }), 'dot-01')
  expect(missing.map(({ unit_code }) => unit_code)).toEqual(['00002', '00004', '00005', 'H.02'])
})

test('"before D" read as the end of D makes the same file on time', async () => {
  const [row] = await asked(
    { before: 'that_day', at: moment('2023-09-20T12:00') },
    units.find(({ code }) => code === '816'),
  )
  expect(row).toMatchObject({ unit_code: '00003' })
  expect(told(round(await asked({ before: 'that_day', at: moment('2023-09-20T12:00'), state: 'on_time' }), 'dot-01'))).toContain('816 on_time b.xlsx -')
})

test('as it was known: a withdrawal is not known before it, and the clock stands there unless it is set', async () => {
  const asKnownAt = moment('2023-09-19T00:00')
  const rows = round(await asked({ asKnownAt }), 'dot-01')
  expect(told(rows)).toContain('00002 on_time c.xlsx -')
  expect(told(rows)).toContain('00004 missing - 24')
  expect(told(round(await asked({ asKnownAt, at: moment('2023-09-18T12:00') }), 'dot-01'))).toContain('00004 missing - 12')
  expect(told(round(await asked({ asKnownAt: Date.UTC(2030, 0, 1) }), 'dot-04'))).toContain('00004 not_due - -')
})

test('nine o’clock is not before nine o’clock', async () => {
  const rows = await asked({ from: '2023-09-10', to: '2023-09-10', duties: [duty('essential-weekly')], at: moment('2023-09-13T00:00') })
  expect(told(rows)).toEqual(['815 late d.xlsx 0', '816 on_time e.xlsx -'])
})

test('without a name: what the province owes, and what it has once sent a report of, from then on', async () => {
  const rows = await asked({ duties: undefined, from: '2023-08-28', to: '2023-09-15', at: moment('2023-10-01T00:00') })
  expect([...new Set(rows.map((row) => `${row.duty} ${row.round}`))]).toEqual([
    'essential-weekly 2023-W36',
    'campaign-dossiers dot-01',
    'campaign-digitisation dot-01',
    'essential-weekly 2023-W37',
    'campaign-dossiers dot-04',
    'campaign-digitisation dot-04',
  ])
  expect(
    await asked(
      { duties: undefined },
      units.find(({ code }) => code === '79'),
    ),
  ).toEqual([])
  const named = await asked({ duties: [duty('monthly-dossiers')] })
  expect(new Set(named.map(({ round }) => round))).toEqual(new Set(['2023-09']))
})

test('by its level a unit owes alone or with all below it; agencies of other provinces are others', async () => {
  const codes = async (code: string): Promise<string[]> => [
    ...new Set(
      (
        await asked(
          {},
          units.find((one) => one.code === code),
        )
      ).map(({ unit_code }) => unit_code),
    ),
  ]
  expect(await codes('815')).toEqual(['00001', '00002', '815'])
  expect(await codes('00003')).toEqual(['00003'])
  expect(await codes('H.02')).toEqual(['H.02'])
  expect(await asked({}, agency('H.01', '79'))).toEqual([])
})

test('many units by the same two statements', async () => {
  let statements = 0
  const rows: typeof lake.engine.rows = (...given) => {
    statements++
    return lake.engine.rows(...given)
  }
  const engine = { ...lake.engine, rows }
  const answers = await discipline({ ...lake.asking, engine }, units, { from: '2023-09-01', to: '2023-10-30', at: moment('2023-10-31T00:00') })
  expect(statements).toBe(2)
  for (const [i, one] of units.entries()) {
    const [alone] = await discipline(lake.asking, [one], { from: '2023-09-01', to: '2023-10-30', at: moment('2023-10-31T00:00') })
    expect(answers[i], unitId(one)).toEqual(alone)
  }
})

test('districts report weeks until there are none, then communes', async () => {
  const end = { validTo: '2025-06-30' }
  const two = await lakeOf({}, { units: [unit('82'), unit('815', { parentCode: '82', ...end }), unit('00001', { parentCode: '82', validFrom: '2025-07-01' })] })
  const [rows] = await discipline(two.asking, [two.asking.register.on('82', '2025-07-01') as Unit], { from: '2025-06-23', to: '2025-07-13', duties: [duty('essential-weekly')] })
  expect(rows?.map((row) => `${row.round} ${row.unit_code}`)).toEqual(['2025-W26 815', '2025-W27 00001', '2025-W28 00001'])
  two.close()
})

test('the summary is sums, its rate a sum over a sum, null while nothing is due', async () => {
  const rows = await asked({ at: moment('2023-09-20T12:00') })
  expect(disciplineSummary(rows, 'round')).toEqual([
    { duty: 'campaign-dossiers', round: 'dot-01', unit_code: null, unit_name: null, value: 4 / 9, owed: 9, on_time: 4, late: 1, missing: 4, not_due: 0 },
    { duty: 'campaign-dossiers', round: 'dot-04', unit_code: null, unit_name: null, value: null, owed: 9, on_time: 0, late: 0, missing: 0, not_due: 9 },
  ])
  expect(disciplineSummary(rows, 'duty')).toMatchObject([{ owed: 18, value: 4 / 9, round: null }])
  expect(disciplineSummary(rows, 'unit').map((row) => [row.unit_code, row.value, row.owed])).toContainEqual(['816', 0, 2])
})

test('mistakes name the key', async () => {
  const run = (keys: Record<string, string>) => questionNamed('discipline')?.run(lake.asking, { unit: '82', from: '2023-09-01', to: '2023-09-15', ...keys })
  await expect(run({ duty: 'weekly' })).rejects.toMatchObject({ argument: 'duty', message: /essential-weekly/ })
  await expect(run({ state: 'landed' })).rejects.toMatchObject({ argument: 'state', message: /not_due/ })
  await expect(run({ at: 'noon' })).rejects.toMatchObject({ argument: 'at' })
  await expect(run({ before: 'noon' })).rejects.toMatchObject({ argument: 'before' })
  await expect(run({ to: '2043-09-15' })).rejects.toMatchObject({ argument: 'to', code: 'LIMIT_EXCEEDED' })
})
