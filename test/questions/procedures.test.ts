import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnswerRow, Question } from '../../queries/question.ts'
import { questionNamed } from '../../queries/questions.ts'
import { lakeOf, landedAt, periodFact, sha, smallRegister, type TestLake, unit } from './lake.ts'

/** Two half months, a month that overlaps neither as a whole, and services: made up. */
const [A, B] = [
  ['2023-09-01', '2023-09-15'],
  ['2023-09-16', '2023-09-30'],
] as const
const agencies = ['82', '83'].map((province) => unit('H.01', { level: 'agency', parentCode: province, province, type: 'sở', fullName: `Sở Tư pháp tỉnh ${province}` }))
const units = [...smallRegister, unit('83', { province: '83' }), ...agencies]

const dossiers = [
  periodFact(...A, '815', { received_online: 6, received_in_person: 4, dossiers_received: 10, carried_over: 2, pending_overdue: 1, resolved_in_term: 8, dossiers_resolved: 9 }),
  periodFact(
    ...B,
    '815',
    { received_online: 9, received_in_person: 1, dossiers_received: 10, carried_over: 3, pending_overdue: 0, resolved_in_term: 10, dossiers_resolved: 10 },
    { source: sha('b') },
  ),
  periodFact(...A, '816', { received_online: 1, dossiers_received: 4, printed_online_rate: 250_000, dossiers_resolved: 4, resolved_in_term: 4, carried_over: 1 }),
  periodFact('2023-09-01', '2023-09-30', '816', { received_online: 3, dossiers_received: 9, printed_online_rate: 333_000 }, { source: sha('c') }),
  periodFact(...A, '00001', { received_online: 5, dossiers_received: 5 }),
  periodFact(...A, '00003', { received_online: 0, dossiers_received: 0 }),
  periodFact(...A, 'H.01', { received_online: 70, dossiers_received: 100 }, { province: '82' }),
  periodFact(...A, 'H.01', { received_online: 1, dossiers_received: 2 }, { province: '83' }),
  ...['DVC.01', 'DVC.02'].map((service, i) => periodFact(...A, '815', { received_online: i, dossiers_received: 2 }, { service })),
  periodFact(...A, '815', { received_online: 4, dossiers_received: 4 }, { field: 'Hộ tịch' }),
]
const digitisation = [
  periodFact(...A, '815', { resolved: 9, digitised_results: 3, payable: 4, paid_online: 2, printed_payment_rate: 500_000 }),
  periodFact(...A, 'H.01', { resolved: 90, digitised_results: 45, payable: 0, paid_online: 0 }, { province: '82' }),
]
const older = periodFact(
  ...A,
  '815',
  { received_online: 5, dossiers_received: 10 },
  { landed_at: landedAt('2023-09-14'), superseded_at: landedAt('2023-09-15'), source: sha('d'), source_row: 3 },
)

let lake: TestLake
beforeAll(async () => {
  lake = await lakeOf({ dossiers, digitisation, dossiers_superseded: [older], digitisation_superseded: [] }, { units })
})
afterAll(() => lake.close())

const ask = (name: string, keys: Record<string, string>): Promise<AnswerRow[]> => (questionNamed(name) as Question).run(lake.asking, keys)
const [from, to] = A
const month = { from: '2023-09-01', to: '2023-09-30' }

describe('period', () => {
  test('of exactly the window, of tiles, of neither', async () => {
    expect(await ask('period', { unit: '815', metric: 'received_online', from, to })).toEqual([
      { value: 6, numerator: 6, denominator: null, reporting: 1, expected: 1, missing_days: [], scope: 'own', printed: null, source: sha('a') },
    ])
    expect(await ask('period', { unit: '815', metric: 'received_online', ...month })).toMatchObject([{ value: 15, source: null }])
    expect(await ask('period', { unit: '815', metric: 'carried_over', ...month })).toMatchObject([{ value: 2 }])
    expect(await ask('period', { unit: '815', metric: 'pending_overdue', ...month })).toMatchObject([{ value: 0 }])
    expect(await ask('period', { unit: '815', metric: 'received_online', from: '2023-09-10', to: '2023-10-01' })).toMatchObject([
      { value: null, reporting: 0, missing_days: ['2023-09-10', '2023-09-11', '2023-09-12', '2023-09-13', '2023-09-14', '2023-09-15', '2023-10-01'] },
    ])
  })

  test('a rate is a sum over a sum; the printed one stands beside it where an export is of exactly the window', async () => {
    expect(await ask('period', { unit: '815', metric: 'online_rate', ...month })).toMatchObject([{ value: 15 / 20, numerator: 15, denominator: 20, printed: null }])
    expect(await ask('period', { unit: '816', metric: 'online_rate', ...month })).toMatchObject([{ value: 3 / 9, printed: 0.333, source: sha('c') }])
    expect(await ask('period', { unit: '00003', metric: 'online_rate', from, to })).toMatchObject([{ value: null, numerator: 0, denominator: 0, missing_days: [] }])
  })

  test('own and subtree are two answers, and each says which it is', async () => {
    const of = async (code: string, scope?: string) => (await ask('period', { unit: code, metric: 'received_online', from, to, ...(scope && { scope }) }))[0]
    expect(await of('815')).toMatchObject({ value: 6, reporting: 1, expected: 1, scope: 'own' })
    expect(await of('815', 'subtree')).toMatchObject({ value: 11, reporting: 2, expected: 3, scope: 'subtree' })
    expect(await of('82')).toMatchObject({ value: 82, reporting: 5, expected: 8, scope: 'subtree' })
    expect(await of('82', 'own')).toMatchObject({ value: null, reporting: 0, expected: 0, scope: 'own' })
  })

  test("an agency's code is its province's own", async () => {
    expect(await ask('period', { unit: '82/H.01', metric: 'received_online', from, to })).toMatchObject([{ value: 70 }])
    expect(await ask('period', { unit: '83/H.01', metric: 'received_online', from, to })).toMatchObject([{ value: 1 }])
    expect(await ask('period', { unit: '83', metric: 'received_online', from, to })).toMatchObject([{ value: 1, expected: 1 }])
  })

  test('of a service or a field; a province is asked for by its districts', async () => {
    expect(await ask('period', { unit: '815', metric: 'received_online', from, to, service: 'DVC.02' })).toMatchObject([{ value: 1, expected: 1 }])
    expect(await ask('period', { unit: '82', metric: 'received_online', from, to, service: 'DVC.02' })).toMatchObject([{ value: 1, reporting: 1, expected: 2 }])
    expect(await ask('period', { unit: '815', metric: 'received_online', from, to, field: 'Hộ tịch' })).toMatchObject([{ value: 4 }])
    expect(await ask('period', { unit: '815', metric: 'received_online', from, to, field: 'Đất đai' })).toMatchObject([{ value: null, missing_days: { length: 15 } }])
  })

  test('as it was known', async () => {
    const asKnownAt = new Date(landedAt('2023-09-14')).toISOString()
    expect(await ask('period', { unit: '815', metric: 'received_online', from, to, asKnownAt })).toMatchObject([{ value: 5, source: sha('d') }])
    expect(await ask('period', { unit: '82', metric: 'received_online', from, to, asKnownAt })).toMatchObject([{ value: 5, reporting: 1 }])
  })
})

describe('trend', () => {
  test('a round is a window that an export is of; change is against the one that ends the day before', async () => {
    const rows = await ask('trend', { unit: '815', metric: 'received_online', ...month, movingAverage: '30' })
    expect(rows).toEqual([
      {
        start: A[0],
        end: A[1],
        value: 6,
        numerator: 6,
        denominator: null,
        change: null,
        change_since_last: null,
        change_days: null,
        moving_average: 6 / 15,
        reporting: 1,
        expected: 1,
      },
      { start: B[0], end: B[1], value: 9, numerator: 9, denominator: null, change: 3, change_since_last: 3, change_days: 15, moving_average: 15 / 30, reporting: 1, expected: 1 },
    ])
    expect((await ask('trend', { unit: '816', metric: 'received_online', ...month, grain: 'round' })).map(({ end, value }) => [end, value])).toEqual([
      [A[1], 1],
      [month.to, 3],
    ])
  })

  test('rounds that overlap are not added up in a moving average', async () => {
    const [, whole] = await ask('trend', { unit: '816', metric: 'received_online', ...month, movingAverage: '30' })
    expect(whole?.moving_average).toBe(3 / 30)
  })

  test('a province has the rounds of all, and compares those that report in both', async () => {
    const rows = await ask('trend', { unit: '82', metric: 'received_online', ...month })
    expect(rows.map(({ start, end, value, change, reporting, expected }) => [start, end, value, change, reporting, expected])).toEqual([
      [A[0], A[1], 82, null, 5, 8],
      [A[0], month.to, 18, null, 2, 8],
      [B[0], B[1], 9, 3, 1, 8],
    ])
  })

  test('months are tiled, weeks that nobody reports have no value', async () => {
    expect(
      (await ask('trend', { unit: '815', metric: 'received_online', from: '2023-08-01', to: '2023-09-30', grain: 'month' })).map(({ start, value }) => [start, value]),
    ).toEqual([
      ['2023-08-01', null],
      ['2023-09-01', 15],
    ])
    const weeks = await ask('trend', { unit: '815', metric: 'received_online', ...month, grain: 'week' })
    expect(weeks).toHaveLength(5)
    expect(weeks.every(({ value, reporting }) => value === null && reporting === 0)).toBe(true)
  })
})

describe('comparison and types', () => {
  test('own desks by default, agencies too; a share is of the province with all that lies within it', async () => {
    const rows = await ask('comparison', { unit: '82', level: 'district', metric: 'received_online', from, to })
    expect(rows.map(({ rank, unit_code, value, share }) => [rank, unit_code, value, share])).toEqual([
      [1, '815', 6, 6 / 82],
      [2, '816', 1, 1 / 82],
    ])
    expect(await ask('comparison', { unit: '82', level: 'agency', metric: 'online_rate', from, to })).toMatchObject([{ unit_code: 'H.01', value: 0.7, share: null, expected: 1 }])
    expect(await ask('comparison', { unit: '82', level: 'district', metric: 'received_online', from, to, scope: 'subtree' })).toMatchObject([
      { unit_code: '815', value: 11, expected: 3 },
      { unit_code: '816', value: 1, reporting: 2, expected: 4 },
    ])
  })

  test('since: the window as long that begins on that day', async () => {
    const rows = await ask('comparison', { unit: '82', level: 'district', metric: 'received_online', from: B[0], to: B[1], since: A[0] })
    expect(rows).toMatchObject([
      { rank: 1, unit_code: '815', value: 9, change: 3, rank_change: 0 },
      { rank: null, unit_code: '816', value: null, change: null, rank_change: null },
    ])
  })

  test('types add up', async () => {
    expect(await ask('by_type', { unit: '82', level: 'commune', metric: 'online_rate', from, to })).toMatchObject([
      { unit_type: 'phường', value: 1, numerator: 5, denominator: 5, reporting: 1, expected: 2 },
      { unit_type: 'xã', value: null, numerator: 0, denominator: 0, reporting: 1, expected: 3 },
    ])
    expect(await ask('by_type', { unit: '82', level: 'agency', metric: 'digitisation_rate', from, to })).toMatchObject([{ unit_type: 'sở', numerator: 45, denominator: 90 }])
  })
})

test('a snapshot of a period has every metric of procedures, of a service those told by it', async () => {
  const rows = await ask('snapshot', { unit: '815', from, to })
  expect(rows.find(({ metric }) => metric === 'payment_rate')).toMatchObject({ value: 0.5, printed: 0.5, scope: 'own', source: sha('a') })
  expect(rows.find(({ metric }) => metric === 'dossiers_to_handle')).toMatchObject({ value: 12 })
  expect(rows.find(({ metric }) => metric === 'to_sync')).toMatchObject({ value: null, reporting: 0, expected: 1 })
  expect(new Set(rows.map(({ metric }) => metric)).has('activated')).toBe(false)
  const ofService = await ask('snapshot', { unit: '815', from, to, service: 'DVC.01' })
  expect(ofService.find(({ metric }) => metric === 'dossiers_received')).toMatchObject({ value: 2 })
  expect(ofService.some(({ metric }) => metric === 'payable')).toBe(false)
})

test("the life of dossiers: each stage's part is of those that tell both", async () => {
  expect(await ask('funnel', { unit: '82', from, to })).toEqual([
    { stage: 'dossiers_to_handle', value: 17, of_previous: null, of_first: 1 },
    { stage: 'dossiers_resolved', value: 13, of_previous: 13 / 17, of_first: 13 / 17 },
    { stage: 'resolved_in_term', value: 12, of_previous: 12 / 13, of_first: 12 / 17 },
    { stage: 'results_returned', value: null, of_previous: null, of_first: null },
  ])
})

test('revisions lead to file, sheet and row', async () => {
  const rows = await ask('revisions', { unit: '815', metric: 'received_online', from, to })
  expect(rows.map(({ value, source, sheet, row }) => [value, source, sheet, row])).toEqual([
    [5, sha('d'), 'Sheet1', 3],
    [6, sha('a'), 'Sheet1', 7],
  ])
  expect(await ask('revisions', { unit: '815', metric: 'received_online', from, to, service: 'DVC.02' })).toMatchObject([{ value: 1 }])
  expect(await ask('revisions', { unit: '82/H.01', metric: 'digitisation_rate', from, to })).toMatchObject([{ value: 0.5, row: 7 }])
})

test('nobody below is no answer, and no fault', async () => {
  expect(await ask('comparison', { unit: '82/H.01', metric: 'online_rate', from, to })).toEqual([])
  expect(await ask('by_type', { unit: '82/H.01', metric: 'online_rate', from, to })).toEqual([])
  expect(await ask('by_type', { unit: '00001', level: 'commune', metric: 'online_rate', from, to })).toMatchObject([{ unit_type: 'phường', value: 1 }])
})

test('a lake without procedures answers like one whose days are all missing', async () => {
  const empty = await lakeOf({}, { units })
  const run = (name: string, keys: Record<string, string>) => (questionNamed(name) as Question).run(empty.asking, keys)
  expect(await run('period', { unit: '815', metric: 'online_rate', from: to, to })).toMatchObject([{ value: null, missing_days: [to], expected: 1 }])
  expect(await run('trend', { unit: '815', metric: 'online_rate', ...month })).toEqual([])
  expect(await run('comparison', { unit: '82', metric: 'received_online', from, to })).toMatchObject([{ rank: null }, { rank: null }])
  empty.close()
})
