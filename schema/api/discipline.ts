import type { DisciplineRow, DisciplineSummaryRow } from '../../queries/answers.ts'
import { clockOf } from '../../queries/discipline.ts'
import { disciplineSummary, summaryOf } from '../../queries/discipline-summary.ts'
import { dutiesNamed } from '../../queries/question-keys.ts'
import { both, builder } from './builder.ts'
import { DutyCodeRef, DutyRef, dutyFrom } from './duty.ts'
import { asKnownAtArg } from './measured.ts'
import { connectionOf, page, pageArgs, pageEntries } from './page.ts'
import { UnitRef } from './unit.ts'
import { unitOn } from './unit-on.ts'

const DutyStateRef = builder.enumType('DutyState', {
  description: both('Một báo cáo phải nộp đang ra sao', 'How a report owed stands'),
  values: {
    ON_TIME: { value: 'on_time', description: both('Đã gửi đúng hạn', 'Came in on time') },
    LATE: { value: 'late', description: both('Đã gửi, trễ hạn', 'Came in late') },
    MISSING: { value: 'missing', description: both('Chưa gửi, đã quá hạn', 'Has not come in and is due') },
    NOT_DUE: { value: 'not_due', description: both('Chưa gửi, chưa đến hạn', 'Has not come in and is not due yet') },
  } as const,
})

const BeforeReadingRef = builder.enumType('BeforeReading', {
  description: both('“Trước ngày D” nghĩa là gì', 'What "before day D" means'),
  values: {
    DAY_BEFORE: { value: 'day_before', description: both('Chậm nhất là hết ngày hôm trước', 'At the latest when the day before ends') },
    THAT_DAY: { value: 'that_day', description: both('Chậm nhất là hết ngày D', 'At the latest when D ends') },
  } as const,
})

const OwedReportRef = builder.objectRef<DisciplineRow>('OwedReport').implement({
  description: both('Một báo cáo phải nộp: của một đơn vị, một kỳ', 'A report owed: of one unit and period'),
  fields: (t) => ({
    duty: t.field({ type: DutyRef, description: both('Theo chế độ báo cáo nào', 'By which duty'), resolve: (row) => dutyFrom(row.duty) }),
    round: t.exposeString('round', { description: both('Mã đợt; tuần như 2023-W36, tháng như 2023-09', 'Code of the round; a week as 2023-W36, a month as 2023-09') }),
    first: t.expose('first', { type: 'Date', description: both('Ngày đầu kỳ', 'First day of the period') }),
    last: t.expose('last', { type: 'Date', description: both('Ngày cuối kỳ', 'Last day of the period') }),
    due: t.expose('due', { type: 'DateTime', description: both('Hạn nộp', 'When it is due') }),
    unit: t.field({ type: UnitRef, description: both('Đơn vị phải nộp', 'The unit that owes it'), resolve: (row) => unitOn(row.unit, row.last) }),
    state: t.field({ type: DutyStateRef, description: both('Ra sao, tính đến thời điểm hỏi', 'How it stands at the clock'), resolve: (row) => row.state }),
    receivedAt: t.expose('received_at', {
      type: 'DateTime',
      nullable: true,
      description: both('Khi tỉnh nhận tệp đầu tiên có kỳ này; null khi chưa có', 'When the first file with that period came in; null while there is none'),
    }),
    lateHours: t.exposeFloat('late_hours', {
      nullable: true,
      description: both(
        'Số giờ sau hạn: đã trễ thì đến lúc nhận, còn thiếu thì đến thời điểm hỏi',
        'Hours after the due moment: of a late file when it came, of a missing one so far',
      ),
    }),
    file: t.exposeString('file', { nullable: true, description: both('Tên tệp đó', 'Name of that file') }),
    sha256: t.exposeString('sha256', { nullable: true, description: both('SHA-256 của tệp đó', 'SHA-256 of that file') }),
  }),
})

const OwedReportConnection = connectionOf('OwedReport', OwedReportRef, 'báo cáo phải nộp', 'reports owed')

interface Group {
  readonly summary: DisciplineSummaryRow | ReturnType<typeof summaryOf>
  readonly row: DisciplineRow | null
}

const DisciplineSummaryRef = builder.objectRef<Group>('DisciplineSummary').implement({
  description: both('Tổng hợp các báo cáo phải nộp', 'Reports owed, summed up'),
  fields: (t) => ({
    duty: t.field({
      type: DutyRef,
      nullable: true,
      description: both('Của một chế độ; null khi gộp', 'Of one duty; null where several are together'),
      resolve: ({ summary }) => ('duty' in summary && summary.duty !== null ? dutyFrom(summary.duty) : null),
    }),
    round: t.string({
      nullable: true,
      description: both('Của một đợt, tuần, tháng; null khi gộp', 'Of one round, week or month; null where several are together'),
      resolve: ({ summary }) => ('round' in summary ? summary.round : null),
    }),
    unit: t.field({
      type: UnitRef,
      nullable: true,
      description: both('Của một đơn vị; null khi gộp', 'Of one unit; null where several are together'),
      resolve: ({ row }) => row && unitOn(row.unit, row.last),
    }),
    rate: t.float({
      nullable: true,
      description: both('Tỷ lệ đúng hạn: đúng hạn trên đúng hạn, trễ và thiếu; null khi chưa có gì đến hạn', 'On time, of on time, late and missing; null while there is none'),
      resolve: ({ summary }) => summary.value,
    }),
    owed: t.int({ description: both('Phải nộp', 'Owed'), resolve: ({ summary }) => summary.owed }),
    onTime: t.int({ description: both('Đúng hạn', 'On time'), resolve: ({ summary }) => summary.on_time }),
    late: t.int({ description: both('Trễ hạn', 'Late'), resolve: ({ summary }) => summary.late }),
    missing: t.int({ description: both('Chưa nộp, đã quá hạn', 'Missing'), resolve: ({ summary }) => summary.missing }),
    notDue: t.int({ description: both('Chưa nộp, chưa đến hạn', 'Not due yet'), resolve: ({ summary }) => summary.not_due }),
  }),
})

interface Discipline {
  readonly at: number
  readonly rows: readonly DisciplineRow[]
}

const groupsOf = (rows: readonly DisciplineRow[], by: 'unit' | 'duty' | 'round'): Group[] =>
  disciplineSummary(rows, by).map((summary) => ({ summary, row: by === 'unit' ? (rows.findLast((row) => row.unit_code === summary.unit_code) ?? null) : null }))

const DisciplineRef = builder.objectRef<Discipline>('Discipline').implement({
  description: both('Kỷ luật báo cáo', 'Reporting discipline'),
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: both('Thời điểm hỏi', 'The clock it is told by') }),
    total: t.field({ type: DisciplineSummaryRef, description: both('Tất cả', 'All together'), resolve: ({ rows }) => ({ summary: summaryOf(rows), row: null }) }),
    byUnit: t.field({
      type: [DisciplineSummaryRef],
      description: both('Theo đơn vị, theo mã', 'By unit, in the order of codes'),
      extensions: { entries: () => 200 },
      resolve: ({ rows }) => groupsOf(rows, 'unit'),
    }),
    byDuty: t.field({
      type: [DisciplineSummaryRef],
      description: both('Theo chế độ báo cáo', 'By duty'),
      extensions: { entries: () => 5 },
      resolve: ({ rows }) => groupsOf(rows, 'duty'),
    }),
    byRound: t.field({
      type: [DisciplineSummaryRef],
      description: both('Theo chế độ và kỳ, theo hạn nộp', 'By duty and period, as they fall due'),
      extensions: { entries: () => 60 },
      resolve: ({ rows }) => groupsOf(rows, 'round'),
    }),
    reports: t.field({
      type: OwedReportConnection,
      description: both('Từng báo cáo phải nộp, theo hạn nộp rồi mã đơn vị', 'Each report owed, by due moment and code of the unit'),
      args: pageArgs,
      extensions: { entries: pageEntries },
      resolve: ({ rows }, args) => page(rows, args, ({ duty, first, last, unit }) => [duty, first, last, unit.province, unit.code].join('/')),
    }),
  }),
})

builder.objectField(UnitRef, 'discipline', (t) =>
  t.field({
    type: DisciplineRef,
    description: both(
      'Đơn vị và mọi đơn vị bên dưới đã gửi gì cho kỳ nào, đúng hạn hay trễ, ai còn thiếu',
      'What the unit and all below it have sent for which period, on time or late, and who is missing',
    ),
    args: {
      from: t.arg({ type: 'Date', required: true, description: both('Kỳ có ngày từ ngày này', 'Periods with days from this one on') }),
      to: t.arg({ type: 'Date', required: true, description: both('Kỳ có ngày đến ngày này', 'Periods with days up to this one') }),
      duties: t.arg({ type: [DutyCodeRef], description: both('Chỉ các chế độ này; không ghi là những chế độ tỉnh có', 'Only these duties; those the province owes if left out') }),
      state: t.arg({ type: DutyStateRef, description: both('Chỉ báo cáo như thế này', 'Only reports that stand so') }),
      at: t.arg({ type: 'DateTime', description: both('Đồng hồ; không ghi là bây giờ', 'The clock; now if left out') }),
      before: t.arg({
        type: BeforeReadingRef,
        description: both('Cách hiểu “trước ngày D”; không ghi là theo từng chế độ', 'What "before day D" means; as each duty has it if left out'),
      }),
      ...asKnownAtArg,
    },
    resolve: async ({ unit }, { duties, ...args }, { asking, batches }) => {
      const keys = {
        ...{ from: args.from, to: args.to, state: args.state ?? undefined, before: args.before ?? undefined, asKnownAt: args.asKnownAt ?? undefined },
        at: clockOf(asking, { at: args.at ?? undefined, asKnownAt: args.asKnownAt ?? undefined }),
        duties: duties ? dutiesNamed(duties, 'duties') : undefined,
      }
      return { at: keys.at, rows: await batches.discipline(unit, keys) }
    },
  }),
)
