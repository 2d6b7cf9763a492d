import { exactMoment } from '../schema/days.ts'
import { badInput, InputError } from '../schema/input-error.ts'
import type { Metric } from '../schema/metric.ts'
import type { Unit } from '../schema/units.ts'
import type { Asking } from './asking.ts'
import { byType } from './by-type.ts'
import { checks } from './checks.ts'
import { comparison } from './comparison.ts'
import { type DisciplineKeys, discipline } from './discipline.ts'
import { disciplineSummary } from './discipline-summary.ts'
import type { Cell, Row } from './engine.ts'
import { findings } from './findings.ts'
import { funnel } from './funnel.ts'
import { landings } from './landings.ts'
import { type AnswerColumn, columnNamed } from './question-columns.ts'
import { type Given, type KeyKind, type QuestionKey, readKeys } from './question-keys.ts'
import { revisions } from './revisions.ts'
import { snapshot } from './snapshot.ts'
import { trend } from './trend.ts'

/** A question as the command line asks it: texts in, rows with the contract's columns out. */
export interface Question {
  readonly name: string
  readonly vi: string
  readonly en: string
  readonly keys: readonly QuestionKey[]
  readonly columns: readonly AnswerColumn[]
  /** Throws InputError whose argument is the key's name. Moments are ISO text to the millisecond. */
  run(asking: Asking, given: Readonly<Record<string, string>>): Promise<Row[]>
}

const key = (name: string, kind: KeyKind, vi: string, en: string): QuestionKey => ({ name, kind, required: false, vi, en })
const required = (one: QuestionKey): QuestionKey => ({ ...one, required: true })

const unit = required(key('unit', 'unit', 'mã đơn vị, có hiệu lực vào ngày cuối được hỏi', 'code of a unit, valid on the last day asked about'))
const metric = required(key('metric', 'metric', 'mã chỉ số', 'code of a metric'))
const on = key('on', 'day', 'ngày, cho số lũy kế', 'day, for a stock')
const from = key('from', 'day', 'ngày đầu', 'first day')
const to = key('to', 'day', 'ngày cuối', 'last day')
const level = key('level', 'level', 'cấp được so sánh; mặc định: cấp ngay dưới', 'level compared; default: the one right below')
const asKnownAt = key('asKnownAt', 'moment', 'như đã biết tại thời điểm này', 'as it was known at this moment')
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

const cellOf = ({ kind }: AnswerColumn, value: unknown): Cell => (value === undefined || value === null ? null : kind === 'moment' ? exactMoment(value as number) : (value as Cell))

function question(
  name: string,
  vi: string,
  en: string,
  keys: readonly QuestionKey[],
  columnNames: string,
  answer: (asking: Asking, given: Given) => Promise<readonly object[]>,
): Question {
  const columns = columnNames.split(' ').map(columnNamed)
  return {
    name,
    vi,
    en,
    keys,
    columns,
    async run(asking, texts) {
      const rows = await answer(asking, readKeys(keys, asking, texts))
      return rows.map((row) => Object.fromEntries(columns.map((column) => [column.name, cellOf(column, (row as Record<string, unknown>)[column.name])])))
    },
  }
}

/** The day of a stock. A window would add what can't be added over time. */
function stockDay({ on, from, to, metric }: Given): string {
  const what = metric ? metric.code : 'kích hoạt / activation'
  for (const [name, value] of Object.entries({ from, to })) {
    if (value !== undefined) throw new InputError('BAD_USER_INPUT', name, `${name}: ${what} là số lũy kế, hỏi một ngày bằng on=… / is a stock, ask for one day with on=…`)
  }
  if (on === undefined) throw badInput('on', null, 'một ngày / a day YYYY-MM-DD')
  return on
}

const asked = (given: Given): { unit: Unit; metric: Metric } => ({ unit: given.unit as Unit, metric: given.metric as Metric })

const disciplineKeys = ({ from, to, duty, dutyState, ...given }: Given): DisciplineKeys => ({
  ...given,
  ...{ from: from as string, to: to as string, duties: duty, state: dutyState },
})

export const questions: readonly Question[] = [
  question(
    'trend',
    'Diễn biến của một chỉ số theo ngày, tuần hoặc tháng',
    'The course of a metric by day, week or month',
    [
      unit,
      metric,
      required(from),
      required(to),
      key('grain', 'grain', 'day, week hoặc month; mặc định day', 'day, week or month; default day'),
      key('movingAverage', 'count', 'trung bình trượt theo số ngày này, 1–366', 'moving average over so many days, 1–366'),
      asKnownAt,
    ],
    'start end value numerator denominator change change_since_last change_days moving_average reporting expected',
    async (asking, given) => (await trend(asking, [asked(given).unit], { ...given, metric: asked(given).metric, from: given.from as string, to: given.to as string }))[0] ?? [],
  ),
  question(
    'snapshot',
    'Tất cả chỉ số của một ngày',
    'Every metric on one day',
    [unit, on, from, to, key('metric', 'metrics', 'các mã chỉ số, cách nhau bằng dấu phẩy; mặc định: tất cả', 'metric codes separated by commas; default: all'), asKnownAt],
    'metric value reporting expected source numerator denominator',
    async (asking, given) => (await snapshot(asking, [asked(given).unit], { on: stockDay(given), metrics: given.metrics, asKnownAt: given.asKnownAt }))[0] ?? [],
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
      key('since', 'day', 'so với ngày này', 'against this day'),
      key('types', 'types', 'chỉ các loại đơn vị này, cách nhau bằng dấu phẩy', 'these types of unit alone, separated by commas'),
      asKnownAt,
    ],
    'rank unit_code unit_name unit_type value numerator denominator change rank_change share percentile reporting expected',
    (asking, given) => comparison(asking, asked(given).unit, { ...given, metric: asked(given).metric, on: stockDay(given) }),
  ),
  question(
    'by_type',
    'Một chỉ số theo loại đơn vị',
    'A metric by type of unit',
    [unit, level, metric, on, from, to, asKnownAt],
    'unit_type value numerator denominator reporting expected',
    (asking, given) => byType(asking, asked(given).unit, { ...given, metric: asked(given).metric, on: stockDay(given) }),
  ),
  question(
    'funnel',
    'Phễu: đủ điều kiện, thu nhận, phê duyệt, kích hoạt',
    'The funnel: eligible, received, approved, activated',
    [unit, required(on), asKnownAt],
    'stage value of_previous of_first',
    async (asking, given) => (await funnel(asking, [asked(given).unit], { on: given.on as string, asKnownAt: given.asKnownAt }))[0] ?? [],
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
    'Các lần thay đổi của số liệu một ngày',
    "The versions of a day's value",
    [unit, metric, required(on), asKnownAt],
    'landed_at value source sheet row withdrawn',
    (asking, given) => revisions(asking, asked(given).unit, { metric: asked(given).metric, on: given.on as string, asKnownAt: given.asKnownAt }),
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
