import type { TableName } from '../schema/columns.ts'
import { type FactTable, type FactTableName, factTables } from '../schema/fact-columns.ts'
import type { Metric } from '../schema/metric.ts'
import { type Unit, type UnitLevel, unitKey } from '../schema/units.ts'
import type { AsKnown } from './asking.ts'
import communes from './communes.sql'
import type { Parameter, Scope } from './engine.ts'
import { identifier } from './statement.ts'

/** What a question over facts puts into its blanks, and what of the lake that opens. */
export interface Facts {
  readonly fragments: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, Parameter | readonly Parameter[]>>
  readonly scopes: readonly Scope[]
}

export const dayValue = (value: string): Parameter => ({ type: 'date', value })
export const textValue = (value: string): Parameter => ({ type: 'text', value })
export const countValue = (value: number): Parameter => ({ type: 'bigint', value })
export const momentValue = (value: number): Parameter => ({ type: 'timestamp', value })

const below: Readonly<Record<UnitLevel, string>> = {
  province: 'c.province = a.code',
  district: 'c.district = a.code and c.province = a.province',
  commune: 'c.code = a.code and c.valid_from = a.valid_from',
  agency: 'false',
}

/** Partitions are named in the WHERE too: Trino and Athena prune by it, DuckDB opens no others anyway. A period lies inside the days as a whole. */
const inPlace: Readonly<Record<FactTable['day'], string>> = {
  date: 'province in (:provinces) and year between :first_year and :last_year and date between :first_day and :last_day',
  last: 'province in (:provinces) and year between :first_year and :last_year and "first" >= :first_day and "last" <= :last_day',
}

/** `first` and `last` are words of SQL too. */
const columnList = (names: readonly string[]): string => [...new Set(names)].map((name) => (name === 'first' || name === 'last' ? `"${name}"` : identifier(name))).join(', ')

/**
 * The fragment {facts}: columns of a fact table's rows between two days, current or as they were known. A commit that
 * died half way leaves a superseded row whose version is still current, and one that lost a race one that ended too late:
 * of a key the newest version known at the moment counts, once. Codes of agencies are each province's own, so it is of the key.
 */
export function known(table: FactTableName, columns: readonly string[], asKnownAt: number | undefined): string {
  const { key, day } = factTables[table]
  const keyNames = key.map(({ name }) => name)
  if (asKnownAt === undefined) return `(select ${columnList([...keyNames, ...columns])} from ${table} where ${inPlace[day]})`
  const version = columnList([...keyNames, 'province', ...columns])
  const rows = (name: TableName): string => `select ${version}, landed_at from ${name} where ${inPlace[day]} and landed_at <= :as_known_at`
  const both = `${rows(table)} union all ${rows(`${table}_superseded`)} and superseded_at > :as_known_at`
  const newest = `row_number() over (partition by ${columnList([...keyNames, 'province'])} order by landed_at desc) as age`
  return `(select ${columnList([...keyNames, ...columns])} from (select *, ${newest} from (${both}) v) w where age = 1)`
}

export const provincesOf = (units: readonly Unit[]): string[] => [...new Set(units.map((unit) => unit.province))].sort()

/** Facts of the communes below units of one level, from one day to another; opens their provinces and years alone. */
export function factsOf(table: FactTableName, columns: readonly string[], units: readonly Unit[], days: { first: string; last: string }, { asKnownAt }: AsKnown): Facts {
  const level = units[0]?.level ?? 'agency'
  const provinces = provincesOf(units)
  const years = [Number(days.first.slice(0, 4)), Number(days.last.slice(0, 4))] as const
  const scope = (name: TableName): Scope => ({ table: name, provinces, years })
  return {
    fragments: { facts: known(table, columns, asKnownAt), communes, below: below[level] },
    values: {
      level: textValue(level),
      units: [...new Set(units.map(unitKey))].map(textValue),
      provinces: provinces.map(textValue),
      first_year: countValue(years[0]),
      last_year: countValue(years[1]),
      first_day: dayValue(days.first),
      last_day: dayValue(days.last),
      ...(asKnownAt !== undefined && { as_known_at: momentValue(asKnownAt) }),
    },
    scopes: [scope(table), ...(asKnownAt === undefined ? [] : [scope(`${table}_superseded`)]), { table: 'units', provinces: null, years: null }],
  }
}

export const columnsOf = (metric: Metric): string[] => [metric.numerator, ...(metric.denominator ? [metric.denominator] : [])]

const ratio = (numerator: string, denominator: string): string => `cast(${numerator} as double) / nullif(${denominator}, 0)`

/** What a metric contributes to a question's SQL. In a rate a commune counts only with both numerator and denominator. */
export function measureOf({ numerator, denominator }: Metric): Readonly<Record<string, string>> {
  return {
    numerator: `f.${identifier(numerator)}`,
    denominator: denominator ? `f.${identifier(denominator)}` : 'cast(null as bigint)',
    counted: [numerator, ...(denominator ? [denominator] : [])].map((name) => `f.${identifier(name)} is not null`).join(' and '),
    value: denominator ? ratio('numerator', 'denominator') : 'numerator',
    value_before: denominator ? ratio('all_before_numerator', 'all_before_denominator') : 'all_before_numerator',
    change: denominator ? `${ratio('both_numerator', 'both_denominator')} - ${ratio('before_numerator', 'before_denominator')}` : 'both_numerator - before_numerator',
  }
}

/** Answers in the order of the units asked: one statement a level, since `below` differs by it. */
export async function byLevel<T>(units: readonly Unit[], ask: (units: readonly Unit[]) => Promise<ReadonlyMap<string, T>>): Promise<(T | undefined)[]> {
  const levels = [...new Set(units.map((unit) => unit.level))].filter((level) => level !== 'agency')
  const answers = await Promise.all(levels.map((level) => ask(units.filter((unit) => unit.level === level))))
  const all = new Map(answers.flatMap((answer) => [...answer]))
  return units.map((unit) => all.get(unitKey(unit)))
}
