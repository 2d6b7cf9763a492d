import { badInput } from '../schema/input-error.ts'
import type { Metric } from '../schema/metric.ts'
import { type Unit, type UnitLevel, validOn } from '../schema/units.ts'
import type { ComparisonRow, TypeRow } from './answers.ts'
import type { Asking } from './asking.ts'
import { typeRows } from './by-type.ts'
import { comparedLevel, ofTypes } from './comparison.ts'
import { measureFor } from './measure.ts'
import type { MemberSum, MemberSums } from './member-sums.ts'
import { checkPeriodKeys, type PeriodKeys } from './period.ts'
import { changeBetween } from './period-course.ts'
import type { Asked } from './period-facts.ts'
import type { PeriodQuestion } from './period-question.ts'
import { sumsOf } from './period-sums.ts'
import { type Bucket, windowFrom } from './periods.ts'
import { type Compared, rankedRows, rankOfEach } from './ranked-rows.ts'
import { added, deskSums, desksAmong, expectedMembers, measuredOf, membersOf, scopeOf } from './unit-sums.ts'

export interface PeriodTypeKeys extends PeriodKeys {
  readonly metric: Metric
  /** Default: the level right below on the last day. Agencies too, below a province. */
  readonly level?: UnitLevel | undefined
}

export interface PeriodComparisonKeys extends PeriodTypeKeys {
  /** First day of an earlier window as long, that `change` and `rank_change` are against. */
  readonly since?: string | undefined
  readonly types?: readonly string[] | undefined
}

/** What units say in each of some windows. */
async function saidBy(asking: Asking, asked: readonly Asked[], windows: readonly Bucket[], { metric, ...keys }: PeriodTypeKeys): Promise<MemberSums> {
  const question: PeriodQuestion = { ...keys, table: metric.table, measures: [measureFor(metric)], asked }
  return sumsOf(asking, question, windows)
}

const saidOf = (asking: Asking, sums: MemberSums, one: Asked, window: number): (MemberSum | undefined)[] =>
  deskSums(sums, desksAmong(membersOf(asking.register, one)), '', window, 0)

function comparedUnit(asking: Asking, sums: MemberSums, one: Asked, windows: readonly [Bucket, ...Bucket[]], { metric, service }: PeriodTypeKeys): Compared {
  const [now, before] = windows.map((_, window) => saidOf(asking, sums, one, window)) as [(MemberSum | undefined)[], (MemberSum | undefined)[]?]
  const sum = added(now)
  return {
    unit: one.unit,
    ...measuredOf(metric, sum),
    change: before !== undefined && validOn(one.unit, (windows[1] as Bucket).end) ? changeBetween(metric, before, now) : null,
    reporting: sum.reporting,
    expected: expectedMembers(membersOf(asking.register, one), one, windows[0].end, service !== undefined),
  }
}

/** The window asked, and the earlier one it is held against. */
function windowsOf({ from, to, since }: PeriodComparisonKeys): [Bucket, ...Bucket[]] {
  const now = { start: from, end: to }
  if (since === undefined) return [now]
  if (since >= from) throw badInput('since', since, `một ngày trước / a day before from=${from}`)
  return [now, windowFrom(since, now)]
}

/**
 * The units of a level below one, ranked by a metric over a window; each by its own desk unless the whole is asked for.
 * A share is of the parent with all that lies within it.
 */
export async function periodComparison(asking: Asking, unit: Unit, keys: PeriodComparisonKeys): Promise<ComparisonRow[]> {
  checkPeriodKeys([keys.metric], keys)
  const windows = windowsOf(keys)
  const level = comparedLevel(asking, unit, keys.to, keys.level, true)
  if (!validOn(unit, keys.to)) return []
  const of = (one: Unit): Asked => ({ unit: one, scope: scopeOf(one, keys.scope) })
  const units = ofTypes(asking.register.below(unit, level, keys.to), keys.types)
  const [, before] = windows
  const old = before && validOn(unit, before.end) ? ofTypes(asking.register.below(unit, level, before.end), keys.types) : []
  const parent: Asked = { unit, scope: 'subtree' }
  const sums = await saidBy(asking, [...units.map(of), ...old.map(of), ...(keys.metric.denominator === null ? [parent] : [])], windows, keys)
  const ranks = rankOfEach(old, keys.metric, (one) => measuredOf(keys.metric, added(saidOf(asking, sums, of(one), 1))).value)
  const total = keys.metric.denominator === null ? (added(saidOf(asking, sums, parent, 0)).numerator ?? 0) : 0
  return rankedRows(
    units.map((one) => comparedUnit(asking, sums, of(one), windows, keys)),
    keys.metric,
    ranks,
    total,
  )
}

/** A metric over a window by type of unit at a level below one. */
export async function periodByType(asking: Asking, unit: Unit, keys: PeriodTypeKeys): Promise<TypeRow[]> {
  checkPeriodKeys([keys.metric], keys)
  const level = comparedLevel(asking, unit, keys.to, keys.level, true)
  if (!validOn(unit, keys.to)) return []
  const windows: [Bucket] = [{ start: keys.from, end: keys.to }]
  const asked = asking.register.below(unit, level, keys.to).map((one): Asked => ({ unit: one, scope: scopeOf(one, keys.scope) }))
  const sums = await saidBy(asking, asked, windows, keys)
  return typeRows(
    keys.metric,
    asked.map((one) => comparedUnit(asking, sums, one, windows, keys)),
  )
}
