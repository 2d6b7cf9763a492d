import { daysBetween, earlier, shiftDay } from '../schema/days.ts'
import { badInput, InputError } from '../schema/input-error.ts'
import type { Metric } from '../schema/metric.ts'
import type { Unit } from '../schema/units.ts'
import type { Grain, TrendPoint } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import type { Row } from './engine.ts'
import { expectedOn } from './expected.ts'
import { byLevel, columnsOf, dayValue, factsOf, measureOf } from './facts.ts'
import { type Bucket, bucketsOf, periodStart } from './periods.ts'
import { compose } from './statement.ts'
import sql from './trend.sql'

export interface TrendKeys extends AsKnown {
  readonly metric: Metric
  readonly from: string
  readonly to: string
  readonly grain?: Grain
  /** Days, 1 to 366. */
  readonly movingAverage?: number
}

/** How far before `from` the last export is looked for: an older one is none. */
export const LOOKBACK_DAYS = 366

/** Activation is counted by day and has no reporting rounds. */
export function dailyGrain(grain: string): Grain {
  if (grain === 'day' || grain === 'week' || grain === 'month') return grain
  throw new InputError(
    'NOT_AVAILABLE',
    'grain',
    'grain: số liệu kích hoạt không theo đợt báo cáo; hãy dùng day, week hoặc month / activation has no reporting rounds; use day, week or month',
  )
}

/** Throws InputError where a moving average is of no days, or of too many. */
export function checkMovingAverage(n: number | undefined): void {
  if (n !== undefined && (!Number.isInteger(n) || n < 1)) throw badInput('movingAverage', n, 'số ngày từ 1 đến 366 / a number of days from 1 to 366')
  if (n !== undefined && n > LOOKBACK_DAYS)
    throw new InputError('LIMIT_EXCEEDED', 'movingAverage', `movingAverage: ${n} ngày, tối đa ${LOOKBACK_DAYS} / ${n} days, at most ${LOOKBACK_DAYS}`)
}

/** An export with what it says and how it differs from the one before. */
interface Step {
  readonly date: string
  readonly previous: string | null
  readonly change: number | null
  readonly row: Row
}

const bucketSql: Readonly<Record<Grain, string>> = {
  day: 'f.date',
  week: "cast(date_trunc('week', f.date) as date)",
  month: "cast(date_trunc('month', f.date) as date)",
}

function steps(rows: readonly Row[]): Map<string, Step[]> {
  const all = new Map<string, Step[]>()
  for (const row of rows) {
    const unit = row.unit as string
    const step = { date: row.date as string, previous: row.previous as string | null, change: row.change as number | null, row }
    const known = all.get(unit)
    if (known) known.push(step)
    else all.set(unit, [step])
  }
  return all
}

async function exportsOf(asking: Asking, units: readonly Unit[], keys: TrendKeys, grain: Grain): Promise<(readonly Step[])[]> {
  const { metric, from, to, movingAverage } = keys
  const firstBucket = periodStart(from, grain)
  const answers = await byLevel(units, async (ofLevel) => {
    const facts = factsOf(metric.table, columnsOf(metric), ofLevel, { first: shiftDay(firstBucket, -LOOKBACK_DAYS), last: to }, keys)
    const days = { from: dayValue(from), first_bucket: dayValue(firstBucket), first_shown: dayValue(movingAverage ? shiftDay(from, 1 - movingAverage) : from) }
    const statement = compose(sql, { ...facts.fragments, ...measureOf(metric), bucket: bucketSql[grain] }, { ...facts.values, ...days }, facts.scopes)
    return steps(await asking.engine.rows(statement, asking.signal))
  })
  return answers.map((answer) => answer ?? [])
}

/** Sum of the changes of the steps that lie in the last n days, over the days they cover: windows count days, not rows. */
function averageOn(day: string, n: number, exports: readonly Step[]): number | null {
  const start = shiftDay(day, -n)
  let sum = 0
  let days = 0
  for (let i = exports.length - 1; i >= 0; i--) {
    const { date, previous, change } = exports[i] as Step
    if (date > day) continue
    if (date <= start || previous === null || previous < start) break
    if (change === null) continue
    sum += change
    days += daysBetween(previous, date)
  }
  return days === 0 ? null : sum / days
}

/**
 * The periods of a window, each told by its last day with an export. `start`, `end`: the calendar period clipped to
 * the window. `expected` is of that day, of the period's last day where there is no export.
 */
function pointsOf(asking: Asking, unit: Unit, keys: TrendKeys, buckets: readonly Bucket[], exports: readonly Step[]): TrendPoint[] {
  let next = exports.findIndex((step) => step.date >= keys.from)
  if (next < 0) next = exports.length
  const told = buckets.map(({ end }) => ((exports[next]?.date ?? '~') <= end ? exports[next++] : undefined))
  const lasting = (end: string): string => earlier(unit.validTo, end)
  const expected = expectedOn(
    asking.register,
    unit,
    buckets.map(({ start, end }, i) => told[i]?.date ?? (lasting(end) < start ? end : lasting(end))),
  )
  const grain = keys.grain ?? 'day'
  const before = periodStart(shiftDay(periodStart(keys.from, grain), -1), grain)
  return buckets.map(({ start, end }, i) => {
    const step = told[i]
    const adjacent = step !== undefined && step.previous !== null && step.previous >= (buckets[i - 1]?.start ?? before)
    return {
      start,
      end,
      value: (step?.row.value as number) ?? null,
      numerator: (step?.row.numerator as number) ?? null,
      denominator: (step?.row.denominator as number) ?? null,
      change: adjacent ? step.change : null,
      change_since_last: step?.change ?? null,
      change_days: step?.previous ? daysBetween(step.previous, step.date) : null,
      moving_average: null,
      reporting: (step?.row.reporting as number) ?? 0,
      expected: expected[i] as number,
    }
  })
}

/**
 * A metric's course in each of the units, parallel to them, by one statement a level. Between exports nothing is
 * filled in; the moving average is of the day-to-day change up to a period's `end`, whatever the grain.
 */
export async function trend(asking: Asking, units: readonly Unit[], keys: TrendKeys): Promise<TrendPoint[][]> {
  const { movingAverage: n, grain = 'day' } = keys
  const buckets = bucketsOf(keys.from, keys.to, grain)
  checkMovingAverage(n)
  const [exports, daily] = await Promise.all([
    exportsOf(asking, units, grain === 'day' ? keys : { ...keys, movingAverage: undefined }, grain),
    n !== undefined && grain !== 'day' ? exportsOf(asking, units, keys, 'day') : undefined,
  ])
  return units.map((unit, i) => {
    const points = pointsOf(asking, unit, keys, buckets, exports[i] as readonly Step[])
    if (n === undefined) return points
    const from = (daily ?? exports)[i] as readonly Step[]
    return points.map((point) => ({ ...point, moving_average: unit.validFrom <= point.end && point.end <= unit.validTo ? averageOn(point.end, n, from) : null }))
  })
}
