import { activationMetrics } from '../schema/activation-metrics.ts'
import { dayList, earlier, shiftDay } from '../schema/days.ts'
import { activationCounts } from '../schema/fact-columns.ts'
import { type Unit, validOn } from '../schema/units.ts'
import type { CheckRow } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import countersSql from './checks-counters.sql'
import coverageSql from './checks-coverage.sql'
import { countValue, dayValue, factsOf } from './facts.ts'
import { checkWindow, MOST_POINTS } from './periods.ts'
import { compose, identifier } from './statement.ts'
import { LOOKBACK_DAYS } from './trend.ts'

export interface ChecksKeys extends AsKnown {
  readonly from: string
  readonly to: string
}

/** Days of gains before a day that it is held against, and the one step before them. */
const GAINS_DAYS = 29
/** Accounts a day below which no gain is a jump. */
export const LEAST_JUMP = 30

const counters = activationMetrics.filter((metric) => metric.counter).map((metric) => identifier(metric.numerator))
const lastKnown = counters
  .map((name) => `max_by(${name}, case when ${name} is not null then date end) as ${name}, max(case when ${name} is not null then date end) as ${name}_date`)
  .join(', ')
/** One below the other by a list of names, not by a scan a counter: Trino plans each scan again wherever the series is used, and refuses more than 150 stages. */
const below = `cross join (values ${counters.map((name) => `('${name}')`).join(', ')}) m(metric)`
const ofMetric = (table: string, ending: string): string => `case m.metric ${counters.map((name) => `when '${name}' then ${table}.${name}${ending}`).join(' ')} end`
const series = `select code, since, metric, date, value from (
  select c.code, c.since, m.metric, c.date, ${ofMetric('c', '')} as value from cells c ${below} where c.date >= :window_start
  union all
  select o.code, o.since, m.metric, ${ofMetric('o', '_date')} as date, ${ofMetric('o', '')} as value from opening o ${below}
) s where value is not null`
const anyCount = `coalesce(${activationCounts.map(({ name }) => `f.${identifier(name)}`).join(', ')}) is not null`

async function counterRows(asking: Asking, unit: Unit, keys: ChecksKeys): Promise<CheckRow[]> {
  const facts = factsOf('activation', counters, [unit], { first: shiftDay(keys.from, -LOOKBACK_DAYS), last: keys.to }, keys)
  const fragments = { ...facts.fragments, counters: counters.map((name) => `f.${name}`).join(', '), last_known: lastKnown, series }
  const values = { ...facts.values, from: dayValue(keys.from), window_start: dayValue(shiftDay(keys.from, -GAINS_DAYS)), least: countValue(LEAST_JUMP) }
  return (await asking.engine.rows(compose(countersSql, fragments, values, facts.scopes), asking.signal)) as unknown as CheckRow[]
}

async function coverageRows(asking: Asking, unit: Unit, keys: ChecksKeys): Promise<CheckRow[]> {
  const columns = activationCounts.map(({ name }) => name)
  const facts = factsOf('activation', columns, [unit], { first: keys.from, last: keys.to }, keys)
  const rows = await asking.engine.rows(compose(coverageSql, { ...facts.fragments, any_count: anyCount }, facts.values, facts.scopes), asking.signal)
  const row = (code: CheckRow['code'], date: string, unit_code: string): CheckRow => ({ code, date, unit_code, metric: null, value: null, previous: null })
  const there = new Set(rows.map(({ date }) => date))
  const last = earlier(keys.to, asking.today)
  const missing = dayList(keys.from, last).filter((day) => !there.has(day) && validOn(unit, day))
  return [
    ...missing.map((day) => row('missing_day', day, unit.code)),
    ...rows.filter(({ unit_code }) => unit_code !== null).map(({ date, unit_code }) => row('missing_unit', date as string, unit_code as string)),
  ]
}

const orderOf = ({ date, unit_code, code, metric }: CheckRow): string => `${date} ${unit_code} ${code} ${metric ?? ''}`

/** What only several exports together show: counters that fell or jumped, days and communes that are missing. */
export async function checks(asking: Asking, unit: Unit, keys: ChecksKeys): Promise<CheckRow[]> {
  checkWindow(keys.from, keys.to, MOST_POINTS)
  if (unit.level === 'agency') return []
  const rows = (await Promise.all([counterRows(asking, unit, keys), coverageRows(asking, unit, keys)])).flat()
  return rows
    .map((row) => [orderOf(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)
}
