import { daysBetween, endOfDay, later, momentOf, shiftDay, weekdayOf } from './days.ts'
import type { FactTableName } from './fact-columns.ts'
import type { UnitLevel } from './units.ts'

/** What "before day D" (trước ngày D) means: at the latest when the day before ends, or when D itself does. */
export const beforeReadings = ['day_before', 'that_day'] as const
export type BeforeReading = (typeof beforeReadings)[number]

/** A reporting duty: who owes which figures of which periods, and when they are due (chế độ thông tin, báo cáo). */
export interface ReportingDuty {
  readonly code: string
  readonly vi: string
  readonly en: string
  readonly table: FactTableName
  /** Rows of which kind fulfil it. */
  readonly breakdown: 'all' | 'service'
  /** Units of which levels owe it, by the last day of the period. */
  readonly owedBy: readonly { readonly levels: readonly UnitLevel[]; readonly since: string }[]
  readonly periods: DutyPeriods
  /** How "before day D" is read unless the asker says. No plan says it; the end of the day before is on the safe side. */
  readonly before: BeforeReading
  /** Codes of the provinces that owe it; null: wherever somebody asks for it by name, or such files have come in. */
  readonly provinces: readonly string[] | null
  readonly source: string
}

/** Rounds of their own; or every week, due on a weekday (1 Monday … 7 Sunday) of the next one before an hour; or every month, due before a day of the next one. */
export type DutyPeriods =
  | { readonly kind: 'rounds'; readonly rounds: readonly { readonly code: string; readonly first: string; readonly last: string; readonly before: string }[] }
  | { readonly kind: 'weeks'; readonly weekday: number; readonly hour: number }
  | { readonly kind: 'months'; readonly beforeDay: number }

/** A period of a duty, and until when it may be reported. */
export interface DutyPeriod {
  /** The round's own code; a week as `2023-W36`, a month as `2023-09`. */
  readonly round: string
  readonly first: string
  readonly last: string
  /** Milliseconds since 1970: before an hour it is that hour, before a day the end of a day. */
  readonly due: number
  /** The last moment that is on time: 09:00 is not before 09:00, the last millisecond of a day belongs to it. */
  readonly latest: number
}

const plan = 'Tiền Giang KH 383/KH-UBND (15/8/2023), VII.2'
const rounds = [
  { code: 'dot-01', first: '2023-09-01', last: '2023-09-15', before: '2023-09-18' },
  { code: 'dot-02', first: '2023-09-16', last: '2023-09-30', before: '2023-10-03' },
  { code: 'dot-03', first: '2023-10-01', last: '2023-10-15', before: '2023-10-18' },
  { code: 'dot-04', first: '2023-09-01', last: '2023-10-30', before: '2023-11-10' },
] as const
const everyDesk: ReportingDuty['owedBy'] = [{ levels: ['agency', 'district', 'commune'], since: '0000-01-01' }]
/** Offices of a district report its services; since it is gone (1 July 2025) the communes' own one-stop desks handle them. */
const districtThenCommunes: ReportingDuty['owedBy'] = [
  { levels: ['district'], since: '0000-01-01' },
  { levels: ['commune'], since: '2025-07-01' },
]

export const reportingDuties: readonly ReportingDuty[] = [
  {
    code: 'campaign-dossiers',
    vi: 'Báo cáo đợt: tiếp nhận, giải quyết hồ sơ',
    en: 'Rounds of the campaign: dossiers received and resolved',
    table: 'dossiers',
    breakdown: 'all',
    owedBy: everyDesk,
    periods: { kind: 'rounds', rounds },
    before: 'day_before',
    provinces: ['82'],
    source: plan,
  },
  {
    code: 'campaign-digitisation',
    vi: 'Báo cáo đợt: số hóa, thanh toán trực tuyến',
    en: 'Rounds of the campaign: digitisation and online payment',
    table: 'digitisation',
    breakdown: 'all',
    owedBy: everyDesk,
    periods: { kind: 'rounds', rounds },
    before: 'day_before',
    provinces: ['82'],
    source: plan,
  },
  {
    code: 'essential-weekly',
    vi: 'Báo cáo tuần các dịch vụ công thiết yếu',
    en: 'Weekly report of the essential services',
    table: 'dossiers',
    breakdown: 'service',
    owedBy: districtThenCommunes,
    periods: { kind: 'weeks', weekday: 2, hour: 9 },
    before: 'day_before',
    provinces: null,
    source: 'Lộc Hà 2023, III.2: trước 09 giờ 00 thứ Ba hằng tuần',
  },
  {
    code: 'monthly-dossiers',
    vi: 'Báo cáo tháng: tiếp nhận, giải quyết hồ sơ',
    en: 'Monthly report: dossiers received and resolved',
    table: 'dossiers',
    breakdown: 'all',
    owedBy: everyDesk,
    periods: { kind: 'months', beforeDay: 13 },
    before: 'day_before',
    provinces: null,
    source: 'Lộc Hà 2023, III.2: trước ngày 13 hằng tháng',
  },
]

export const dutyNamed = (code: string): ReportingDuty | undefined => reportingDuties.find((duty) => duty.code === code)

/** Levels whose units owe a period that ends on a day. */
export const owingLevels = ({ owedBy }: ReportingDuty, day: string): readonly UnitLevel[] => owedBy.findLast(({ since }) => since <= day)?.levels ?? []

const monthEnd = (day: string): string => shiftDay(nextMonth(day), -1)
const nextMonth = (day: string): string => `${shiftDay(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`

/** A week is of the year its Thursday lies in (ISO 8601). */
function weekCode(monday: string): string {
  const thursday = shiftDay(monday, 3)
  const week = Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`
}

function beforeDay(day: string, reading: BeforeReading): Pick<DutyPeriod, 'due' | 'latest'> {
  const due = endOfDay(reading === 'that_day' ? day : shiftDay(day, -1))
  return { due, latest: due }
}

function week(first: string, { weekday, hour }: { weekday: number; hour: number }): DutyPeriod {
  const last = shiftDay(first, 6)
  const due = momentOf(shiftDay(last, weekday), hour, 0)
  return { round: weekCode(first), first, last, due, latest: due - 1 }
}

const month = (first: string, day: number, reading: BeforeReading): DutyPeriod => ({
  round: first.slice(0, 7),
  first,
  last: monthEnd(first),
  ...beforeDay(`${nextMonth(first).slice(0, 7)}-${String(day).padStart(2, '0')}`, reading),
})

function* starts(first: string, to: string, next: (day: string) => string): Generator<string> {
  for (let day = first; day <= to; day = next(day)) yield day
}

/** The periods of a duty whose days overlap a window, the first first. */
export function dutyPeriods({ periods, before }: ReportingDuty, from: string, to: string, reading: BeforeReading = before): DutyPeriod[] {
  if (periods.kind === 'weeks') return [...starts(shiftDay(from, 1 - weekdayOf(from)), to, (day) => shiftDay(day, 7))].map((first) => week(first, periods))
  if (periods.kind === 'months') return [...starts(`${from.slice(0, 7)}-01`, to, nextMonth)].map((first) => month(first, periods.beforeDay, reading))
  return periods.rounds
    .filter(({ first, last }) => first <= to && last >= from)
    .map(({ code, first, last, before: day }) => ({ round: code, first, last, ...beforeDay(day, reading) }))
}

/** Whether a duty has exactly this period. */
export const isDutyPeriod = (duty: ReportingDuty, first: string, last: string): boolean =>
  dutyPeriods(duty, first, later(first, last)).some((period) => period.first === first && period.last === last)
