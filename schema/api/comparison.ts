import type { ComparisonRow } from '../../queries/answers.ts'
import { comparison } from '../../queries/comparison.ts'
import { badInput, InputError } from '../input-error.ts'
import type { Metric } from '../metric.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg, CoverageRef, said } from './measured.ts'
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
      description: both('So với ngày since; chỉ các xã có số ở cả hai đầu', 'Against the day since; only communes reporting at both ends'),
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

interface When {
  readonly on?: string | null | undefined
  readonly from?: string | null | undefined
  readonly to?: string | null | undefined
}

/** A stock is asked on a day, a flow over a window. */
export function dayOfStock({ code, kind }: Metric, { on, from, to }: When): string {
  if (kind === 'flow') throw new InputError('NOT_AVAILABLE', 'metric', `metric: ${code} chưa có / is not available yet`)
  if (from != null || to != null) throw badInput(from != null ? 'from' : 'to', from ?? to, `on: ${code} là số tại một thời điểm / is a stock, asked on a day`)
  if (on == null) throw badInput('on', null, 'một ngày / a day')
  return on
}

builder.objectField(UnitRef, 'comparison', (t) =>
  t.field({
    type: ComparisonRef,
    description: both('So sánh và xếp hạng các đơn vị bên dưới theo một chỉ số', 'The units below, compared and ranked by a metric'),
    args: {
      metric: t.arg({ type: MetricCodeRef, required: true, description: said.metric }),
      on: t.arg({ type: 'Date', description: both('Ngày, với số thời điểm', 'Day, for a stock') }),
      from: t.arg({ type: 'Date', description: both('Ngày đầu, với số trong kỳ', 'First day, for a flow') }),
      to: t.arg({ type: 'Date', description: both('Ngày cuối, với số trong kỳ', 'Last day, for a flow') }),
      level: t.arg({ type: UnitLevelRef, description: both('Cấp so sánh; không ghi là cấp ngay dưới', 'Level compared; the one right below if left out') }),
      types: t.arg.stringList({ description: both('Chỉ các loại này: "Xã", "Phường" …', 'Only these types, as the register has them') }),
      since: t.arg({ type: 'Date', description: both('Ngày gốc để tính thay đổi', 'Day that changes are against') }),
      ...asKnownAtArg,
    },
    extensions: { entries: () => ENTRIES },
    resolve: async ({ unit }, args, { asking }) => {
      const metric = metricFrom(args.metric)
      const on = dayOfStock(metric, args)
      const rows = await comparison(asking, unit, {
        metric,
        on,
        level: args.level ?? undefined,
        types: args.types ?? undefined,
        since: args.since ?? undefined,
        asKnownAt: args.asKnownAt ?? undefined,
      })
      return {
        metric,
        rows: rows.flatMap((row) => {
          const found = asking.register.on(row.unit_code, on)
          return found ? [{ row, unit: unitOn(found, on) }] : []
        }),
      }
    },
  }),
)
