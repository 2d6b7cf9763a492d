import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayList } from '../../schema/days.ts'
import { type LandedDemo, landedDemo } from './landed-demo.ts'

/** Sums computed with the model that made the exports up, never by reading them. */
const want = JSON.parse(readFileSync(new URL('demo-totals.json', import.meta.url), 'utf8'))
const [first, last] = ['2023-08-20', '2023-10-18']
const metrics = ['ELIGIBLE', 'TARGET', 'RECEIVED', 'APPROVED', 'ACTIVATED', 'ACTIVATED_L1', 'ACTIVATED_L2'] as const

/** What the province has of a metric at the end of a day; null on the day without an export. */
function total(day: string, metric: string): number | null {
  const sums = want.province_totals[day]
  return sums ? { eligible: want.eligible_total, target: want.target_total, ...sums }[metric.toLowerCase()] : null
}

describe('from the bundled exports to GraphQL', () => {
  let landed: LandedDemo<Record<string, unknown>>
  let ask: LandedDemo<Record<string, unknown>>['ask']
  beforeAll(async () => {
    landed = await landedDemo('exports', { province: null, today: '2023-10-20' })
    ask = landed.ask
  })
  afterAll(() => landed.remove())

  it.each(metrics)('%s of every day', async (metric) => {
    const { data } = await ask(`{ unit(code: "82") { trend(metric: ${metric}, from: "${first}", to: "${last}") { points { start value coverage { reporting expected } } } } }`)
    const { points } = (data.unit as { trend: { points: { start: string; value: number | null; coverage: { expected: number } }[] } }).trend
    expect(points.map(({ start, value }) => [start, value])).toEqual(dayList(first, last).map((day) => [day, total(day, metric)]))
    expect(new Set(points.map(({ coverage }) => coverage.expected))).toEqual(new Set([want.communes]))
  })

  it('a rate is the sum over the sum, and the funnel adds up', async () => {
    const { data } = await ask(
      `{ unit(code: "82") { trend(metric: ACTIVATION_RATE_BY_TARGET, from: "${last}", to: "${last}") { points { value numerator denominator } } funnel(on: "${last}") { stages { stage value ofFirst } } } }`,
    )
    const unit = data.unit as { trend: { points: unknown[] }; funnel: { stages: { stage: string; value: number }[] } }
    const [activated, target] = [total(last, 'activated') as number, want.target_total]
    expect(unit.trend.points).toEqual([{ value: activated / target, numerator: activated, denominator: target }])
    expect(unit.funnel.stages.map(({ stage, value }) => [stage, value])).toEqual(['eligible', 'received', 'approved', 'activated'].map((stage) => [stage, total(last, stage)]))
  })

  it('districts with a trend each take a bounded number of statements, and add up to the province', async () => {
    const { data, extensions } = await ask(
      `{ units(level: DISTRICT, on: "${last}") { nodes { code trend(metric: ACTIVATED, from: "${first}", to: "${last}") { points { value } } } } }`,
    )
    const { nodes } = data.units as { nodes: { trend: { points: { value: number | null }[] } }[] }
    expect(nodes.length).toBe(11)
    expect(extensions?.statements).toBeLessThanOrEqual(2)
    const sums = dayList(first, last).map((_, i) => nodes.map(({ trend }) => trend.points[i]?.value ?? null))
    expect(sums.map((values) => (values.includes(null) ? null : values.reduce<number>((sum, value) => sum + (value as number), 0)))).toEqual(
      dayList(first, last).map((day) => total(day, 'activated')),
    )
  })

  it('what was wrong with the exports is found, with its place', () => {
    const found = landed.receipts.flatMap(({ file, findings }) => findings.map(({ code, row, column, unit_code }) => [file, code, row, column, unit_code])).sort()
    expect(found).toEqual([
      ['DC01_2023-09-12.xlsx', 'unknown_unit', 193, 'B', '99999'],
      ['DC01_2023-09-25.xlsx', 'not_a_count', 31, 'L', '28300'],
      ['DC01_2023-10-02.xlsx', 'total_mismatch', 193, 'L', null],
    ])
  })
})
