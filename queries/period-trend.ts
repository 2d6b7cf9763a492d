import { daysBetween, earlier, shiftDay } from '../schema/days.ts'
import { InputError } from '../schema/input-error.ts'
import type { Metric } from '../schema/metric.ts'
import type { TrendPoint } from './answers.ts'
import type { Asking } from './asking.ts'
import { grouped } from './grouped.ts'
import { measureFor } from './measure.ts'
import { checkPeriodKeys, type PeriodKeys, type PeriodPart } from './period.ts'
import { movingAverageOn, type Told, toldOf } from './period-course.ts'
import type { Asked } from './period-facts.ts'
import { type PeriodQuestion, windowsFor } from './period-question.ts'
import { sumsOf } from './period-sums.ts'
import { type Bucket, bucketsOf, periodStart } from './periods.ts'
import type { Span } from './tiling.ts'
import { checkMovingAverage, LOOKBACK_DAYS } from './trend.ts'
import { deskSums, desksAmong, expectedMembers, measuredOf, membersOf, scopeOf } from './unit-sums.ts'

/** A round is a window that an export is of; weeks and months are tiled. */
export type PeriodGrain = 'week' | 'month' | 'round'

export interface PeriodTrendKeys extends PeriodKeys {
  readonly grain: PeriodGrain
  /** Days, 1 to 366. */
  readonly movingAverage?: number | undefined
}

/** Procedure statistics are of no single day. */
export function periodGrain(grain: string): PeriodGrain {
  if (grain === 'week' || grain === 'month' || grain === 'round') return grain
  throw new InputError(
    'NOT_AVAILABLE',
    'grain',
    'grain: thống kê thủ tục không theo ngày; hãy dùng round (đợt báo cáo), week hoặc month / procedure statistics are not by day; use round, week or month',
  )
}

/** The calendar periods of the window, and before it those that its first change and moving average reach back to. */
function calendar({ from, to, movingAverage = 1 }: PeriodTrendKeys, grain: 'week' | 'month'): Bucket[] {
  const shown = bucketsOf(from, to, grain)
  const first = periodStart(from, grain)
  const back = earlier(periodStart(shiftDay(first, -1), grain), periodStart(shiftDay(shown[0]?.end ?? from, 1 - movingAverage), grain))
  return [...bucketsOf(back, shiftDay(first, -1), grain), ...shown]
}

/** Every window that an export is of, by start, then end. */
const rounds = (windows: readonly Span[]): Bucket[] =>
  windows.map(({ first, last }) => ({ start: first, end: last })).sort((a, b) => (a.start !== b.start ? (a.start < b.start ? -1 : 1) : a.end < b.end ? -1 : 1))

function pointsOf(metric: Metric, told: readonly Told[], keys: PeriodTrendKeys, expected: (day: string) => number): TrendPoint[] {
  const shown = told.filter(({ start, exact }) => start >= keys.from && (keys.grain !== 'round' || exact))
  return shown.map((point) => ({
    start: point.start,
    end: point.end,
    ...measuredOf(metric, point.sum),
    change: point.change,
    change_since_last: point.changeSinceLast,
    change_days: point.last === null ? null : daysBetween(point.last.end, point.end),
    moving_average: keys.movingAverage === undefined ? null : movingAverageOn(metric, point, keys.movingAverage, told),
    reporting: point.sum.reporting,
    expected: expected(point.end),
  }))
}

/** Parts of one table. */
async function ofTable(asking: Asking, parts: readonly PeriodPart[], keys: PeriodTrendKeys): Promise<TrendPoint[][]> {
  const metrics = [...new Set(parts.map(({ metric }) => metric))]
  const asked = new Map([...new Set(parts.map(({ unit }) => unit))].map((unit): [PeriodPart['unit'], Asked] => [unit, { unit, scope: scopeOf(unit, keys.scope) }]))
  const question: PeriodQuestion = { ...keys, table: (metrics[0] as Metric).table, measures: metrics.map(measureFor), asked: [...asked.values()] }
  const buckets = keys.grain === 'round' ? rounds(await windowsFor(asking, question, { first: shiftDay(keys.from, -LOOKBACK_DAYS), last: keys.to })) : calendar(keys, keys.grain)
  const sums = await sumsOf(asking, question, buckets)
  return parts.map(({ unit, metric }) => {
    const one = asked.get(unit) as Asked
    const members = membersOf(asking.register, one)
    const desks = desksAmong(members)
    const periods = buckets.map((bucket, at) => ({
      bucket,
      members: unit.validFrom <= bucket.end && bucket.end <= unit.validTo ? deskSums(sums, desks, '', at, metrics.indexOf(metric)) : [],
    }))
    // A round is the unit's own: what others report of is no period of its course.
    const own = keys.grain === 'round' ? periods.filter(({ members }) => members.some((one) => one?.tiles === 1)) : periods
    const told = toldOf(
      metric,
      own.map(({ bucket }) => bucket),
      own.map((period) => period.members),
    )
    return pointsOf(metric, told, keys, (day) => expectedMembers(members, one, day, keys.service !== undefined))
  })
}

/**
 * The course of each part's metric, parallel to them. A week or month is tiled by exports or has no value; a round is
 * told where an export of exactly its days is there. `change` is against the period that ends the day before.
 */
export async function periodTrend(asking: Asking, parts: readonly PeriodPart[], keys: PeriodTrendKeys): Promise<TrendPoint[][]> {
  checkPeriodKeys(
    parts.map(({ metric }) => metric),
    keys,
  )
  checkMovingAverage(keys.movingAverage)
  const answers = new Map<PeriodPart, TrendPoint[]>()
  await Promise.all(
    [...grouped(parts, ({ metric }) => metric.table).values()].map(async (list) => {
      for (const [i, points] of (await ofTable(asking, list, keys)).entries()) answers.set(list[i] as PeriodPart, points)
    }),
  )
  return parts.map((part) => answers.get(part) as TrendPoint[])
}
