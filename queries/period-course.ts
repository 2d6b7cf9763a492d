import { daysBetween, shiftDay } from '../schema/days.ts'
import type { Metric } from '../schema/metric.ts'
import { grouped } from './grouped.ts'
import type { MemberSum } from './member-sums.ts'
import type { Bucket } from './periods.ts'
import { added, measuredOf, type UnitSum } from './unit-sums.ts'

/** A period of a unit's course. */
export interface Told extends Bucket {
  readonly sum: UnitSum
  /** Whether an export of exactly its days is among what answers. */
  readonly exact: boolean
  /** Against the period that ends the day before, of the members that report in both; null where there is none. */
  readonly change: number | null
  /** The last period before it with a value, and the change against that. */
  readonly last: Bucket | null
  readonly changeSinceLast: number | null
}

type Members = readonly (MemberSum | undefined)[]

/** The change from one period to another, of the members that answer in both. */
export function changeBetween(metric: Metric, before: Members, after: Members): number | null {
  const old = measuredOf(metric, added(before.filter((_, i) => after[i] !== undefined))).value
  const now = measuredOf(metric, added(after.filter((_, i) => before[i] !== undefined))).value
  return old === null || now === null ? null : now - old
}

const length = ({ start, end }: Bucket): number => daysBetween(start, end)

/** Of periods that end on one day the one as long as another, as near as can be. */
function alike(periods: readonly number[], buckets: readonly Bucket[], other: Bucket): number {
  const unlike = (at: number): number => Math.abs(length(buckets[at] as Bucket) - length(other))
  return periods.reduce((best, at) => (unlike(at) < unlike(best) ? at : best))
}

/** Of each period the last one with a value that ends before it begins; of several that end on that day the one as long. Periods come by start. */
function lastBefore(buckets: readonly Bucket[], sums: readonly UnitSum[]): (number | undefined)[] {
  const answered = [...sums.keys()].filter((at) => sums[at]?.numerator !== null)
  const byEnd = [...grouped(answered, (at) => (buckets[at] as Bucket).end)].sort(([a], [b]) => (a < b ? -1 : 1))
  let next = 0
  return buckets.map((bucket) => {
    while (next < byEnd.length && (byEnd[next]?.[0] as string) < bucket.start) next++
    const latest = byEnd[next - 1]?.[1]
    return latest && alike(latest, buckets, bucket)
  })
}

/** A unit's course: periods by start and end, and what each member says of each. */
export function toldOf(metric: Metric, buckets: readonly Bucket[], members: readonly Members[]): Told[] {
  const sums = members.map(added)
  const before = lastBefore(buckets, sums)
  return buckets.map((bucket, at): Told => {
    const sum = sums[at] as UnitSum
    const last = sum.numerator === null ? undefined : before[at]
    const lastBucket = last === undefined ? null : (buckets[last] as Bucket)
    const change = last === undefined ? null : changeBetween(metric, members[last] as Members, members[at] as Members)
    return {
      ...bucket,
      sum,
      exact: (members[at] as Members).some((one) => one?.tiles === 1),
      change: lastBucket?.end === shiftDay(bucket.start, -1) ? change : null,
      last: lastBucket,
      changeSinceLast: change,
    }
  })
}

/** Periods that lie in the last n days up to a point, none of whose days another has; the point itself first, then the latest, then the longest. */
function lying(point: Told, n: number, course: readonly Told[], counts: (one: Told) => boolean): Told[] {
  const start = shiftDay(point.end, 1 - n)
  const inside = course.filter((one) => one.start >= start && one.end <= point.end && counts(one))
  inside.sort((a, b) => Number(b === point) - Number(a === point) || (a.end !== b.end ? (a.end > b.end ? -1 : 1) : a.start < b.start ? -1 : 1))
  const taken: Told[] = []
  for (const one of inside) if (taken.every((other) => one.end < other.start || one.start > other.end)) taken.push(one)
  return taken
}

/**
 * Over the last n days, by the periods that lie in them: of a flow what a day has on average, of a stock what it gained
 * a day, of a rate the sum over the sum.
 */
export function movingAverageOn(metric: Metric, point: Told, n: number, course: readonly Told[]): number | null {
  const stock = metric.kind === 'stock'
  const periods = lying(point, n, course, ({ sum, change }) => (stock ? change !== null : sum.numerator !== null))
  if (periods.length === 0) return null
  const total = (of: (one: Told) => number | null): number => periods.reduce((all, one) => all + (of(one) ?? 0), 0)
  if (metric.denominator !== null) {
    const denominator = total(({ sum }) => sum.denominator)
    return denominator === 0 ? null : total(({ sum }) => sum.numerator) / denominator
  }
  return total(({ sum, change }) => (stock ? change : sum.numerator)) / total((one) => length(one) + 1)
}
