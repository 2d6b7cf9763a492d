/** The columns of the lake's tables, described once: Parquet, reading, the API's descriptions and the docs come from here. */
export type ColumnType = 'VARCHAR' | 'BIGINT' | 'INTEGER' | 'DATE' | 'TIMESTAMP'

export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly vi: string
  readonly en: string
}

const column = (name: string, type: ColumnType, vi: string, en: string): Column => ({ name, type, vi, en })

/** The counters of an activation export: stocks at the end of a day, counted in accounts or dossiers, per commune. */
export const activationCounts: readonly Column[] = [
  column('eligible', 'BIGINT', 'Công dân đủ điều kiện', 'Citizens eligible for an e-identity account'),
  column('target', 'BIGINT', 'Chỉ tiêu giao', 'Target given: accounts to activate'),
  column('received', 'BIGINT', 'Hồ sơ thu nhận', 'Account dossiers received, all levels'),
  column('received_l1', 'BIGINT', 'Hồ sơ thu nhận mức 1', 'Account dossiers received, level 1'),
  column('received_l2', 'BIGINT', 'Hồ sơ thu nhận mức 2', 'Account dossiers received, level 2'),
  column('approved', 'BIGINT', 'Đã phê duyệt', 'Account dossiers approved, all levels'),
  column('approved_l1', 'BIGINT', 'Đã phê duyệt mức 1', 'Account dossiers approved, level 1'),
  column('approved_l2', 'BIGINT', 'Đã phê duyệt mức 2', 'Account dossiers approved, level 2'),
  column('activated', 'BIGINT', 'Đã kích hoạt', 'Accounts activated, all levels'),
  column('activated_l1', 'BIGINT', 'Đã kích hoạt mức 1', 'Accounts activated, level 1'),
  column('activated_l2', 'BIGINT', 'Đã kích hoạt mức 2', 'Accounts activated, level 2'),
]

/** Where a row comes from and which of two exports wins; the same columns on every fact table (docs/lake.md). */
const lineage: readonly Column[] = [
  column('stated_at', 'TIMESTAMP', 'Thời điểm số liệu (UTC)', 'Moment the export states its figures are of, UTC; a day without an hour counts as its end'),
  column('received_at', 'TIMESTAMP', 'Thời điểm tỉnh nhận tệp (UTC)', 'When the province received the export, UTC'),
  column('landed_at', 'TIMESTAMP', 'Thời điểm nạp (UTC)', 'When this version of the row was landed, UTC, whole milliseconds'),
  column('source', 'VARCHAR', 'SHA-256 của tệp gốc', 'SHA-256 of the raw file the row comes from'),
  column('source_sheet', 'VARCHAR', 'Trang tính', 'Sheet of the raw file; null for text files'),
  column('source_row', 'INTEGER', 'Dòng', 'Row of the raw file, 1-based'),
  column('carried', 'VARCHAR', 'Ô lấy từ tệp khác', 'Cells that another export supplied, ";column=sha256/stated/received/row/sheet;…"; null for nearly all rows'),
  column('confirmed', 'VARCHAR', 'Tệp sau xác nhận cùng số', 'Later exports that stated the same value, ";column=sha256/stated/received/row/sheet;…"; null for nearly all rows'),
]

export const activationColumns: readonly Column[] = [
  column('date', 'DATE', 'Ngày số liệu', 'Day the counters are of'),
  column('unit_code', 'VARCHAR', 'Mã ĐVHC', 'Code of the commune, valid on that day'),
  ...activationCounts,
  ...lineage,
]

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

/** Every table of the lake by name. */
export const tables = {
  activation: activationColumns,
  activation_superseded: [...activationColumns, supersededAt],
  units: unitColumns,
  aliases: aliasColumns,
  landings: landingColumns,
  findings: findingColumns,
} as const satisfies Record<string, readonly Column[]>

export type TableName = keyof typeof tables
