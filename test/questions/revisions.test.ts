import { expect, test } from 'vitest'
import type { Revision } from '../../queries/answers.ts'
import { revisions } from '../../queries/revisions.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import type { Unit } from '../../schema/units.ts'
import { fact, type LakeRow, type LakeRows, lakeOf, sha, smallRegister } from './lake.ts'

const on = '2023-09-01'
const activated = metricOf('activated') as Metric
/** Moment n of the story. */
const at = (n: number): number => Date.UTC(2023, 8, 1, 12, n)
const version = (code: string, counts: LakeRow, n: number, source: string, more: LakeRow = {}): LakeRow =>
  fact(on, code, counts, { landed_at: at(n), source: sha(source), ...more })
const until = (row: LakeRow, n: number): LakeRow => ({ ...row, superseded_at: at(n) })
const receipt = (source: string, n: number, withdrawn: number | null, province: string | null = '82'): LakeRow => ({
  sha256: sha(source),
  file: `${source}.xlsx`,
  state: withdrawn === null ? 'landed' : 'withdrawn',
  province,
  landed_at: at(n),
  received_at: at(n),
  withdrawn_at: withdrawn === null ? null : at(withdrawn),
})

async function ask(rows: LakeRows, code: string, metric = activated, asKnownAt?: number): Promise<Revision[]> {
  const lake = await lakeOf(rows)
  try {
    return await revisions(lake.asking, smallRegister.find((one) => one.code === code) as Unit, { metric, on, asKnownAt })
  } finally {
    lake.close()
  }
}
const brief = (list: readonly Revision[]): unknown[] =>
  list.map(({ landed_at, value, source, withdrawn }) => [(landed_at - at(0)) / 60_000, value, source?.[0] ?? null, withdrawn === null ? null : (withdrawn - at(0)) / 60_000])

const story: LakeRows = {
  activation: [version('00001', { activated: 10 }, 5, 'a')],
  activation_superseded: [until(version('00001', { activated: 10 }, 1, 'a'), 3), until(version('00001', { activated: 12 }, 3, 'b'), 5)],
  landings: [receipt('a', 1, null), receipt('b', 3, 5, null)],
}

test('a version each time the value changes; the value that returns after a withdrawal is a new one', async () => {
  expect(brief(await ask(story, '00001'))).toEqual([
    [1, 10, 'a', null],
    [3, 12, 'b', 5],
    [5, 10, 'a', null],
  ])
  expect((await ask(story, '00001'))[0]).toEqual({ landed_at: at(1), value: 10, source: sha('a'), sheet: 'Sheet1', row: 7, withdrawn: null })
})

test('as known before the withdrawal there is none', async () => {
  expect(brief(await ask(story, '00001', activated, at(4)))).toEqual([
    [1, 10, 'a', null],
    [3, 12, 'b', null],
  ])
  expect(await ask(story, '00001', activated, at(0))).toEqual([])
})

test('equal values are one version, unless there was none in between', async () => {
  const rows = {
    activation: [version('00001', { activated: 10, target: 2 }, 8, 'd')],
    activation_superseded: [
      until(version('00001', { activated: 10 }, 1, 'a'), 2),
      until(version('00001', { activated: 10, target: 1 }, 2, 'b'), 4),
      until(version('00001', { activated: null, target: 1 }, 6, 'c'), 8),
    ],
  }
  expect(brief(await ask(rows, '00001'))).toEqual([
    [1, 10, 'a', null],
    [8, 10, 'd', null],
  ])
  expect(brief(await ask(rows, '00001', metricOf('activation_rate_by_target') as Metric))).toEqual([
    [2, 10, 'b', null],
    [8, 5, 'd', null],
  ])
})

test('a superseded row whose version is current is what a dead commit left', async () => {
  const now = version('00001', { activated: 10 }, 1, 'a')
  expect(brief(await ask({ activation: [now], activation_superseded: [until(now, 2)] }, '00001'))).toEqual([[1, 10, 'a', null]])
})

test('a carried cell names its own file, sheet and row', async () => {
  const carried = `;approved=${sha('c')}/1/2/9/Trang 2;activated=${sha('d')}/1/2/41/Sheet/x`
  const rows = { activation: [version('00001', { activated: 10, approved: 20, received: 40 }, 1, 'a', { carried })] }
  expect(await ask(rows, '00001')).toMatchObject([{ source: sha('d'), sheet: 'Sheet/x', row: 41 }])
  expect(await ask(rows, '00001', metricOf('approved') as Metric)).toMatchObject([{ source: sha('c'), sheet: 'Trang 2', row: 9 }])
  expect(await ask(rows, '00001', metricOf('received') as Metric)).toMatchObject([{ source: sha('a'), sheet: 'Sheet1', row: 7 }])
  expect(await ask(rows, '00001', metricOf('approval_rate') as Metric)).toMatchObject([{ value: 0.5, source: null, sheet: null, row: null }])
})

test('above communes the versions are of the sum', async () => {
  const rows = {
    activation: [version('00001', { activated: 12 }, 3, 'b'), version('00002', { activated: 5 }, 1, 'a'), version('00003', { activated: 1 }, 4, 'c')],
    activation_superseded: [until(version('00001', { activated: 10 }, 1, 'a'), 3)],
    landings: [receipt('a', 1, 9)],
  }
  expect(brief(await ask(rows, '815'))).toEqual([
    [1, 15, 'a', 9],
    [3, 17, null, null],
  ])
  expect(brief(await ask(rows, '82'))).toEqual([
    [1, 15, 'a', 9],
    [3, 17, null, null],
    [4, 18, null, null],
  ])
})
