import type { Metric } from '../schema/metric.ts'
import { type Unit, validOn } from '../schema/units.ts'
import type { Revision } from './answers.ts'
import type { Asking } from './asking.ts'
import { textValue } from './facts.ts'
import { counts, type Measure, measureFor, sumOf } from './measure.ts'
import { checkPeriodKeys, type PeriodKeys } from './period.ts'
import { periodFacts } from './period-facts.ts'
import sql from './period-revisions.sql'
import { ALWAYS, type Reading, revisionsOf } from './revisions.ts'
import { compose } from './statement.ts'

export interface PeriodRevisionsKeys extends PeriodKeys {
  readonly metric: Metric
}

const readingOf = (measure: Measure): Reading => ({
  columns: measure.columns,
  read: (row) => (counts(measure, row) ? { numerator: sumOf(measure.numerator, [row]), denominator: measure.denominator && sumOf(measure.denominator, [row]) } : null),
})

/** The versions of the value that a unit's own desk reported of exactly a window, each leading to its file, sheet and row. */
export async function periodRevisions(asking: Asking, unit: Unit, keys: PeriodRevisionsKeys): Promise<Revision[]> {
  const { metric, from, to } = keys
  checkPeriodKeys([metric], keys)
  if (unit.level === 'province' || !validOn(unit, to)) return []
  const measure = measureFor(metric)
  const facts = periodFacts(metric.table, measure.columns, [{ unit, scope: 'own' }], { first: from, last: to }, keys, { asKnownAt: keys.asKnownAt ?? ALWAYS })
  const fragments = { ...facts.fragments, table: metric.table, columns: measure.columns.map((column) => `f.${column}`).join(', ') }
  const scopes = facts.scopes.filter(({ table }) => table !== 'units')
  return revisionsOf(asking, unit.province, metric, readingOf(measure), keys, (known) =>
    asking.engine.rows(compose(sql, fragments, { ...facts.values, ...known, unit_code: textValue(unit.code) }, scopes), asking.signal),
  )
}
