import type { SnapshotRow } from '../../queries/answers.ts'
import { metrics } from '../metrics.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg, CoverageRef, said } from './measured.ts'
import { MetricCodeRef, MetricRef, metricFrom } from './metric.ts'
import { UnitRef } from './unit.ts'

const SnapshotRowRef = builder.objectRef<SnapshotRow>('SnapshotRow').implement({
  description: both('Một chỉ số trong ngày', 'A metric on the day'),
  fields: (t) => ({
    metric: t.field({ type: MetricRef, description: said.metric, resolve: (row) => metricFrom(row.metric) }),
    value: t.exposeFloat('value', { nullable: true, description: said.value }),
    numerator: t.exposeFloat('numerator', { nullable: true, description: said.numerator }),
    denominator: t.exposeFloat('denominator', { nullable: true, description: said.denominator }),
    coverage: t.field({ type: CoverageRef, description: said.coverage, resolve: (row) => row }),
    source: t.exposeString('source', { nullable: true, description: both('SHA-256 của tệp gốc; null khi có nhiều tệp', 'SHA-256 of the raw file; null if several') }),
  }),
})

const SnapshotRef = builder.objectRef<{ readonly on: string; readonly rows: readonly SnapshotRow[] }>('Snapshot').implement({
  description: both('Mọi chỉ số của một ngày', 'All metrics of a day'),
  fields: (t) => ({
    on: t.expose('on', { type: 'Date', description: said.on }),
    rows: t.field({ type: [SnapshotRowRef], description: both('Theo thứ tự danh mục', 'In the order of the catalogue'), resolve: ({ rows }) => rows as SnapshotRow[] }),
  }),
})

builder.objectField(UnitRef, 'snapshot', (t) =>
  t.field({
    type: SnapshotRef,
    description: both('Các chỉ số của đơn vị trong một ngày', "The unit's metrics on a day"),
    args: {
      on: t.arg({ type: 'Date', required: true, description: said.on }),
      metrics: t.arg({ type: [MetricCodeRef], description: both('Chỉ các chỉ số này; không ghi là tất cả', 'Only these; all if left out') }),
      ...asKnownAtArg,
    },
    extensions: { entries: () => metrics.length },
    resolve: async ({ unit }, { on, metrics: codes, asKnownAt }, { batches }) => ({
      on,
      rows: codes?.length === 0 ? [] : await batches.snapshot(unit, { on, metrics: codes?.map(metricFrom), asKnownAt: asKnownAt ?? undefined }),
    }),
  }),
)
