import type { TableName } from '../schema/columns.ts'
import type { FactTableName } from '../schema/fact-columns.ts'
import { fieldName } from '../schema/field-name.ts'
import { fullCode, type Unit } from '../schema/units.ts'
import type { AsKnown } from './asking.ts'
import type { Parameter, Scope } from './engine.ts'
import { countValue, dayValue, type Facts, known, momentValue, provincesOf, textValue } from './facts.ts'
import members from './members.sql'
import type { Span } from './tiling.ts'

/** A unit whose own desk is meant, or all that lies within it. */
export interface Asked {
  readonly unit: Unit
  readonly scope: 'own' | 'subtree'
}

/** Which rows of a table of periods: those of all dossiers, of one service or field, or of each of them. */
export interface Breakdown {
  readonly service?: string | undefined
  readonly field?: string | undefined
  readonly by?: 'service' | 'field' | undefined
}

/** Values that stand in the SQL only where there is one. */
type Values = Record<string, Parameter | readonly Parameter[]>

/** The blank {within}: which units' own desks are added up; a superset is narrowed by who asks (unit-sums.ts). */
function within(asked: readonly Asked[]): { sql: string; values: Values } {
  const whole = (level: Unit['level']): Unit[] => asked.filter(({ unit, scope }) => scope === 'subtree' && unit.level === level).map(({ unit }) => unit)
  const codes = (units: readonly Unit[]): Parameter[] => [...new Set(units.map(({ code }) => code))].map(textValue)
  const [provinces, districts] = [codes(whole('province')), codes(whole('district'))]
  const inWhole = new Set(whole('province').map(({ code }) => code))
  const alone = asked.filter(({ unit, scope }) => !inWhole.has(unit.province) && !(scope === 'subtree' && unit.level === 'district')).map(({ unit }) => unit)
  const units = [...new Set(alone.map(fullCode))].map(textValue)
  const conditions: [readonly Parameter[], string, string][] = [
    [provinces, 'provinces_whole', 'u.province in (:provinces_whole)'],
    [districts, 'districts_whole', "(u.level in ('district', 'commune') and (u.code in (:districts_whole) or u.district in (:districts_whole)))"],
    [units, 'units', "case when u.level = 'agency' then u.province || '/' else '' end || u.code in (:units)"],
  ]
  const there = conditions.filter(([list]) => list.length > 0)
  return { sql: there.map(([, , sql]) => sql).join(' or ') || '1 = 0', values: Object.fromEntries(there.map(([list, name]) => [name, list])) }
}

/** The blanks {breakdown} and {key}. A table without services answers as one whose rows are all of every dossier. */
function broken(table: FactTableName, { service, field, by }: Breakdown): { breakdown: string; key: string; values: Values } {
  const none = { key: "''", values: {} }
  if (table !== 'dossiers') return { ...none, breakdown: service === undefined && field === undefined && by === undefined ? '1 = 1' : '1 = 0' }
  if (by !== undefined) return { key: `f.${by}`, values: {}, breakdown: `f.${by} is not null` }
  if (service !== undefined) return { ...none, values: { service: textValue(service) }, breakdown: 'f.service = :service' }
  if (field !== undefined) return { ...none, values: { field: textValue(fieldName(field)) }, breakdown: 'f.field = :field' }
  return { ...none, breakdown: 'f.service is null and f.field is null' }
}

/** What questions over a table of periods put into their blanks: rows that lie inside a span, of the units asked. */
export function periodFacts(table: FactTableName, columns: readonly string[], asked: readonly Asked[], span: Span, breakdown: Breakdown, { asKnownAt }: AsKnown): Facts {
  const provinces = provincesOf(asked.map(({ unit }) => unit))
  const years = [Number(span.first.slice(0, 4)), Number(span.last.slice(0, 4))] as const
  const scope = (name: TableName): Scope => ({ table: name, provinces, years })
  const [units, part] = [within(asked), broken(table, breakdown)]
  return {
    fragments: { facts: known(table, ['province', ...columns], asKnownAt), members, within: units.sql, breakdown: part.breakdown, key: part.key },
    values: {
      ...units.values,
      ...part.values,
      provinces: provinces.map(textValue),
      first_year: countValue(years[0]),
      last_year: countValue(years[1]),
      first_day: dayValue(span.first),
      last_day: dayValue(span.last),
      ...(asKnownAt !== undefined && { as_known_at: momentValue(asKnownAt) }),
    },
    scopes: [scope(table), ...(asKnownAt === undefined ? [] : [scope(`${table}_superseded`)]), { table: 'units', provinces: null, years: null }],
  }
}
