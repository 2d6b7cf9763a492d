import { afterAll, beforeAll, expect, test } from 'vitest'
import { findings } from '../../queries/findings.ts'
import { landings } from '../../queries/landings.ts'
import { type LakeRow, lakeOf, sha, type TestLake } from './lake.ts'

const at = (n: number): number => Date.UTC(2023, 8, 1, 12, n)
const receipt = (source: string, n: number, more: LakeRow): LakeRow => ({
  sha256: sha(source),
  file: `DC01 ngày ${n}.xlsx`,
  state: 'landed',
  table: 'activation',
  layout: 'DC01',
  province: '82',
  first: `2023-09-0${n}`,
  last: `2023-09-0${n}`,
  rows: 5,
  rejected: 0,
  received_at: at(n),
  landed_at: at(n),
  ...more,
})
const found = (source: string, n: number, code: string, row: number | null, column: string | null): LakeRow => ({
  sha256: sha(source),
  file: `DC01 ngày ${n}.xlsx`,
  code,
  severity: 'warning',
  row,
  column,
  province: '82',
  message_vi: 'vi',
  message_en: 'en',
  landed_at: at(n),
})

let lake: TestLake
beforeAll(async () => {
  lake = await lakeOf({
    landings: [
      receipt('b', 2, { state: 'withdrawn', withdrawn_at: at(7), reason: 'nhầm' }),
      receipt('a', 1, {}),
      receipt('c', 3, { state: 'refused', province: null, table: null, first: null, last: null, rows: 0 }),
      receipt('b', 9, { first: '2023-09-02', last: '2023-09-02' }),
      receipt('d', 4, { province: '87' }),
    ],
    findings: [
      found('a', 1, 'total_mismatch', 9, 'AA'),
      found('a', 1, 'not_a_count', 9, 'B'),
      found('a', 1, 'lost_zeros', null, null),
      found('b', 2, 'not_a_count', 3, 'C'),
      found('x', 2, 'empty', 1, 'A'),
    ],
  })
})
afterAll(() => lake.close())

const minutes = async (keys: Parameters<typeof landings>[1]): Promise<number[]> => (await landings(lake.asking, keys)).map((row) => (row.landed_at - at(0)) / 60_000)

test('landings in the order of landing, a file landed again has two receipts', async () => {
  expect(await minutes({})).toEqual([1, 2, 3, 4, 9])
  expect((await landings(lake.asking))[1]).toEqual({
    ...{ sha256: sha('b'), file: 'DC01 ngày 2.xlsx', state: 'withdrawn', table: 'activation', layout: 'DC01', province: '82', stated_at: null },
    ...{ first: '2023-09-02', last: '2023-09-02', rows: 5, rejected: 0, received_at: at(2), landed_at: at(2), withdrawn_at: at(7), reason: 'nhầm' },
  })
})

test('landings by window, state, finding, file and province', async () => {
  expect(await minutes({ from: '2023-09-02' })).toEqual([2, 4, 9])
  expect(await minutes({ from: '2023-09-02', to: '2023-09-03' })).toEqual([2, 9])
  expect(await minutes({ state: 'withdrawn' })).toEqual([2])
  expect(await minutes({ state: 'refused' })).toEqual([3])
  expect(await minutes({ code: 'not_a_count' })).toEqual([1, 2])
  expect(await minutes({ file: 'NGÀY 3' })).toEqual([3])
  expect(await minutes({ file: sha('b') })).toEqual([2, 9])
  expect(await minutes({ file: "' or 1=1 --" })).toEqual([])
  expect(await minutes({ file: '%' })).toEqual([])
  expect(await minutes({ province: '87' })).toEqual([4])
  expect(await minutes({ limit: 2 })).toEqual([1, 2])
})

test('a withdrawal is not known before it', async () => {
  expect(await minutes({ asKnownAt: at(3) })).toEqual([1, 2, 3])
  expect((await landings(lake.asking, { asKnownAt: at(6) }))[1]).toMatchObject({ state: 'landed', withdrawn_at: null, reason: null })
  expect(await minutes({ asKnownAt: at(6), state: 'withdrawn' })).toEqual([])
  expect(await minutes({ asKnownAt: at(7), state: 'withdrawn' })).toEqual([2])
})

test('findings file by file, row by row, of files that have a receipt', async () => {
  const all = await findings(lake.asking)
  expect(all.map((one) => [one.sha256[0], one.row, one.column, one.code])).toEqual([
    ['a', 9, 'B', 'not_a_count'],
    ['a', 9, 'AA', 'total_mismatch'],
    ['a', null, null, 'lost_zeros'],
    ['b', 3, 'C', 'not_a_count'],
  ])
  expect((await findings(lake.asking, { code: 'not_a_count' })).map((one) => one.sha256[0])).toEqual(['a', 'b'])
  expect((await findings(lake.asking, { state: 'withdrawn' })).map((one) => one.sha256[0])).toEqual(['b'])
  expect(await findings(lake.asking, { from: '2023-09-04' })).toEqual([])
  expect(await findings(lake.asking, { asKnownAt: at(1), limit: 1 })).toHaveLength(1)
})

test('mistakes name the key', async () => {
  await expect(landings(lake.asking, { from: '2023-09-02', to: '2023-09-01' })).rejects.toMatchObject({ argument: 'from' })
  await expect(landings(lake.asking, { state: 'lost' })).rejects.toMatchObject({ argument: 'state' })
  await expect(findings(lake.asking, { limit: -1 })).rejects.toMatchObject({ argument: 'limit' })
})
