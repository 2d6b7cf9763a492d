import type { Metric } from '../schema/metric.ts'
import type { Unit } from '../schema/units.ts'
import type { FunnelStage, SnapshotRow, TrendPoint } from './answers.ts'
import type { Asking } from './asking.ts'
import { byType } from './by-type.ts'
import { checks } from './checks.ts'
import { comparison } from './comparison.ts'
import { type DisciplineKeys, discipline } from './discipline.ts'
import { disciplineSummary } from './discipline-summary.ts'
import { findings } from './findings.ts'
import { funnel } from './funnel.ts'
import { landings } from './landings.ts'
import { type PeriodKeys, periods } from './period.ts'
import { periodByType, periodComparison } from './period-comparison.ts'
import { periodFunnel } from './period-funnel.ts'
import { periodRevisions } from './period-revisions.ts'
import { periodSnapshot } from './period-snapshot.ts'
import { periodGrain, periodTrend } from './period-trend.ts'
import { asKnownAt, field, from, key, level, metric, on, type Question, question, required, scope, service, to, unit } from './question.ts'
import type { Given } from './question-keys.ts'
import { revisions } from './revisions.ts'
import { snapshot } from './snapshot.ts'
import { dailyGrain, trend } from './trend.ts'
import { dayAsked, isOfPeriods, refuseBreakdown, windowAsked } from './when.ts'

const receiptKeys = [
  key('from', 'day', 'tệp có số liệu từ ngày này', 'files with figures of this day or later'),
  key('to', 'day', 'tệp có số liệu đến ngày này', 'files with figures of this day or earlier'),
  key('state', 'state', 'landed, refused hoặc withdrawn', 'landed, refused or withdrawn'),
  key('code', 'text', 'mã lỗi', 'code of a finding'),
  key('file', 'text', 'một phần tên tệp, hoặc SHA-256', "part of the file's name, or its SHA-256"),
  key('province', 'text', 'mã tỉnh', 'code of a province'),
  key('limit', 'count', 'tối đa bao nhiêu dòng', 'at most so many rows'),
  asKnownAt,
]

const disciplineQuestionKeys = [
  unit,
  required(key('from', 'day', 'kỳ báo cáo có ngày từ ngày này', 'periods with days from this one on')),
  required(key('to', 'day', 'kỳ báo cáo có ngày đến ngày này', 'periods with days up to this one')),
  key(
    'duty',
    'duties',
    'mã chế độ báo cáo, cách nhau bằng dấu phẩy; mặc định: những chế độ tỉnh có',
    'codes of reporting duties, separated by commas; default: those the province owes',
  ),
  key('at', 'moment', 'đồng hồ; mặc định: bây giờ', 'the clock; default: now'),
  key('before', 'before', 'cách hiểu “trước ngày D”: day_before (hết hôm trước) hoặc that_day (hết ngày D)', '"before day D": day_before (until the day before ends) or that_day'),
]

const asked = (given: Given): { unit: Unit; metric: Metric } => ({ unit: given.unit as Unit, metric: given.metric as Metric })

/** A question about a metric of periods, with its window. */
const periodic = (given: Given): Given & PeriodKeys & { metric: Metric } => ({ ...given, ...windowAsked(given, given.metric), metric: given.metric as Metric })
const daily = (given: Given): Given & { metric: Metric; on: string } => ({ ...given, metric: given.metric as Metric, on: dayAsked(given, given.metric) })

async function courseOf(asking: Asking, given: Given): Promise<readonly TrendPoint[]> {
  const { unit: one, metric: measured } = asked(given)
  if (isOfPeriods(measured)) return (await periodTrend(asking, [{ unit: one, metric: measured }], { ...periodic(given), grain: periodGrain(given.grain ?? 'round') }))[0] ?? []
  refuseBreakdown(given, measured.code)
  const grain = dailyGrain(given.grain ?? 'day')
  return (await trend(asking, [one], { ...given, grain, metric: measured, from: given.from as string, to: given.to as string }))[0] ?? []
}

async function snapshotOf(asking: Asking, given: Given): Promise<readonly SnapshotRow[]> {
  const { unit: one } = asked(given)
  if (given.on === undefined && (given.from !== undefined || given.to !== undefined)) return (await periodSnapshot(asking, [one], { ...given, ...windowAsked(given) }))[0] ?? []
  const other = given.metrics?.find(isOfPeriods)
  if (other) windowAsked(given, other)
  return (await snapshot(asking, [one], { on: dayAsked(given), metrics: given.metrics, asKnownAt: given.asKnownAt }))[0] ?? []
}

async function funnelOf(asking: Asking, given: Given): Promise<readonly FunnelStage[]> {
  const { unit: one } = asked(given)
  if (given.on === undefined && (given.from !== undefined || given.to !== undefined)) return (await periodFunnel(asking, [one], { ...given, ...windowAsked(given) }))[0] ?? []
  return (await funnel(asking, [one], { on: dayAsked(given), asKnownAt: given.asKnownAt }))[0] ?? []
}

const disciplineKeys = ({ from, to, duty, dutyState, ...given }: Given): DisciplineKeys => ({
  ...given,
  ...{ from: from as string, to: to as string, duties: duty, state: dutyState },
})

export const questions: readonly Question[] = [
  question(
    'trend',
    'Diễn biến của một chỉ số theo ngày, tuần, tháng hoặc đợt báo cáo',
    'The course of a metric by day, week, month or reporting round',
    [
      unit,
      metric,
      required(from),
      required(to),
      key(
        'grain',
        'grain',
        'kích hoạt: day (mặc định), week, month; thủ tục: round (mặc định), week, month',
        'activation: day (default), week, month; procedures: round (default), week, month',
      ),
      key('movingAverage', 'count', 'trung bình trượt theo số ngày này, 1–366', 'moving average over so many days, 1–366'),
      scope,
      service,
      field,
      asKnownAt,
    ],
    'start end value numerator denominator change change_since_last change_days moving_average reporting expected',
    courseOf,
  ),
  question(
    'snapshot',
    'Tất cả chỉ số: kích hoạt trong một ngày, hoặc thủ tục trong một kỳ',
    'Every metric: of activation on one day, or of procedures over a period',
    [
      unit,
      on,
      from,
      to,
      key('metric', 'metrics', 'các mã chỉ số, cách nhau bằng dấu phẩy; mặc định: tất cả', 'metric codes separated by commas; default: all'),
      scope,
      service,
      field,
      asKnownAt,
    ],
    'metric value reporting expected source numerator denominator scope printed',
    snapshotOf,
  ),
  question(
    'comparison',
    'So sánh và xếp hạng các đơn vị trực thuộc',
    'The units below one compared and ranked',
    [
      unit,
      level,
      metric,
      on,
      from,
      to,
      key('since', 'day', 'so với ngày này; với thủ tục: so với kỳ dài bằng thế bắt đầu từ ngày này', 'against this day; of procedures against a period as long that begins on it'),
      key('types', 'types', 'chỉ các loại đơn vị này, cách nhau bằng dấu phẩy', 'these types of unit alone, separated by commas'),
      scope,
      service,
      field,
      asKnownAt,
    ],
    'rank unit_code unit_name unit_type value numerator denominator change rank_change share percentile reporting expected',
    (asking, given) => (isOfPeriods(asked(given).metric) ? periodComparison(asking, asked(given).unit, periodic(given)) : comparison(asking, asked(given).unit, daily(given))),
  ),
  question(
    'by_type',
    'Một chỉ số theo loại đơn vị',
    'A metric by type of unit',
    [unit, level, metric, on, from, to, scope, service, field, asKnownAt],
    'unit_type value numerator denominator reporting expected',
    (asking, given) => (isOfPeriods(asked(given).metric) ? periodByType(asking, asked(given).unit, periodic(given)) : byType(asking, asked(given).unit, daily(given))),
  ),
  question(
    'funnel',
    'Phễu: đủ điều kiện, thu nhận, phê duyệt, kích hoạt; hoặc vòng đời hồ sơ trong một kỳ',
    'The funnel: eligible, received, approved, activated; or the life of dossiers over a period',
    [unit, on, from, to, scope, service, field, asKnownAt],
    'stage value of_previous of_first',
    funnelOf,
  ),
  question(
    'period',
    'Một chỉ số thủ tục hành chính trong một kỳ: từ báo cáo đúng kỳ, hoặc các báo cáo ghép vừa khít',
    'A metric of procedures over a period: from an export of exactly it, or of several that tile it',
    [unit, metric, required(from), required(to), service, field, scope, asKnownAt],
    'value numerator denominator reporting expected missing_days scope printed source',
    (asking, given) => periods(asking, [asked(given)], periodic(given)),
  ),
  question(
    'checks',
    'Kiểm tra: bộ đếm giảm, ngày thiếu, xã thiếu, mức tăng bất thường',
    'Checks: counters that fell, missing days and units, jumps',
    [unit, required(from), required(to), asKnownAt],
    'code date unit_code metric value previous',
    (asking, given) => checks(asking, asked(given).unit, { from: given.from as string, to: given.to as string, asKnownAt: given.asKnownAt }),
  ),
  question(
    'revisions',
    'Các lần thay đổi của số liệu một ngày, hoặc của một kỳ',
    "The versions of a day's value, or of a period's",
    [unit, metric, on, from, to, service, field, asKnownAt],
    'landed_at value source sheet row withdrawn',
    (asking, given) => (isOfPeriods(asked(given).metric) ? periodRevisions(asking, asked(given).unit, periodic(given)) : revisions(asking, asked(given).unit, daily(given))),
  ),
  question(
    'landings',
    'Các tệp đã nộp và kết quả nạp',
    'The files handed in and what became of them',
    receiptKeys,
    'file sha256 state table layout province stated_at first last rows rejected received_at landed_at withdrawn_at reason',
    (asking, given) => landings(asking, given),
  ),
  question(
    'findings',
    'Lỗi và cảnh báo trong các tệp đã nộp',
    'What was wrong or odd in the files handed in',
    receiptKeys,
    'file sha256 code severity sheet row column unit_code date message_vi message_en landed_at',
    (asking, given) => findings(asking, given),
  ),
  question(
    'discipline',
    'Kỷ luật báo cáo: ai đã gửi gì, đúng hạn, trễ hay còn thiếu',
    'Reporting discipline: who has sent what, on time or late, and who is missing',
    [...disciplineQuestionKeys, key('state', 'dutyState', 'on_time, late, missing hoặc not_due', 'on_time, late, missing or not_due'), asKnownAt],
    'duty round first last due unit_code unit_name state received_at late_hours file sha256',
    async (asking, given) => (await discipline(asking, [given.unit as Unit], disciplineKeys(given)))[0] ?? [],
  ),
  question(
    'discipline_summary',
    'Kỷ luật báo cáo, tổng hợp theo đơn vị, chế độ hoặc kỳ',
    'Reporting discipline by unit, duty or period',
    [...disciplineQuestionKeys, key('by', 'summaryGroup', 'unit (mặc định), duty hoặc round', 'unit (default), duty or round'), asKnownAt],
    'duty round unit_code unit_name value owed on_time late missing not_due',
    async (asking, given) => disciplineSummary((await discipline(asking, [given.unit as Unit], disciplineKeys(given)))[0] ?? [], given.by ?? 'unit'),
  ),
]

const byName = new Map(questions.map((one) => [one.name, one]))
export const questionNamed = (name: string): Question | undefined => byName.get(name)
