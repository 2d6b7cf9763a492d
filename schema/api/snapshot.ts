import type { SnapshotRow } from '../../queries/answers.ts'
import { dayAsked, isOfPeriods, windowAsked } from '../../queries/when.ts'
import { metrics } from '../metrics.ts'
import { breakdownFrom, windowArgs } from './breakdown.ts'
import { both, builder } from './builder.ts'
import { CoverageRef, said } from './measured.ts'
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
    printed: t.exposeFloat('printed', { nullable: true, description: said.printed }),
    source: t.exposeString('source', { nullable: true, description: both('SHA-256 của tệp gốc; null khi có nhiều tệp', 'SHA-256 of the raw file; null if several') }),
  }),
})

interface Snapshot {
  readonly on: string | null
  readonly from: string | null
  readonly to: string | null
  readonly rows: readonly SnapshotRow[]
}

const SnapshotRef = builder.objectRef<Snapshot>('Snapshot').implement({
  description: both('Mọi chỉ số của một ngày, hoặc của một kỳ', 'All metrics of a day, or of a period'),
  fields: (t) => ({
    on: t.expose('on', { type: 'Date', nullable: true, description: said.day }),
    from: t.expose('from', { type: 'Date', nullable: true, description: said.from }),
    to: t.expose('to', { type: 'Date', nullable: true, description: said.to }),
    rows: t.field({ type: [SnapshotRowRef], description: both('Theo thứ tự danh mục', 'In the order of the catalogue'), resolve: ({ rows }) => rows as SnapshotRow[] }),
  }),
})

builder.objectField(UnitRef, 'snapshot', (t) =>
  t.field({
    type: SnapshotRef,
    description: both(
      'Các chỉ số kích hoạt của đơn vị trong một ngày (on), hoặc chỉ số thủ tục trong một kỳ (from, to)',
      "The unit's metrics: of activation on a day (on), of procedures over a period (from, to)",
    ),
    args: {
      on: t.arg({ type: 'Date', description: said.day }),
      from: t.arg({ type: 'Date', description: said.from }),
      to: t.arg({ type: 'Date', description: said.to }),
      metrics: t.arg({ type: [MetricCodeRef], description: both('Chỉ các chỉ số này; không ghi là tất cả', 'Only these; all if left out') }),
      ...windowArgs,
    },
    extensions: { entries: () => metrics.length },
    resolve: async ({ unit }, { metrics: codes, ...args }, { batches }) => {
      const asked = codes?.map(metricFrom)
      if (args.on == null && (args.from != null || args.to != null)) {
        const keys = { ...windowAsked(args), metrics: asked, ...breakdownFrom(args) }
        return { on: null, from: keys.from, to: keys.to, rows: asked?.length === 0 ? [] : await batches.periodSnapshot(unit, keys) }
      }
      const other = asked?.find(isOfPeriods)
      if (other) windowAsked(args, other)
      const on = dayAsked(args)
      return { on, from: null, to: null, rows: asked?.length === 0 ? [] : await batches.snapshot(unit, { on, metrics: asked, asKnownAt: args.asKnownAt ?? undefined }) }
    },
  }),
)
