import type { PeriodAnswer } from '../../queries/answers.ts'
import { daysBetween } from '../days.ts'
import type { Metric } from '../metric.ts'
import { breakdownFrom, windowArgs } from './breakdown.ts'
import { both, builder } from './builder.ts'
import { CoverageRef, said } from './measured.ts'
import { MetricCodeRef, MetricRef, metricFrom, ScopeRef } from './metric.ts'
import { UnitRef } from './unit.ts'

interface Period extends PeriodAnswer {
  readonly metric: Metric
}

const PeriodRef = builder.objectRef<Period>('Period').implement({
  description: both(
    'Một chỉ số thủ tục trong một kỳ: từ báo cáo đúng kỳ, hoặc các báo cáo ghép vừa khít; không thì không có',
    'A metric of procedures over a period: from an export of exactly it, or of several that tile it; else none',
  ),
  fields: (t) => ({
    metric: t.expose('metric', { type: MetricRef, description: said.metric }),
    value: t.exposeFloat('value', { nullable: true, description: said.value }),
    numerator: t.exposeFloat('numerator', { nullable: true, description: said.numerator }),
    denominator: t.exposeFloat('denominator', { nullable: true, description: said.denominator }),
    coverage: t.field({ type: CoverageRef, description: said.coverage, resolve: (period) => period }),
    missingDays: t.field({
      type: ['Date'],
      description: both('Khi không có số: các ngày mà không báo cáo nào nằm trong kỳ có', 'Where there is no answer: the days that no export lying inside the period covers'),
      resolve: (period) => [...period.missing_days],
    }),
    scope: t.expose('scope', { type: ScopeRef, description: both('Số của ai: riêng đơn vị hay cả địa bàn', "Whose: the unit's own desk or all within it") }),
    printed: t.exposeFloat('printed', { nullable: true, description: said.printed }),
    source: t.exposeString('source', { nullable: true, description: both('SHA-256 của tệp gốc; null khi có nhiều tệp', 'SHA-256 of the raw file; null if several') }),
  }),
})

/** Missing days count a tenth: most periods have an answer, and then there are none. */
const entries = ({ from, to }: Record<string, unknown>): number => Math.max(1, Math.ceil((daysBetween(from as string, to as string) + 1) / 10))

builder.objectField(UnitRef, 'period', (t) =>
  t.field({
    type: PeriodRef,
    description: both('Một chỉ số thủ tục của đơn vị trong một kỳ', 'A metric of procedures of the unit over a period'),
    args: {
      metric: t.arg({ type: MetricCodeRef, required: true, description: said.metric }),
      from: t.arg({ type: 'Date', required: true, description: said.from }),
      to: t.arg({ type: 'Date', required: true, description: said.to }),
      ...windowArgs,
    },
    extensions: { entries },
    resolve: async ({ unit }, { metric: code, from, to, ...args }, { batches }) => {
      const metric = metricFrom(code)
      return { metric, ...(await batches.period({ unit, metric }, { from, to, ...breakdownFrom(args) })) }
    },
  }),
)
