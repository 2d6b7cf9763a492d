import type { Metric } from '../schema/metric.ts'
import { procedureMetrics } from '../schema/procedure-metrics.ts'
import type { Unit } from '../schema/units.ts'
import type { SnapshotRow } from './answers.ts'
import type { Asking } from './asking.ts'
import { type PeriodKeys, periods } from './period.ts'

export interface PeriodSnapshotKeys extends PeriodKeys {
  /** None: all of procedures; of a service or field those that are told by it. */
  readonly metrics?: readonly Metric[] | undefined
}

/** Metrics over a window in each of the units, parallel to them, in the catalogue's order. */
export async function periodSnapshot(asking: Asking, units: readonly Unit[], { metrics, ...keys }: PeriodSnapshotKeys): Promise<SnapshotRow[][]> {
  const broken = keys.service !== undefined || keys.field !== undefined
  const asked = metrics ?? procedureMetrics.filter(({ table }) => !broken || table === 'dossiers')
  const answers = await periods(
    asking,
    units.flatMap((unit) => asked.map((metric) => ({ unit, metric }))),
    keys,
    false,
  )
  return units.map((_, i) => asked.map((metric, n) => ({ metric: metric.code, ...(answers[i * asked.length + n] as (typeof answers)[number]) })))
}
