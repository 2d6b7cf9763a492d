import { earlier } from '../schema/days.ts'
import { badInput } from '../schema/input-error.ts'
import type { Metric } from '../schema/metric.ts'
import { type Unit, type UnitLevel, validOn } from '../schema/units.ts'
import type { ComparisonRow } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import sql from './comparison.sql'
import type { Row } from './engine.ts'
import { expectedOf } from './expected.ts'
import { columnsOf, dayValue, factsOf, measureOf } from './facts.ts'
import { type Compared, rankedRows, rankOfEach } from './ranked-rows.ts'
import type { Ranked } from './ranking.ts'
import { compose } from './statement.ts'

export interface ComparisonKeys extends AsKnown {
  readonly metric: Metric
  readonly on: string
  /** Default: the level right below on that day. */
  readonly level?: UnitLevel | undefined
  /** An earlier day that `change` and `rank_change` are against. */
  readonly since?: string | undefined
  /** Types of unit (xã, phường …), however their letters are cased: these alone are listed and ranked. */
  readonly types?: readonly string[] | undefined
}

const levels: readonly UnitLevel[] = ['province', 'district', 'commune']
const member: Partial<Record<UnitLevel, string>> = { province: "substr(c.unit, 1, strpos(c.unit, '@') - 1)", district: 'c.district', commune: 'c.code' }

/** The level compared: the one asked for, else the one right below on that day. Agencies stand below a province only. */
export function comparedLevel(asking: Asking, unit: Unit, on: string, level: UnitLevel | undefined, withAgencies = false): UnitLevel {
  const own = levels.indexOf(unit.level)
  if (level === undefined) return unit.level === 'province' && asking.register.below(unit, 'district', on).length > 0 ? 'district' : 'commune'
  if (level === 'agency' && withAgencies && (unit.level === 'province' || unit.level === 'agency')) return level
  const allowed = [...levels.slice(Math.max(own, 0)), ...(withAgencies && unit.level === 'province' ? ['agency'] : [])]
  if (!allowed.includes(level)) throw badInput('level', level, allowed.join('|'))
  return level
}

/** What communes say of a metric on a day, by the unit of a level they lie in. One key is null: communes in none. */
export async function memberSums(asking: Asking, unit: Unit, level: UnitLevel, keys: ComparisonKeys): Promise<ReadonlyMap<string | null, Row>> {
  if (unit.level === 'agency') return new Map()
  const { metric, on, since = on } = keys
  const facts = factsOf(metric.table, columnsOf(metric), [unit], { first: earlier(since, on), last: on }, keys)
  const statement = compose(
    sql,
    { ...facts.fragments, ...measureOf(metric), member: member[level] as string },
    { ...facts.values, day: dayValue(on), since: dayValue(since) },
    facts.scopes,
  )
  const rows = await asking.engine.rows(statement, asking.signal)
  return new Map(rows.map((row) => [row.unit_code as string | null, row]))
}

/** Those of some types, however their letters are cased. */
export function ofTypes(units: Unit[], types: readonly string[] | undefined): Unit[] {
  if (types === undefined) return units
  const wanted = new Set(types.map((type) => type.trim().normalize('NFC').toLowerCase()))
  return units.filter((unit) => wanted.has(unit.type.toLowerCase()))
}

/** Ranks on the earlier day: among the units of that day, by that day's values. */
function ranksBefore(asking: Asking, unit: Unit, level: UnitLevel, keys: ComparisonKeys, sums: ReadonlyMap<string | null, Row>): ReadonlyMap<Unit, Ranked> {
  if (keys.since === undefined || !validOn(unit, keys.since)) return new Map()
  const units = ofTypes(asking.register.below(unit, level, keys.since), keys.types)
  return rankOfEach(units, keys.metric, ({ code }) => (sums.get(code)?.value_before ?? null) as number | null)
}

/**
 * The units of a level below one, ranked by a metric on a day; a row each, without a value at the end. A share is of
 * what all of the parent's communes report, whatever `types` lists.
 */
export async function comparison(asking: Asking, unit: Unit, keys: ComparisonKeys): Promise<ComparisonRow[]> {
  const { metric, on, since } = keys
  if (since !== undefined && since > on) throw badInput('since', since, `một ngày không sau / a day not after on=${on}`)
  const level = comparedLevel(asking, unit, on, keys.level)
  if (!validOn(unit, on)) return []
  const units = ofTypes(asking.register.below(unit, level, on), keys.types)
  const sums = await memberSums(asking, unit, level, keys)
  const number = (code: string, name: string): number | null => (sums.get(code)?.[name] ?? null) as number | null
  const total = metric.denominator ? 0 : [...sums.values()].reduce((sum, row) => sum + ((row.value as number | null) ?? 0), 0)
  const compared = units.map(
    (one): Compared => ({
      unit: one,
      value: number(one.code, 'value'),
      numerator: number(one.code, 'numerator'),
      denominator: number(one.code, 'denominator'),
      change: since !== undefined && validOn(one, since) ? number(one.code, 'change') : null,
      reporting: number(one.code, 'reporting') ?? 0,
      expected: level === 'commune' ? 1 : expectedOf(asking.register, one, on),
    }),
  )
  return rankedRows(compared, metric, ranksBefore(asking, unit, level, keys, sums), total)
}
