import { activationMetrics } from '../schema/activation-metrics.ts'
import type { Metric } from '../schema/metric.ts'
import { type Unit, validOn } from '../schema/units.ts'
import type { SnapshotRow } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import { sourceSql } from './cell-origin.ts'
import type { Row } from './engine.ts'
import { expectedOf } from './expected.ts'
import { byLevel, columnsOf, factsOf } from './facts.ts'
import sql from './snapshot.sql'
import { compose, identifier } from './statement.ts'

export interface SnapshotKeys extends AsKnown {
  readonly on: string
  /** None: all of activation. */
  readonly metrics?: readonly Metric[] | undefined
}

/** A count, and the file its cell comes from. */
const cellOf = (column: string): string => `f.${column}, ${sourceSql(column)} as ${column}_source`

function measure({ numerator, denominator }: Metric, n: number): string {
  const counted = denominator ? `${numerator} is not null and ${denominator} is not null` : `${numerator} is not null`
  const sum = (column: string): string => `cast(sum(case when ${counted} then ${column} end) as bigint)`
  const source = (pick: 'least' | 'greatest'): string => (denominator ? `${pick}(${numerator}_source, ${denominator}_source)` : `${numerator}_source`)
  return [
    `${sum(numerator)} as m${n}_numerator`,
    `${denominator ? sum(denominator) : 'cast(null as bigint)'} as m${n}_denominator`,
    `count(case when ${counted} then 1 end) as m${n}_reporting`,
    `min(case when ${counted} then ${source('least')} end) as m${n}_first`,
    `max(case when ${counted} then ${source('greatest')} end) as m${n}_last`,
  ].join(', ')
}

function rowOf(metric: Metric, n: number, row: Row | undefined, expected: number): SnapshotRow {
  const count = (name: string): number | null => (row?.[`m${n}_${name}`] ?? null) as number | null
  const [numerator, denominator] = [count('numerator'), count('denominator')]
  return {
    metric: metric.code,
    value: metric.denominator === null ? numerator : numerator === null || !denominator ? null : numerator / denominator,
    numerator,
    denominator,
    reporting: count('reporting') ?? 0,
    expected,
    source: row?.[`m${n}_first`] === row?.[`m${n}_last`] ? ((row?.[`m${n}_first`] ?? null) as string | null) : null,
  }
}

/** Metrics on one day in each of the units, parallel to them, in the catalogue's order; one statement a level. */
export async function snapshot(asking: Asking, units: readonly Unit[], keys: SnapshotKeys): Promise<SnapshotRow[][]> {
  const { on, metrics = activationMetrics } = keys
  const columns = [...new Set(metrics.flatMap(columnsOf))].map(identifier)
  const rows = await byLevel(units, async (ofLevel) => {
    const facts = factsOf('activation', [...columns, 'source', 'carried'], ofLevel, { first: on, last: on }, keys)
    const fragments = { ...facts.fragments, cells: columns.map(cellOf).join(', '), measures: metrics.map(measure).join(', ') }
    const answer = await asking.engine.rows(compose(sql, fragments, facts.values, facts.scopes), asking.signal)
    return new Map(answer.map((row) => [row.unit as string, row]))
  })
  return units.map((unit, i) => {
    const expected = expectedOf(asking.register, unit, on)
    return metrics.map((metric, n) => rowOf(metric, n, validOn(unit, on) ? rows[i] : undefined, expected))
  })
}
