import type { TrendPoint } from '../../queries/answers.ts'
import { periodGrain } from '../../queries/period-trend.ts'
import { dailyGrain } from '../../queries/trend.ts'
import { isOfPeriods, refuseBreakdown } from '../../queries/when.ts'
import { daysBetween } from '../days.ts'
import type { Metric } from '../metric.ts'
import { breakdownFrom, windowArgs } from './breakdown.ts'
import { both, builder } from './builder.ts'
import { CoverageRef, said } from './measured.ts'
import { MetricCodeRef, MetricRef, metricFrom } from './metric.ts'
import { UnitRef } from './unit.ts'

const GrainRef = builder.enumType('Grain', {
  description: both('Bước của chuỗi', 'Step of a series'),
  values: {
    DAY: { value: 'day', description: both('Ngày', 'Day') },
    WEEK: { value: 'week', description: both('Tuần, từ thứ Hai', 'Week, from Monday') },
    MONTH: { value: 'month', description: both('Tháng', 'Month') },
    ROUND: {
      value: 'round',
      description: both('Đợt báo cáo; chỉ với thủ tục, mà DAY thì chỉ với kích hoạt', 'Reporting round; of procedures alone, as DAY is of activation alone'),
    },
  } as const,
})

const TrendPointRef = builder.objectRef<TrendPoint>('TrendPoint').implement({
  description: both('Một điểm của chuỗi', 'A point of a series'),
  fields: (t) => ({
    start: t.expose('start', { type: 'Date', description: both('Ngày đầu của bước', 'First day of the step') }),
    end: t.expose('end', { type: 'Date', description: both('Ngày cuối của bước', 'Last day of the step') }),
    value: t.exposeFloat('value', { nullable: true, description: said.value }),
    numerator: t.exposeFloat('numerator', { nullable: true, description: said.numerator }),
    denominator: t.exposeFloat('denominator', { nullable: true, description: said.denominator }),
    change: t.exposeFloat('change', {
      nullable: true,
      description: both(
        'So với bước trước; chỉ các đơn vị có số ở cả hai đầu; null khi một đầu không có báo cáo',
        'Against the step before; only units reporting at both ends; null where an end has no export',
      ),
    }),
    changeSinceLast: t.exposeFloat('change_since_last', { nullable: true, description: both('So với báo cáo gần nhất trước đó', 'Against the last export before') }),
    changeDays: t.exposeInt('change_days', { nullable: true, description: both('Báo cáo gần nhất đó cách bao nhiêu ngày', 'How many days back that export is') }),
    movingAverage: t.exposeFloat('moving_average', {
      nullable: true,
      description: both(
        'Trung bình trượt theo ngày: của mức tăng (số lũy kế) hoặc của giá trị (số trong kỳ)',
        'Moving average over days: of the change of a stock, of the value of a flow',
      ),
    }),
    coverage: t.field({ type: CoverageRef, description: said.coverage, resolve: (point) => point }),
  }),
})

interface Trend {
  readonly metric: Metric
  readonly points: readonly TrendPoint[]
}

const TrendRef = builder.objectRef<Trend>('Trend').implement({
  description: both('Chuỗi theo thời gian của một chỉ số', 'A metric over time'),
  fields: (t) => ({
    metric: t.expose('metric', { type: MetricRef, description: said.metric }),
    points: t.field({
      type: [TrendPointRef],
      description: both('Mọi bước của khoảng, cả bước không có báo cáo', 'Every step of the window, those without an export too'),
      resolve: (trend) => trend.points as TrendPoint[],
    }),
  }),
})

const stepDays: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, round: 5 }

function steps({ from, to, grain }: Record<string, unknown>): number {
  return Math.max(1, Math.ceil((daysBetween(from as string, to as string) + 1) / (stepDays[grain as string] ?? 1)))
}

builder.objectField(UnitRef, 'trend', (t) =>
  t.field({
    type: TrendRef,
    description: both('Chỉ số của đơn vị theo thời gian', 'A metric of the unit over time'),
    args: {
      metric: t.arg({ type: MetricCodeRef, required: true, description: said.metric }),
      from: t.arg({ type: 'Date', required: true, description: both('Ngày đầu', 'First day') }),
      to: t.arg({ type: 'Date', required: true, description: both('Ngày cuối', 'Last day') }),
      grain: t.arg({ type: GrainRef, required: true, defaultValue: 'day', description: both('Bước', 'Step') }),
      movingAverage: t.arg.int({ description: both('Số ngày của trung bình trượt', 'Days of the moving average') }),
      ...windowArgs,
    },
    extensions: { entries: steps },
    resolve: async ({ unit }, { metric: code, from, to, grain, movingAverage, ...args }, { batches }) => {
      const metric = metricFrom(code)
      const keys = { from, to, movingAverage: movingAverage ?? undefined, ...breakdownFrom(args) }
      if (isOfPeriods(metric)) return { metric, points: await batches.periodTrend({ unit, metric }, { ...keys, grain: periodGrain(grain) }) }
      refuseBreakdown(args, metric.code)
      return { metric, points: await batches.trend(unit, { metric, from, to, grain: dailyGrain(grain), movingAverage: keys.movingAverage, asKnownAt: keys.asKnownAt }) }
    },
  }),
)
