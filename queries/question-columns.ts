export type AnswerKind = 'day' | 'moment' | 'number' | 'text' | 'list'

/** A column of an answer; numbers are counts, rates and ranks, null where there is no answer; a list is of words. */
export interface AnswerColumn {
  readonly name: string
  readonly vi: string
  readonly en: string
  readonly kind: AnswerKind
}

const described: Readonly<Record<string, readonly [AnswerKind, string, string]>> = {
  start: ['day', 'Ngày đầu kỳ', 'First day of the period, clipped to the window'],
  end: ['day', 'Ngày cuối kỳ', 'Last day of the period, clipped to the window'],
  value: ['number', 'Giá trị', 'Value; of a rate the sum over the sum'],
  numerator: ['number', 'Tử số', 'Numerator'],
  denominator: ['number', 'Mẫu số', 'Denominator; null for a count'],
  change: ['number', 'Thay đổi', 'Change against the period before (or `since`), of the units that report at both ends'],
  change_since_last: ['number', 'Thay đổi từ báo cáo trước', 'Change against the last export'],
  change_days: ['number', 'Số ngày từ báo cáo trước', 'Days since the last export'],
  moving_average: ['number', 'Trung bình trượt', 'Over the last N days: change a day of a stock, count a day of a flow'],
  reporting: ['number', 'Số đơn vị có số liệu', 'Communes with a count; of procedures the units that answer'],
  expected: ['number', 'Số đơn vị phải báo cáo', 'Communes valid that day; of procedures the units whose own desks are added'],
  missing_days: ['list', 'Ngày thiếu', 'Where there is no answer: days that no export inside the window covers'],
  scope: ['text', 'Phạm vi', "own: the unit's own desk; subtree: all that lies within it"],
  printed: ['number', 'Tỷ lệ ghi trong tệp', 'Rate as an export of exactly the window prints it'],
  metric: ['text', 'Chỉ số', 'Code of the metric'],
  source: ['text', 'Tệp gốc (SHA-256)', 'SHA-256 of the raw file; null if several'],
  rank: ['number', 'Hạng', 'Rank, 1 is the best'],
  unit_code: ['text', 'Mã đơn vị', 'Code of the unit'],
  unit_name: ['text', 'Đơn vị', 'Name of the unit with its type'],
  unit_type: ['text', 'Loại', 'Type of the unit'],
  rank_change: ['number', 'Thay đổi hạng', 'Change of rank, positive: climbed'],
  share: ['number', 'Tỷ trọng', "Part of the parent's value; null for rates"],
  percentile: ['number', 'Bách phân vị', 'Part of the ranked units whose value is not better, itself included'],
  stage: ['text', 'Bước', 'Stage'],
  of_previous: ['number', 'So với bước trước', 'Ratio to the stage before'],
  of_first: ['number', 'So với bước đầu', 'Ratio to the first stage'],
  code: ['text', 'Mã', 'Code of the check or finding'],
  date: ['day', 'Ngày', 'Day'],
  previous: ['number', 'Giá trị trước', 'Value before'],
  landed_at: ['moment', 'Thời điểm nạp', 'When it was landed'],
  sheet: ['text', 'Trang tính', 'Sheet'],
  row: ['number', 'Dòng', 'Row, 1-based'],
  column: ['text', 'Cột', 'Column, A, B …'],
  withdrawn: ['moment', 'Thời điểm rút', 'When the file behind it was withdrawn'],
  file: ['text', 'Tệp', 'Name of the file'],
  sha256: ['text', 'SHA-256', 'SHA-256 of the file'],
  state: ['text', 'Trạng thái', 'Of a file landed, refused or withdrawn; of a report owed on_time, late, missing or not_due'],
  table: ['text', 'Bảng', 'Fact table'],
  layout: ['text', 'Mẫu', 'Layout it was read by'],
  province: ['text', 'Mã tỉnh', 'Province it is of'],
  stated_at: ['text', 'Thời điểm số liệu', 'Moment the export states, with offset'],
  first: ['day', 'Ngày đầu', 'First day of its figures'],
  last: ['day', 'Ngày cuối', 'Last day of its figures'],
  rows: ['number', 'Số dòng nạp', 'Rows landed'],
  rejected: ['number', 'Số dòng bị loại', 'Rows kept out'],
  received_at: ['moment', 'Thời điểm nhận', 'When the province received it'],
  withdrawn_at: ['moment', 'Thời điểm rút', 'When it was withdrawn'],
  reason: ['text', 'Lý do rút', 'Why it was withdrawn'],
  duty: ['text', 'Chế độ báo cáo', 'Code of the reporting duty'],
  round: ['text', 'Đợt, tuần, tháng', 'Code of the round; a week as 2023-W36, a month as 2023-09'],
  due: ['moment', 'Hạn nộp', 'When it is due'],
  late_hours: ['number', 'Số giờ trễ', 'Hours after the due moment: of a late file when it came, of a missing one so far'],
  owed: ['number', 'Số báo cáo phải nộp', 'Reports owed'],
  on_time: ['number', 'Đúng hạn', 'Reports that came in on time'],
  late: ['number', 'Trễ hạn', 'Reports that came in late'],
  missing: ['number', 'Chưa nộp, đã quá hạn', 'Reports that have not come in and are due'],
  not_due: ['number', 'Chưa nộp, chưa đến hạn', 'Reports that have not come in and are not due yet'],
  severity: ['text', 'Mức', 'refused, rejected or warning'],
  message_vi: ['text', 'Nội dung', 'What is wrong and what to do, in Vietnamese'],
  message_en: ['text', 'Nội dung (tiếng Anh)', 'What is wrong and what to do, in English'],
}

/** A column by name; every question's columns are described here, so one name means one thing. */
export function columnNamed(name: string): AnswerColumn {
  const [kind, vi, en] = described[name] ?? []
  if (kind === undefined || vi === undefined || en === undefined) throw new Error(`the column ${name} is not described`)
  return { name, vi, en, kind }
}
