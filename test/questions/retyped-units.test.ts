import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnswerRow, Question } from '../../queries/question.ts'
import { questionNamed } from '../../queries/questions.ts'
import { lakeOf, periodFact, type TestLake, unit } from './lake.ts'

/** A town that becomes a city on 1 May, a commune of it that becomes a ward; a code that another commune got on 1 May. Counts made up. */
const town = { level: 'district', name: 'Gò Công', parentCode: '82', validFrom: '2023-01-01', validTo: '2024-04-30' } as const
const commune = { level: 'commune', name: 'Long Hòa', parentCode: '816', district: '816', validFrom: '2023-01-01', validTo: '2024-04-30' } as const
const units = [
  unit('82', { level: 'province' }),
  unit('816', { ...town, type: 'thị xã' }),
  unit('816', { ...town, type: 'thành phố', validFrom: '2024-05-01', validTo: '9999-12-31' }),
  unit('28318', { ...commune, type: 'xã' }),
  unit('28318', { ...commune, type: 'phường', validFrom: '2024-05-01', validTo: '9999-12-31' }),
  unit('28300', { ...commune, name: '4', type: 'phường' }),
  unit('28300', { ...commune, name: '1', type: 'phường', validFrom: '2024-05-01', validTo: '9999-12-31' }),
]
const months = [
  ['2024-04-01', '2024-04-30'],
  ['2024-05-01', '2024-05-31'],
  ['2024-06-01', '2024-06-30'],
] as const
const dossiers = months.flatMap(([first, last]) =>
  ['816', '28318', '28300'].map((code) => periodFact(first, last, code, { received_online: 90, dossiers_received: 100, carried_over: 7 })),
)
const quarter = { from: '2024-04-01', to: '2024-06-30' }

let lake: TestLake
beforeAll(async () => {
  lake = await lakeOf({ dossiers }, { units, today: '2024-12-31' })
})
afterAll(() => lake.close())
const ask = (name: string, keys: Record<string, string>): Promise<AnswerRow[]> => (questionNamed(name) as Question).run(lake.asking, keys)

test('a unit that is retyped keeps its desk', async () => {
  expect(await ask('period', { unit: '816', metric: 'received_online', ...quarter })).toMatchObject([{ value: 270, reporting: 1, expected: 1, missing_days: [] }])
  expect(await ask('period', { unit: '28318', metric: 'carried_over', ...quarter })).toMatchObject([{ value: 7, reporting: 1 }])
  expect(await ask('comparison', { unit: '816', level: 'commune', metric: 'received_online', ...quarter })).toMatchObject([
    { unit_code: '28318', unit_type: 'phường', value: 270 },
    { unit_code: '28300', value: null },
  ])
})

test('a code that another unit bears now is not the same desk', async () => {
  expect(await ask('period', { unit: '28300', metric: 'received_online', ...quarter })).toMatchObject([{ value: null, reporting: 0, expected: 1 }])
  const april = Array.from({ length: 30 }, (_, i) => `2024-04-${String(i + 1).padStart(2, '0')}`)
  expect(await ask('period', { unit: '28300', metric: 'received_online', ...quarter })).toMatchObject([{ missing_days: april }])
})

test('the whole is what its desks add up to', async () => {
  const [row] = await ask('period', { unit: '82', metric: 'online_rate', ...quarter })
  expect(row).toMatchObject({ numerator: 540, denominator: 600, reporting: 2, expected: 3 })
})
