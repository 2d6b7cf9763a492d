import { MEMORY_MB } from '../../infra/memory.ts'

/** What a month costs, reckoned from a stated load and list prices, so that a reader can put in his own. */

/** US dollars, Singapore (ap-southeast-1), list prices as of 2025; no free tier is taken off. */
const price = {
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  s3GbMonth: 0.025,
  s3Write: 0.005 / 1e3,
  s3Read: 0.0004 / 1e3,
  sqsRequest: 0.4 / 1e6,
  httpApiRequest: 1.25 / 1e6,
  transferGb: 0.12,
  logGb: 0.7,
  metricMonth: 0.3,
  alarmMonth: 0.1,
  traceRecorded: 5 / 1e6,
  athenaTb: 5,
} as const

export interface Load {
  /** Files handed in a day, and what landing one takes. */
  readonly filesADay: number
  readonly landingSeconds: number
  readonly fileKb: number
  /** Answers asked for on a day, and how many of them are 304. */
  readonly answersADay: number
  readonly notModifiedShare: number
  readonly answerMs: number
  readonly answerKb: number
  /** Objects that a day's landings write, and that an answer looks at. */
  readonly objectsWrittenADay: number
  readonly headsAnAnswer: number
  readonly lakeGb: number
  readonly nightlyCheckSeconds: number
  readonly analystQueriesADay: number
  readonly analystMb: number
}

const province: Load = {
  filesADay: 3,
  landingSeconds: 6,
  fileKb: 40,
  answersADay: 2_000,
  notModifiedShare: 0.5,
  answerMs: 250,
  answerKb: 10,
  objectsWrittenADay: 12,
  headsAnAnswer: 4,
  lakeGb: 0.5,
  // A province and year a night, 1,095 files at 0.14 s, as measured on files of the demo.
  nightlyCheckSeconds: 155,
  analystQueriesADay: 20,
  analystMb: 10,
}

const nation: Load = {
  ...province,
  filesADay: 34 * 3,
  answersADay: 60_000,
  answerMs: 400,
  objectsWrittenADay: 34 * 12,
  headsAnAnswer: 8,
  lakeGb: 30,
  analystQueriesADay: 500,
  analystMb: 100,
}

const silent: Load = { ...province, filesADay: 0, landingSeconds: 0, answersADay: 0, objectsWrittenADay: 0, analystQueriesADay: 0, nightlyCheckSeconds: 10 }

export const loads = { province, nation, silent } as const

const DAYS = 30
const MEMORY_GB = { landing: MEMORY_MB.landing / 1024, serving: MEMORY_MB.serving / 1024, checking: MEMORY_MB.checking / 1024 }
/** The event source mapping asks the queue all the time: five pollers, 20 s each. */
const POLLS = (5 * 86_400 * DAYS) / 20
const ALARMS = 13
/** Metrics of the functions, billed by the hour in which they are told; checks tell theirs in two hours of a day. */
const metricsMonths = ({ filesADay, answersADay }: Load): number => (8 * Math.min(24, filesADay) + 4 * (answersADay > 0 ? 12 : 0) + 3) / 24

/** Lines of the bill, in dollars a month. */
export function costs(load: Load): readonly (readonly [string, number])[] {
  const {
    filesADay,
    landingSeconds,
    fileKb,
    answersADay,
    notModifiedShare,
    answerMs,
    answerKb,
    objectsWrittenADay,
    headsAnAnswer,
    lakeGb,
    nightlyCheckSeconds,
    analystQueriesADay,
    analystMb,
  } = load
  const answers = answersADay * DAYS
  const gbSeconds = DAYS * (filesADay * landingSeconds * MEMORY_GB.landing + (answersADay * answerMs * MEMORY_GB.serving) / 1000 + nightlyCheckSeconds * MEMORY_GB.checking)
  const invocations = DAYS * (filesADay + answersADay + 2)
  const logGb = (invocations * 1.5) / 1e6
  return [
    ['Lambda', gbSeconds * price.lambdaGbSecond + invocations * price.lambdaRequest],
    ['HTTP API', answers * price.httpApiRequest],
    ['S3: kho, tệp gốc, phiên bản cũ / lake, raw, versions', lakeGb * price.s3GbMonth],
    ['S3: yêu cầu / requests', DAYS * (filesADay * 3 + objectsWrittenADay) * price.s3Write + (answers * headsAnAnswer + DAYS * filesADay * 30) * price.s3Read],
    ['SQS', (POLLS + DAYS * filesADay * 3) * price.sqsRequest],
    ['Athena', (DAYS * analystQueriesADay * Math.max(10, analystMb) * price.athenaTb) / 1e6],
    ['CloudWatch: chỉ số / metrics', metricsMonths(load) * price.metricMonth],
    ['CloudWatch: cảnh báo / alarms', ALARMS * price.alarmMonth],
    ['CloudWatch: nhật ký / logs', logGb * price.logGb],
    ['X-Ray', (invocations * 0.05 + DAYS * 2) * price.traceRecorded],
    ['Truyền ra / transfer out', ((answers * (1 - notModifiedShare) * answerKb) / 1e6 + (DAYS * filesADay * fileKb) / 1e6) * price.transferGb],
  ]
}

const dollars = (value: number): string => value.toFixed(2)

export function costTable(): string {
  const columns = [loads.province, loads.nation, loads.silent].map(costs)
  const rows = (columns[0] ?? []).map(([name], i) => `| ${name} | ${columns.map((column) => dollars(column[i]?.[1] ?? 0)).join(' | ')} |`)
  const sums = columns.map((column) => dollars(column.reduce((sum, [, value]) => sum + value, 0)))
  return [
    '| USD mỗi tháng / a month | một tỉnh / a province | cả nước / the nation | không ai hỏi, không ai nộp / nobody asks or hands in |',
    '| --- | --- | --- | --- |',
    ...rows,
    `| **Tổng / sum** | ${sums.map((sum) => `**${sum}**`).join(' | ')} |`,
  ].join('\n')
}

export function loadTable(): string {
  const shown: readonly (readonly [keyof Load, string])[] = [
    ['filesADay', 'tệp mỗi ngày / files a day'],
    ['landingSeconds', 'giây nạp một tệp / seconds to land one'],
    ['answersADay', 'câu trả lời mỗi ngày / answers a day'],
    ['notModifiedShare', 'phần là 304 / of them 304'],
    ['answerMs', 'mili giây một câu / milliseconds each'],
    ['answerKb', 'KB một câu / KB each'],
    ['objectsWrittenADay', 'đối tượng ghi mỗi ngày / objects written a day'],
    ['headsAnAnswer', 'yêu cầu S3 một câu / S3 requests each'],
    ['lakeGb', 'GB trong kho / GB in the lake'],
    ['nightlyCheckSeconds', 'giây kiểm tra một phần kho mỗi đêm / seconds of the nightly check'],
    ['analystQueriesADay', 'câu Athena mỗi ngày / Athena queries a day'],
    ['analystMb', 'MB mỗi câu / MB each'],
  ]
  const rows = shown.map(([key, name]) => `| ${name} | ${loads.province[key]} | ${loads.nation[key]} |`)
  return ['| tải / load | một tỉnh / a province | cả nước / the nation |', '| --- | --- | --- |', ...rows].join('\n')
}
