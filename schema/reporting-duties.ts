import type { FactTableName } from './fact-columns.ts'
import type { UnitLevel } from './units.ts'

/** A reporting duty: who owes which figures of which periods, and when they are due (domain words: chế độ thông tin, báo cáo). */
export interface ReportingDuty {
  readonly code: string
  readonly vi: string
  readonly en: string
  readonly table: FactTableName
  /** Rows of which kind fulfil it. */
  readonly breakdown: 'all' | 'service'
  readonly levels: readonly UnitLevel[]
  readonly periods: DutyPeriods
  /** Codes of the provinces that owe it; null: wherever somebody asks. */
  readonly provinces: readonly string[] | null
  readonly source: string
}

/**
 * Rounds of their own, or every week from Monday, or every month. A week is due on a weekday (1 Monday … 7 Sunday) of the
 * next one before an hour; a month before a day of the next one; "before day D" is the end of the day before D.
 */
export type DutyPeriods =
  | { readonly kind: 'rounds'; readonly rounds: readonly { readonly code: string; readonly first: string; readonly last: string; readonly before: string }[] }
  | { readonly kind: 'weeks'; readonly weekday: number; readonly hour: number }
  | { readonly kind: 'months'; readonly beforeDay: number }

const plan = 'Tiền Giang KH 383/KH-UBND (15/8/2023), VII.2'
const rounds = [
  { code: 'dot-01', first: '2023-09-01', last: '2023-09-15', before: '2023-09-18' },
  { code: 'dot-02', first: '2023-09-16', last: '2023-09-30', before: '2023-10-03' },
  { code: 'dot-03', first: '2023-10-01', last: '2023-10-15', before: '2023-10-18' },
  { code: 'dot-04', first: '2023-09-01', last: '2023-10-30', before: '2023-11-10' },
] as const

export const reportingDuties: readonly ReportingDuty[] = [
  {
    code: 'campaign-dossiers',
    vi: 'Báo cáo đợt: tiếp nhận, giải quyết hồ sơ',
    en: 'Rounds of the campaign: dossiers received and resolved',
    table: 'dossiers',
    breakdown: 'all',
    levels: ['agency', 'district', 'commune'],
    periods: { kind: 'rounds', rounds },
    provinces: ['82'],
    source: plan,
  },
  {
    code: 'campaign-digitisation',
    vi: 'Báo cáo đợt: số hóa, thanh toán trực tuyến',
    en: 'Rounds of the campaign: digitisation and online payment',
    table: 'digitisation',
    breakdown: 'all',
    levels: ['agency', 'district', 'commune'],
    periods: { kind: 'rounds', rounds },
    provinces: ['82'],
    source: plan,
  },
  {
    code: 'essential-weekly',
    vi: 'Báo cáo tuần các dịch vụ công thiết yếu',
    en: 'Weekly report of the essential services',
    table: 'dossiers',
    breakdown: 'service',
    levels: ['district'],
    periods: { kind: 'weeks', weekday: 2, hour: 9 },
    provinces: null,
    source: 'Lộc Hà 2023, III.2: trước 09 giờ 00 thứ Ba hằng tuần',
  },
  {
    code: 'monthly-dossiers',
    vi: 'Báo cáo tháng: tiếp nhận, giải quyết hồ sơ',
    en: 'Monthly report: dossiers received and resolved',
    table: 'dossiers',
    breakdown: 'all',
    levels: ['agency', 'district', 'commune'],
    periods: { kind: 'months', beforeDay: 13 },
    provinces: null,
    source: 'Lộc Hà 2023, III.2: trước ngày 13 hằng tháng',
  },
]

export const dutyNamed = (code: string): ReportingDuty | undefined => reportingDuties.find((duty) => duty.code === code)
