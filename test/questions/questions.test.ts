import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Question } from '../../queries/question.ts'
import { questionNamed, questions } from '../../queries/questions.ts'
import { fact, lakeOf, landedAt, sha, smallRegister, type TestLake, unit } from './lake.ts'

const asked = (name: string): Question => questionNamed(name) as Question
const trendKeys = { unit: '82', metric: 'activated', from: '2023-09-01', to: '2023-09-02' }

let lake: TestLake
beforeAll(async () => {
  lake = await lakeOf(
    {
      activation: [fact('2023-09-01', '00001', { activated: 3, target: 6 }), fact('2023-09-02', '00001', { activated: 4, target: 6 }, { landed_at: landedAt('2023-09-02') + 7 })],
      landings: [
        { sha256: sha('a'), file: 'x.xlsx', state: 'landed', province: '82', rows: 1, rejected: 0, landed_at: landedAt('2023-09-01'), received_at: landedAt('2023-09-01') },
      ],
    },
    {
      units: [
        ...smallRegister,
        unit('817', { parentCode: '82', validTo: '2023-08-31' }),
        ...['82', '83'].map((province) => unit('H.01', { level: 'agency', parentCode: province, province })),
      ],
    },
  )
})
afterAll(() => lake.close())

/** The columns that outsiders rely on, in their order (accept/contract.md); more may follow. */
const promised: Record<string, string> = {
  trend: 'start end value numerator denominator change change_since_last change_days moving_average reporting expected',
  snapshot: 'metric value reporting expected source',
  comparison: 'rank unit_code unit_name unit_type value numerator denominator change rank_change share percentile',
  by_type: 'unit_type value numerator denominator reporting expected',
  funnel: 'stage value of_previous of_first',
  period: 'value numerator denominator reporting expected missing_days scope',
  checks: 'code date unit_code metric value previous',
  revisions: 'landed_at value source sheet row withdrawn',
  landings: 'file sha256 state table layout province stated_at first last rows rejected',
  findings: 'file sha256 code severity sheet row column unit_code date message_vi message_en',
  discipline: 'duty round first last due unit_code unit_name state received_at late_hours file sha256',
  discipline_summary: 'duty round unit_code unit_name value owed on_time late missing not_due',
}

test('every question has the promised columns, described in both languages, and takes asKnownAt', () => {
  expect(questions.map(({ name }) => name)).toEqual(Object.keys(promised))
  for (const { name, columns, keys, vi, en } of questions) {
    expect(columns.map((column) => column.name).join(' '), name).toMatch(new RegExp(`^${promised[name]}`))
    expect(keys.map((key) => key.name)).toContain('asKnownAt')
    for (const thing of [...columns, ...keys, { vi, en }]) expect([thing.vi, thing.en].every((text) => text.length > 1)).toBe(true)
  }
})

describe('answers', () => {
  const some: [string, Record<string, string>, number][] = [
    ['trend', trendKeys, 2],
    ['snapshot', { unit: '82', on: '2023-09-01' }, 16],
    ['snapshot', { unit: '82', on: '2023-09-01', metric: 'target, activated,target' }, 2],
    ['comparison', { unit: '82', metric: 'activated', on: '2023-09-02', since: '2023-09-01', level: 'commune', types: 'phường,xã' }, 5],
    ['by_type', { unit: '82', metric: 'activation_rate_by_target', on: '2023-09-02', level: 'COMMUNE' }, 2],
    ['funnel', { unit: '82', on: '2023-09-02' }, 4],
    ['checks', { unit: '815', from: '2023-09-01', to: '2023-09-02' }, 2],
    ['revisions', { unit: '00001', metric: 'activated', on: '2023-09-02' }, 1],
    ['landings', {}, 1],
    ['findings', { code: 'not_a_count' }, 0],
    ['discipline', { unit: '82', from: '2023-08-20', to: '2023-08-30', duty: 'essential-weekly', state: 'missing', at: '2023-08-29T09:00:00+07:00' }, 6],
    ['discipline_summary', { unit: '82', from: '2023-09-01', to: '2023-09-15', by: 'round' }, 4],
  ]
  test.each(some)('%s %o', async (name, keys, count) => {
    const rows = await asked(name).run(lake.asking, { ...keys, asKnownAt: '2023-09-03' })
    expect(rows).toHaveLength(count)
    for (const row of rows) expect(Object.keys(row)).toEqual(asked(name).columns.map((column) => column.name))
  })
})

test('moments are told with offset, to the millisecond that makes them differ', async () => {
  const [row] = await asked('revisions').run(lake.asking, { unit: '00001', metric: 'activated', on: '2023-09-02' })
  expect(row?.landed_at).toBe('2023-09-02T18:00:00.007+07:00')
  expect((await asked('trend').run(lake.asking, { ...trendKeys, unit: '00001', asKnownAt: row?.landed_at as string })).map(({ value }) => value)).toEqual([3, 4])
  expect((await asked('trend').run(lake.asking, { ...trendKeys, unit: '00001', asKnownAt: '2023-09-02T18:00:00.006+07:00' })).map(({ value }) => value)).toEqual([3, null])
})

describe('mistakes name their key', () => {
  const on = { unit: '82', metric: 'activated', on: '2023-09-01' }
  const mistakes: [string, Record<string, string>, string, string, RegExp][] = [
    ['trend', { ...trendKeys, colour: 'red' }, 'colour', 'BAD_USER_INPUT', /movingAverage/],
    ['trend', { unit: '82', metric: 'activated', from: '2023-09-01' }, 'to', 'BAD_USER_INPUT', /missing/],
    ['trend', { ...trendKeys, from: '2023-13-01' }, 'from', 'BAD_USER_INPUT', /YYYY-MM-DD/],
    ['trend', { ...trendKeys, to: '2023-02-30' }, 'to', 'BAD_USER_INPUT', /YYYY-MM-DD/],
    ['trend', { ...trendKeys, to: '2023-08-01' }, 'from', 'BAD_USER_INPUT', /2023-08-01/],
    ['trend', { ...trendKeys, metric: 'activatd' }, 'metric', 'BAD_USER_INPUT', /activated/],
    ['trend', { ...trendKeys, metric: 'approved_rate' }, 'metric', 'BAD_USER_INPUT', /approval_rate/],
    ['trend', { ...trendKeys, unit: '00000' }, 'unit', 'NOT_FOUND', /units search/],
    ['trend', { ...trendKeys, unit: '817' }, 'unit', 'NOT_FOUND', /2023-08-31/],
    ['trend', { ...trendKeys, grain: 'round' }, 'grain', 'NOT_AVAILABLE', /week/],
    ['trend', { ...trendKeys, grain: 'year' }, 'grain', 'BAD_USER_INPUT', /week/],
    ['trend', { ...trendKeys, movingAverage: '7.5' }, 'movingAverage', 'BAD_USER_INPUT', /7\.5/],
    ['trend', { ...trendKeys, movingAverage: '367' }, 'movingAverage', 'LIMIT_EXCEEDED', /366/],
    ['trend', { ...trendKeys, from: '2010-01-01' }, 'to', 'LIMIT_EXCEEDED', /3700/],
    ['trend', { ...trendKeys, asKnownAt: 'yesterday' }, 'asKnownAt', 'BAD_USER_INPUT', /2023-08-20T/],
    ['comparison', { unit: '82', metric: 'activated' }, 'on', 'BAD_USER_INPUT', /YYYY-MM-DD/],
    ['comparison', { ...on, from: '2023-09-01' }, 'from', 'BAD_USER_INPUT', /stock/],
    ['comparison', { ...on, level: 'village' }, 'level', 'BAD_USER_INPUT', /district/],
    ['comparison', { ...on, types: 'xã,,' }, 'types', 'BAD_USER_INPUT', /,/],
    ['comparison', { ...on, since: '2023-09-02' }, 'since', 'BAD_USER_INPUT', /2023-09-01/],
    ['snapshot', { unit: '82', from: '2023-09-01', to: '2023-09-02', metric: 'activated' }, 'metric', 'NOT_AVAILABLE', /snapshot on=/],
    ['snapshot', { unit: '82', from: '2023-09-01' }, 'to', 'BAD_USER_INPUT', /YYYY-MM-DD/],
    ['snapshot', { unit: '82', on: '2023-09-01', metric: 'online_rate' }, 'on', 'BAD_USER_INPUT', /from, to/],
    ['snapshot', { unit: '82', on: '2023-09-01', service: 'DVC.01' }, 'service', 'NOT_AVAILABLE', /service/],
    ['snapshot', { unit: '82' }, 'on', 'BAD_USER_INPUT', /YYYY-MM-DD/],
    ['funnel', { unit: '82', on: '2023-09-01', to: '2023-09-02' }, 'to', 'BAD_USER_INPUT', /stock/],
    ['period', { ...trendKeys }, 'metric', 'NOT_AVAILABLE', /snapshot on=/],
    ['period', { ...trendKeys, metric: 'online_rate', service: 'birth' }, 'service', 'BAD_USER_INPUT', /DVC\.01/],
    ['period', { ...trendKeys, metric: 'online_rate', service: 'DVC.01', field: 'Hộ tịch' }, 'field', 'BAD_USER_INPUT', /not both/],
    ['period', { ...trendKeys, metric: 'payment_rate', service: 'DVC.01' }, 'service', 'NOT_AVAILABLE', /leave service out/],
    ['period', { ...trendKeys, metric: 'online_rate', scope: 'all' }, 'scope', 'BAD_USER_INPUT', /own\|subtree/],
    ['trend', { ...trendKeys, metric: 'online_rate', grain: 'day' }, 'grain', 'NOT_AVAILABLE', /round, week/],
    ['trend', { ...trendKeys, service: 'DVC.01' }, 'service', 'NOT_AVAILABLE', /service/],
    ['trend', { ...trendKeys, scope: 'own' }, 'scope', 'NOT_AVAILABLE', /scope/],
    ['comparison', { ...on, metric: 'online_rate' }, 'on', 'BAD_USER_INPUT', /from, to/],
    ['comparison', { unit: '82', metric: 'online_rate' }, 'from', 'BAD_USER_INPUT', /YYYY-MM-DD/],
    ['comparison', { ...trendKeys, metric: 'online_rate', since: '2023-09-01' }, 'since', 'BAD_USER_INPUT', /2023-09-01/],
    ['comparison', { ...trendKeys, unit: '815', metric: 'online_rate', level: 'agency' }, 'level', 'BAD_USER_INPUT', /district\|commune/],
    ['by_type', { ...on, level: 'agency' }, 'level', 'BAD_USER_INPUT', /province\|district/],
    ['revisions', { unit: '82', metric: 'online_rate', on: '2023-09-01' }, 'on', 'BAD_USER_INPUT', /from, to/],
    ['period', { ...trendKeys, unit: 'H.01', metric: 'online_rate' }, 'unit', 'BAD_USER_INPUT', /82\/H\.01, 83\/H\.01/],
    ['period', { ...trendKeys, unit: '84/H.01', metric: 'online_rate' }, 'unit', 'NOT_FOUND', /units search/],
    ['snapshot', { unit: '82', on: '2023-09-01', metric: 'activated,nope' }, 'metric', 'BAD_USER_INPUT', /nope/],
    ['landings', { state: 'lost' }, 'state', 'BAD_USER_INPUT', /withdrawn/],
    ['landings', { limit: 'ten' }, 'limit', 'BAD_USER_INPUT', /ten/],
  ]
  test.each(mistakes)('%s %o: %s', async (name, keys, argument, code, message) => {
    const error = await asked(name)
      .run(lake.asking, keys)
      .catch((fault: unknown) => fault)
    expect(error).toMatchObject({ name: 'InputError', code, argument })
    expect((error as Error).message).toMatch(message)
  })
})
