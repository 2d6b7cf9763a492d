import type { CheckRow } from '../../queries/answers.ts'
import { checks } from '../../queries/checks.ts'
import { daysBetween } from '../days.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg } from './measured.ts'
import { MetricRef, metricFrom } from './metric.ts'
import { UnitRef } from './unit.ts'
import { unitOn } from './unit-on.ts'

const CheckCodeRef = builder.enumType('CheckCode', {
  description: both('Điều bất thường giữa các báo cáo', 'What looks odd between exports'),
  values: {
    COUNTER_FELL: { value: 'counter_fell', description: both('Số lũy kế giảm', 'A running count fell') },
    MISSING_DAY: { value: 'missing_day', description: both('Ngày không có báo cáo nào', 'A day without any export') },
    MISSING_UNIT: { value: 'missing_unit', description: both('Đơn vị vắng trong báo cáo của ngày', "A unit missing from a day's export") },
    JUMP: { value: 'jump', description: both('Tăng vọt so với thường lệ của chính đơn vị', "A jump against the unit's own habit") },
  } as const,
})

const CheckRef = builder.objectRef<CheckRow>('Check').implement({
  description: both('Một điều cần xem lại', 'Something worth a look'),
  fields: (t) => ({
    code: t.field({ type: CheckCodeRef, description: both('Loại', 'Kind'), resolve: (row) => row.code }),
    date: t.expose('date', { type: 'Date', description: both('Ngày', 'Day') }),
    unit: t.field({
      type: UnitRef,
      nullable: true,
      description: both('Đơn vị', 'The unit'),
      resolve: (row, _, { asking }) => {
        const unit = asking.register.on(row.unit_code, row.date)
        return unit ? unitOn(unit, row.date) : null
      },
    }),
    unitCode: t.exposeString('unit_code', { description: both('Mã đơn vị', 'Code of the unit') }),
    metric: t.field({
      type: MetricRef,
      nullable: true,
      description: both('Chỉ số; null khi cả báo cáo vắng', 'Metric; null where a whole export is missing'),
      resolve: (row) => (row.metric === null ? null : metricFrom(row.metric)),
    }),
    value: t.exposeFloat('value', { nullable: true, description: both('Giá trị ngày đó', 'Value that day') }),
    previous: t.exposeFloat('previous', { nullable: true, description: both('Giá trị của báo cáo trước', 'Value of the export before') }),
  }),
})

const ChecksRef = builder.objectRef<readonly CheckRow[]>('Checks').implement({
  description: both('Kiểm tra chéo giữa các báo cáo', 'Checks across exports'),
  fields: (t) => ({
    rows: t.field({ type: [CheckRef], description: both('Theo ngày, mã đơn vị, loại', 'By day, code of the unit and kind'), resolve: (rows) => rows as CheckRow[] }),
  }),
})

builder.objectField(UnitRef, 'checks', (t) =>
  t.field({
    type: ChecksRef,
    description: both('Số giảm, ngày vắng, đơn vị vắng, tăng vọt của đơn vị và mọi xã bên dưới', 'Falls, missing days, missing units and jumps of the unit and all communes below'),
    args: {
      from: t.arg({ type: 'Date', required: true, description: both('Ngày đầu', 'First day') }),
      to: t.arg({ type: 'Date', required: true, description: both('Ngày cuối', 'Last day') }),
      ...asKnownAtArg,
    },
    extensions: { entries: ({ from, to }: Record<string, unknown>) => Math.max(1, 10 * (daysBetween(from as string, to as string) + 1)) },
    resolve: ({ unit }, { from, to, asKnownAt }, { asking }) => checks(asking, unit, { from, to, asKnownAt: asKnownAt ?? undefined }),
  }),
)
