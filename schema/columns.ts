import { type Column, column } from './column.ts'
import { factTables } from './fact-columns.ts'

export const supersededAt = column('superseded_at', 'TIMESTAMP', 'Thời điểm bị thay (UTC)', 'When a later version replaced this one, UTC')

export const unitColumns: readonly Column[] = [
  column('code', 'VARCHAR', 'Mã', 'Code: 2 digits a province, 3 a district, 5 a commune; leading zeros count'),
  column('valid_from', 'DATE', 'Có hiệu lực từ', 'First day this version of the unit is valid'),
  column('valid_to', 'DATE', 'Có hiệu lực đến', 'Last day, 9999-12-31 while it is open'),
  column('name', 'VARCHAR', 'Tên', 'Name without its type'),
  column('full_name', 'VARCHAR', 'Tên đầy đủ', 'Name with its type'),
  column('type', 'VARCHAR', 'Loại', 'Type: tỉnh, huyện, xã, phường, thị trấn, sở …'),
  column('parent_code', 'VARCHAR', 'Mã cấp trên', 'Code of the unit above'),
  column('level', 'VARCHAR', 'Cấp', 'province, district, commune or agency'),
  column('province', 'VARCHAR', 'Mã tỉnh', 'Code of the province it lies in (a province: its own)'),
  column('district', 'VARCHAR', 'Mã huyện', 'Code of the district it lies in; null above and after 30 June 2025'),
  column('editions', 'VARCHAR', 'Bản danh mục', 'Editions of the register that list it, "day/coverage" joined by commas'),
]

/** Spellings that somebody has settled: which unit an export means by them. */
export const aliasColumns: readonly Column[] = [
  column('text', 'VARCHAR', 'Cách viết trong tệp', 'Name or code as exports write it'),
  column('within', 'VARCHAR', 'Trong đơn vị', 'Code of the province or district within which it holds'),
  column('unit_code', 'VARCHAR', 'Mã ĐVHC', 'Code of the unit meant'),
  column('said_by', 'VARCHAR', 'Người xác nhận', 'Who said so: an office or a role'),
  column('said_at', 'TIMESTAMP', 'Lúc xác nhận (UTC)', 'When, UTC'),
]

/** Editions of the catalogue of essential services that have been imported. */
export const serviceColumns: readonly Column[] = [
  column('valid_from', 'DATE', 'Có hiệu lực từ', 'Day the edition is valid from'),
  column('listing', 'VARCHAR', 'Bản đầy đủ hay bổ sung', 'whole: the catalogue from that day on; added: added to what is listed, or changing it'),
  column('code', 'VARCHAR', 'Mã DVC', 'Code of the service as exports print it'),
  column('name', 'VARCHAR', 'Tên', 'Name'),
  column('group', 'VARCHAR', 'Nhóm cơ quan', 'Group of agencies that handle it'),
  column('source', 'VARCHAR', 'Văn bản', 'Decision that lists it'),
]

/** A receipt's province is where it lies; `none` where it has none, or several. */
export const landingColumns: readonly Column[] = [
  column('sha256', 'VARCHAR', 'SHA-256', 'SHA-256 of the file'),
  column('file', 'VARCHAR', 'Tên tệp', 'Name as given; runs of nine or more digits masked'),
  column('state', 'VARCHAR', 'Trạng thái', 'landed, refused or withdrawn'),
  column('table', 'VARCHAR', 'Bảng', 'Fact table its rows went to'),
  column('layout', 'VARCHAR', 'Mẫu', 'Layout it was read by'),
  column('stated_at', 'VARCHAR', 'Thời điểm số liệu', 'Moment the export states, with offset; null where it states no hour'),
  column('first', 'DATE', 'Ngày đầu', 'First day of its figures'),
  column('last', 'DATE', 'Ngày cuối', 'Last day of its figures'),
  column('rows', 'INTEGER', 'Số dòng nạp', 'Rows landed'),
  column('rejected', 'INTEGER', 'Số dòng bị loại', 'Rows kept out'),
  column('received_at', 'TIMESTAMP', 'Thời điểm nhận (UTC)', 'When the province received it, UTC'),
  column('landed_at', 'TIMESTAMP', 'Thời điểm nạp (UTC)', 'When its receipt was written, UTC'),
  column('withdrawn_at', 'TIMESTAMP', 'Thời điểm rút (UTC)', 'When it was withdrawn, UTC'),
  column('reason', 'VARCHAR', 'Lý do rút', 'Why it was withdrawn'),
  column('said', 'VARCHAR', 'Khai khi nạp', 'Province and day said when it was handed in, "province/day"'),
]

export const findingColumns: readonly Column[] = [
  column('sha256', 'VARCHAR', 'SHA-256', 'SHA-256 of the file'),
  column('file', 'VARCHAR', 'Tên tệp', 'Name of the file'),
  column('code', 'VARCHAR', 'Mã lỗi', 'Code of the finding'),
  column('severity', 'VARCHAR', 'Mức', 'refused (the file), rejected (a row or a cell) or warning'),
  column('sheet', 'VARCHAR', 'Trang tính', 'Sheet'),
  column('row', 'INTEGER', 'Dòng', 'Row, 1-based, as the office program shows it'),
  column('column', 'VARCHAR', 'Cột', 'Column, A, B …'),
  column('unit_code', 'VARCHAR', 'Mã ĐVHC', 'Unit it concerns'),
  column('date', 'DATE', 'Ngày', 'Day it concerns'),
  column('message_vi', 'VARCHAR', 'Nội dung', 'What is wrong and what to do, in Vietnamese'),
  column('message_en', 'VARCHAR', 'Nội dung (tiếng Anh)', 'What is wrong and what to do, in English'),
  column('landed_at', 'TIMESTAMP', 'Thời điểm nạp (UTC)', 'landed_at of the receipt it stands on, UTC'),
]

/** What a file that landed reports of: for judging who has sent what and when. Withdrawn files are told by their receipts. */
export const submissionColumns: readonly Column[] = [
  column('sha256', 'VARCHAR', 'SHA-256', 'SHA-256 of the file'),
  column('table', 'VARCHAR', 'Bảng', 'Fact table the rows went to'),
  column('breakdown', 'VARCHAR', 'Phân theo', 'service or field where the rows are of one each; else all'),
  column('first', 'DATE', 'Ngày đầu kỳ', 'First day of the period'),
  column('last', 'DATE', 'Ngày cuối kỳ', 'Last day of the period'),
  column('unit_code', 'VARCHAR', 'Mã đơn vị', 'Unit reported of'),
  column('rows', 'INTEGER', 'Số dòng', 'Rows of that unit and period'),
  column('received_at', 'TIMESTAMP', 'Thời điểm nhận (UTC)', 'When the province received the file, UTC'),
  column('landed_at', 'TIMESTAMP', 'Thời điểm nạp (UTC)', 'landed_at of the receipt it stands on, UTC'),
]

/** Every table of the lake by name. */
export const tables = {
  activation: factTables.activation.columns,
  activation_superseded: [...factTables.activation.columns, supersededAt],
  dossiers: factTables.dossiers.columns,
  dossiers_superseded: [...factTables.dossiers.columns, supersededAt],
  digitisation: factTables.digitisation.columns,
  digitisation_superseded: [...factTables.digitisation.columns, supersededAt],
  units: unitColumns,
  aliases: aliasColumns,
  services: serviceColumns,
  landings: landingColumns,
  findings: findingColumns,
  submissions: submissionColumns,
} as const satisfies Record<string, readonly Column[]>

export type TableName = keyof typeof tables
