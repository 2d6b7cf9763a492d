import { expect, test } from 'vitest'
import type { CheckRow } from '../../queries/answers.ts'
import { checks } from '../../queries/checks.ts'
import { dayList, shiftDay } from '../../schema/days.ts'
import type { Unit } from '../../schema/units.ts'
import { fact, type LakeRow, lakeOf, smallRegister, unit } from './lake.ts'

const [province] = smallRegister as [Unit]
const units = [unit('82'), unit('00001', { parentCode: '82' }), unit('00002', { parentCode: '82' })]

async function found(activation: readonly LakeRow[], from: string, to: string, today = '2023-12-31'): Promise<CheckRow[]> {
  const lake = await lakeOf({ activation }, { units, today })
  try {
    return await checks(lake.asking, province, { from, to })
  } finally {
    lake.close()
  }
}

test('counters that fell, each against its last known value, a null or the day before the window in between', async () => {
  const rows = await found(
    [
      fact('2023-06-01', '00001', { received: 50, approved: 9, eligible: 100 }),
      fact('2023-09-01', '00001', { received: 49, approved: null, eligible: 90, activated_l2: 5 }),
      fact('2023-09-02', '00001', { received: 51, approved: 8, activated_l2: 4 }),
      fact('2023-09-01', '00002', { received: 1 }),
      fact('2023-09-02', '00002', { received: 1 }),
    ],
    '2023-09-01',
    '2023-09-02',
  )
  expect(rows).toEqual([
    { code: 'counter_fell', date: '2023-09-01', unit_code: '00001', metric: 'received', value: 49, previous: 50 },
    { code: 'counter_fell', date: '2023-09-02', unit_code: '00001', metric: 'activated_l2', value: 4, previous: 5 },
    { code: 'counter_fell', date: '2023-09-02', unit_code: '00001', metric: 'approved', value: 8, previous: 9 },
  ])
})

test('a day without any export is missing until today; a commune is missing where others have an export', async () => {
  const rows = await found(
    [
      fact('2023-09-01', '00001', { received: 1 }),
      fact('2023-09-01', '00002', { received: null }),
      fact('2023-09-03', '00001', { received: 1 }),
      fact('2023-09-03', '00002', { target: 1 }),
    ],
    '2023-09-01',
    '2023-09-30',
    '2023-09-04',
  )
  expect(rows).toEqual([
    { code: 'missing_unit', date: '2023-09-01', unit_code: '00002', metric: null, value: null, previous: null },
    { code: 'missing_day', date: '2023-09-02', unit_code: '82', metric: null, value: null, previous: null },
    { code: 'missing_day', date: '2023-09-04', unit_code: '82', metric: null, value: null, previous: null },
  ])
})

const gaining = (gains: readonly number[], first = '2023-08-01'): LakeRow[] => {
  let value = 1000
  return gains.map((gain, i) => {
    value += gain
    return fact(shiftDay(first, i), '00001', { activated: value })
  })
}
const jumps = async (gains: readonly number[]): Promise<(string | number | null)[][]> =>
  (await found(gaining(gains), '2023-08-20', '2023-09-10'))
    .filter(({ code }) => code === 'jump')
    .map(({ date, metric, value, previous }) => [date, metric, (value as number) - (previous as number)])

test('a gain out of all proportion is a jump, a lively or a slowly growing commune has none', async () => {
  const usual = dayList('2023-08-01', '2023-09-10').map((_, i) => 20 + (i % 5))
  expect(await jumps(usual)).toEqual([])
  expect(await jumps(usual.map((gain, i) => (i === 30 ? 400 : gain)))).toEqual([['2023-08-31', 'activated', 400]])
  expect(await jumps(usual.map((gain, i) => gain + i * 2))).toEqual([])
  expect(await jumps(usual.map((_, i) => (i % 7 === 6 ? 0 : 30 + ((i * 37) % 60))))).toEqual([])
  expect(await jumps(usual.map((_, i) => (i === 30 ? 29 : 1)))).toEqual([])
})

test('a gain over missing days is spread over them', async () => {
  const all = gaining(dayList('2023-08-01', '2023-09-10').map((_, i) => 40 + (i % 5)))
  const rows = await found(
    all.filter(({ date }) => (date as string) < '2023-08-25' || (date as string) > '2023-09-02'),
    '2023-08-20',
    '2023-09-10',
  )
  expect(rows.filter(({ code }) => code === 'jump')).toEqual([])
  expect(rows.filter(({ code }) => code === 'missing_day')).toHaveLength(9)
})

test('a unit asked alone has no others to lack it; a window too long is refused', async () => {
  const lake = await lakeOf({ activation: [fact('2023-09-01', '00001', { received: 1 })] }, { units, today: '2023-09-01' })
  expect(await checks(lake.asking, units[2] as Unit, { from: '2023-09-01', to: '2023-09-05' })).toMatchObject([{ code: 'missing_day', unit_code: '00002' }])
  await expect(checks(lake.asking, province, { from: '2001-01-01', to: '2023-09-05' })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', argument: 'to' })
  lake.close()
})
