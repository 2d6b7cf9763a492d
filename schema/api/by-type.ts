import type { TypeRow } from '../../queries/answers.ts'
import { byType } from '../../queries/by-type.ts'
import { periodByType } from '../../queries/period-comparison.ts'
import { dayAsked, isOfPeriods, windowAsked } from '../../queries/when.ts'
import type { Metric } from '../metric.ts'
import { breakdownFrom, windowArgs } from './breakdown.ts'
import { both, builder } from './builder.ts'
import { CoverageRef, said } from './measured.ts'
import { MetricCodeRef, MetricRef, metricFrom } from './metric.ts'
import { UnitLevelRef, UnitRef } from './unit.ts'

const TypeRowRef = builder.objectRef<TypeRow>('TypeRow').implement({
  description: both('Các đơn vị cùng loại gộp lại', 'The units of one type together'),
  fields: (t) => ({
    unitType: t.exposeString('unit_type', { description: both('Loại như danh mục ghi', 'Type as the register has it') }),
    value: t.exposeFloat('value', { nullable: true, description: said.value }),
    numerator: t.exposeFloat('numerator', { nullable: true, description: said.numerator }),
    denominator: t.exposeFloat('denominator', { nullable: true, description: said.denominator }),
    coverage: t.field({ type: CoverageRef, description: said.coverage, resolve: (row) => row }),
  }),
})

interface ByType {
  readonly metric: Metric
  readonly rows: readonly TypeRow[]
}

const ByTypeRef = builder.objectRef<ByType>('ByType').implement({
  description: both('Chỉ số theo loại đơn vị', 'A metric by type of unit'),
  fields: (t) => ({
    metric: t.expose('metric', { type: MetricRef, description: said.metric }),
    rows: t.field({ type: [TypeRowRef], description: both('Theo tên loại', 'By the name of the type'), resolve: ({ rows }) => rows as TypeRow[] }),
  }),
})

builder.objectField(UnitRef, 'byType', (t) =>
  t.field({
    type: ByTypeRef,
    description: both('Chỉ số của các đơn vị bên dưới, gộp theo loại', 'A metric of the units below, by their type'),
    args: {
      metric: t.arg({ type: MetricCodeRef, required: true, description: said.metric }),
      on: t.arg({ type: 'Date', description: said.day }),
      from: t.arg({ type: 'Date', description: said.from }),
      to: t.arg({ type: 'Date', description: said.to }),
      level: t.arg({ type: UnitLevelRef, description: both('Cấp; không ghi là cấp ngay dưới', 'Level; the one right below if left out') }),
      ...windowArgs,
    },
    extensions: { entries: () => 5 },
    resolve: async ({ unit }, args, { asking }) => {
      const metric = metricFrom(args.metric)
      const keys = { metric, level: args.level ?? undefined, ...breakdownFrom(args) }
      return {
        metric,
        rows: isOfPeriods(metric)
          ? await periodByType(asking, unit, { ...keys, ...windowAsked(args, metric) })
          : await byType(asking, unit, { ...keys, on: dayAsked(args, metric) }),
      }
    },
  }),
)
