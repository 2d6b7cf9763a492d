import type { Unit } from '../schema/units.ts'
import type { DisciplineRow } from './answers.ts'
import type { Asking } from './asking.ts'
import { discipline } from './discipline.ts'
import { disciplineSummary } from './discipline-summary.ts'
import { asKnownAt, key, type Question, question, required, unit } from './question.ts'
import type { Given } from './question-keys.ts'

const keys = [
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

async function rowsOf(asking: Asking, { from, to, duty, dutyState, ...given }: Given): Promise<readonly DisciplineRow[]> {
  return (await discipline(asking, [given.unit as Unit], { ...given, from: from as string, to: to as string, duties: duty, state: dutyState }))[0] ?? []
}

/** Questions about who has sent what, and when. */
export const disciplineQuestions: readonly Question[] = [
  question(
    'discipline',
    'Kỷ luật báo cáo: ai đã gửi gì, đúng hạn, trễ hay còn thiếu',
    'Reporting discipline: who has sent what, on time or late, and who is missing',
    [...keys, key('state', 'dutyState', 'on_time, late, missing hoặc not_due', 'on_time, late, missing or not_due'), asKnownAt],
    'duty round first last due unit_code unit_name state received_at late_hours file sha256',
    rowsOf,
  ),
  question(
    'discipline_summary',
    'Kỷ luật báo cáo, tổng hợp theo đơn vị, chế độ hoặc kỳ',
    'Reporting discipline by unit, duty or period',
    [...keys, key('by', 'summaryGroup', 'unit (mặc định), duty hoặc round', 'unit (default), duty or round'), asKnownAt],
    'duty round unit_code unit_name value owed on_time late missing not_due',
    async (asking, given) => disciplineSummary(await rowsOf(asking, given), given.by ?? 'unit'),
  ),
]
