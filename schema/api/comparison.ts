import type { ComparisonRow } from '../../queries/answers.ts'
import { comparison } from '../../queries/comparison.ts'
import { periodComparison } from '../../queries/period-comparison.ts'
import { dayAsked, isOfPeriods, windowAsked } from '../../queries/when.ts'
import type { Metric } from '../metric.ts'
import type { Register, Unit } from '../units.ts'
import { breakdownFrom, windowArgs } from './breakdown.ts'
import { both, builder } from './builder.ts'
import { CoverageRef, said } from './measured.ts'
import { MetricCodeRef, MetricRef, metricFrom } from './metric.ts'
import { UnitLevelRef, UnitRef } from './unit.ts'
import { type UnitOn, unitOn } from './unit-on.ts'

interface Compared {
  readonly row: ComparisonRow
  readonly unit: UnitOn
}

const ComparisonRowRef = builder.objectRef<Compared>('ComparisonRow').implement({
  description: both('Một đơn vị được so sánh', 'A unit compared'),
  fields: (t) => ({
    rank: t.int({
      nullable: true,
      description: both('Thứ hạng; bằng nhau thì đồng hạng; null khi không có giá trị', 'Rank; equals share it; null without a value'),
      resolve: ({ row }) => row.rank,
    }),
    unit: t.expose('unit', { type: UnitRef, description: both('Đơn vị', 'The unit') }),
    value: t.float({ nullable: true, description: said.value, resolve: ({ row }) => row.value }),
    numerator: t.float({ nullable: true, description: said.numerator, resolve: ({ row }) => row.numerator }),
    denominator: t.float({ nullable: true, description: said.denominator, resolve: ({ row }) => row.denominator }),
    change: t.float({
      nullable: true,
      description: both('So với since; chỉ các đơn vị có số ở cả hai đầu', 'Against since; only units reporting at both ends'),
      resolve: ({ row }) => row.change,
    }),
    rankChange: t.int({
      nullable: true,
      description: both('Số hạng thay đổi so với since; dương là lên hạng', 'Ranks moved against since; positive: climbed'),
      resolve: ({ row }) => row.rank_change,
    }),
    share: t.float({
      nullable: true,
      description: both('Phần trong giá trị của cấp trên; null với tỷ lệ', "Part of the parent's value; null for a rate"),
      resolve: ({ row }) => row.share,
    }),
    percentile: t.float({
      nullable: true,
      description: both('Phần các đơn vị có hạng mà giá trị không tốt hơn, kể cả chính nó', 'Part of the ranked units whose value is not better, itself included'),
      resolve: ({ row }) => row.percentile,
    }),
    coverage: t.field({ type: CoverageRef, description: said.coverage, resolve: ({ row }) => row }),
  }),
})

interface Comparison {
  readonly metric: Metric
  readonly rows: readonly Compared[]
}

const ComparisonRef = builder.objectRef<Comparison>('Comparison').implement({
  description: both('So sánh các đơn vị bên dưới', 'Comparison of the units below'),
  fields: (t) => ({
    metric: t.expose('metric', { type: MetricRef, description: said.metric }),
    rows: t.field({
      type: [ComparisonRowRef],
      description: both('Theo thứ hạng, rồi mã; không có giá trị đứng cuối', 'By rank, then code; those without a value at the end'),
      resolve: ({ rows }) => rows as Compared[],
    }),
  }),
})

/** Communes of a province are 80 to 580. */
const ENTRIES = 200

/** A compared agency is of the province asked about: its code alone may be another's too. */
function comparedOn(register: Register, { province }: Unit, row: ComparisonRow, day: string): Compared[] {
  const found = register.on(row.unit_code, day) ?? register.on(`${province}/${row.unit_code}`, day)
  return found ? [{ row, unit: unitOn(found, day) }] : []
}

builder.objectField(UnitRef, 'comparison', (t) =>
  t.field({
    type: ComparisonRef,
    description: both('So sánh và xếp hạng các đơn vị bên dưới theo một chỉ số', 'The units below, compared and ranked by a metric'),
    args: {
      metric: t.arg({ type: MetricCodeRef, required: true, description: said.metric }),
      on: t.arg({ type: 'Date', description: said.day }),
      from: t.arg({ type: 'Date', description: said.from }),
      to: t.arg({ type: 'Date', description: said.to }),
      level: t.arg({ type: UnitLevelRef, description: both('Cấp so sánh; không ghi là cấp ngay dưới', 'Level compared; the one right below if left out') }),
      types: t.arg.stringList({ description: both('Chỉ các loại này: "Xã", "Phường" …', 'Only these types, as the register has them') }),
      since: t.arg({
        type: 'Date',
        description: both(
          'Ngày gốc để tính thay đổi; với thủ tục: ngày đầu của một kỳ trước dài bằng thế',
          'Day that changes are against; of procedures the first day of an earlier period as long',
        ),
      }),
      ...windowArgs,
    },
    extensions: { entries: () => ENTRIES },
    resolve: async ({ unit }, args, { asking }) => {
      const metric = metricFrom(args.metric)
      const keys = { metric, level: args.level ?? undefined, types: args.types ?? undefined, since: args.since ?? undefined, ...breakdownFrom(args) }
      const window = isOfPeriods(metric) ? windowAsked(args, metric) : null
      const day = window?.to ?? dayAsked(args, metric)
      const rows = window ? await periodComparison(asking, unit, { ...keys, ...window }) : await comparison(asking, unit, { ...keys, on: day })
      return { metric, rows: rows.flatMap((row) => comparedOn(asking.register, unit, row, day)) }
    },
  }),
)
