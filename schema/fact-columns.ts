import { type Column, column } from './column.ts'

/**
 * Over time a count is added up, or the last or the first of it stands (a stock at the end, at the beginning of a period);
 * `alone`: it says something of its own period only. Over units every count but an `alone` one adds up.
 */
export type OverTime = 'sum' | 'last' | 'first' | 'alone'

export interface CountColumn extends Column {
  readonly overTime: OverTime
}

const count = (name: string, overTime: OverTime, vi: string, en: string): CountColumn => ({ ...column(name, 'BIGINT', vi, en), overTime })

/** The counters of an activation export: stocks at the end of a day, counted in accounts or dossiers, per commune. */
export const activationCounts: readonly CountColumn[] = [
  count('eligible', 'last', 'Công dân đủ điều kiện', 'Citizens eligible for an e-identity account'),
  count('target', 'last', 'Chỉ tiêu giao', 'Target given: accounts to activate'),
  count('received', 'last', 'Hồ sơ thu nhận', 'Account dossiers received, all levels'),
  count('received_l1', 'last', 'Hồ sơ thu nhận mức 1', 'Account dossiers received, level 1'),
  count('received_l2', 'last', 'Hồ sơ thu nhận mức 2', 'Account dossiers received, level 2'),
  count('approved', 'last', 'Đã phê duyệt', 'Account dossiers approved, all levels'),
  count('approved_l1', 'last', 'Đã phê duyệt mức 1', 'Account dossiers approved, level 1'),
  count('approved_l2', 'last', 'Đã phê duyệt mức 2', 'Account dossiers approved, level 2'),
  count('activated', 'last', 'Đã kích hoạt', 'Accounts activated, all levels'),
  count('activated_l1', 'last', 'Đã kích hoạt mức 1', 'Accounts activated, level 1'),
  count('activated_l2', 'last', 'Đã kích hoạt mức 2', 'Accounts activated, level 2'),
]

/** Dossiers of administrative procedures in a period (II.06a/VPCP/KSTT, QĐ 766, the weekly report of essential services). */
export const dossierCounts: readonly CountColumn[] = [
  count('procedures', 'last', 'Số TTHC', "Administrative procedures in the unit's charge"),
  count('received_online', 'sum', 'Tiếp nhận trực tuyến', 'Dossiers newly received online'),
  count('received_in_person', 'sum', 'Tiếp nhận trực tiếp, bưu chính', 'Dossiers newly received in person or by post'),
  count('received_direct', 'sum', 'Tiếp nhận trực tiếp', 'Of these, handed in at the desk'),
  count('received_postal', 'sum', 'Tiếp nhận qua bưu chính công ích', 'Of these, by public post'),
  count('dossiers_received', 'sum', 'Tiếp nhận trong kỳ', 'Dossiers newly received in the period, every channel'),
  count('carried_over', 'first', 'Từ kỳ trước chuyển qua', 'Dossiers pending when the period began'),
  count('resolved_early', 'sum', 'Giải quyết trước hạn', 'Dossiers resolved before they were due'),
  count('resolved_on_time', 'sum', 'Giải quyết đúng hạn', 'Dossiers resolved when they were due'),
  count('resolved_in_term', 'sum', 'Giải quyết trước và đúng hạn', 'Dossiers resolved early or on time'),
  count('resolved_overdue', 'sum', 'Giải quyết quá hạn', 'Dossiers resolved after they were due'),
  count('dossiers_resolved', 'sum', 'Đã giải quyết', 'Dossiers resolved in the period'),
  count('pending_in_term', 'last', 'Đang giải quyết trong hạn', 'Dossiers pending when the period ended, not yet due'),
  count('pending_overdue', 'last', 'Đang giải quyết quá hạn', 'Dossiers pending when the period ended, overdue'),
  count('dossiers_pending', 'last', 'Đang giải quyết', 'Dossiers pending when the period ended'),
  count('results_returned', 'sum', 'Đã trả kết quả', 'Results handed over'),
  count('dossiers_refused', 'sum', 'Không tiếp nhận', 'Dossiers not accepted'),
  count('sent_back', 'sum', 'Trả lại yêu cầu bổ sung', 'Dossiers sent back to be completed'),
  count('to_sync', 'sum', 'Phải đồng bộ lên Cổng DVCQG', 'Dossiers to be synchronised to the national portal'),
  count('synced', 'sum', 'Đã đồng bộ lên Cổng DVCQG', 'Dossiers synchronised to the national portal'),
  count('printed_online_rate', 'alone', 'Tỷ lệ trực tuyến ghi trong tệp (phần triệu)', 'Online rate as the export prints it, in millionths'),
  count('printed_on_time_rate', 'alone', 'Tỷ lệ đúng hạn ghi trong tệp (phần triệu)', 'On-time rate of resolved dossiers as printed, in millionths'),
  count('printed_in_term_rate', 'alone', 'Tỷ lệ xử lý đúng hạn, trong hạn ghi trong tệp (phần triệu)', 'Rate of dossiers handled in term (QĐ 766) as printed, in millionths'),
]

/** Totals that forms print and that rows are checked by; their parts are kept, so they are not. */
const printedTotals: readonly CountColumn[] = [
  count('dossiers_to_handle', 'alone', 'Tổng số tiếp nhận, gồm kỳ trước', 'Dossiers received and carried over'),
  count('dossiers_handled', 'alone', 'Tổng số đã và đang giải quyết', 'Dossiers resolved and pending'),
]

/** Why dossiers were overdue, refused or sent back: a group of schema/causes.ts, never the words of an export. */
export const causeColumns: readonly Column[] = [
  column('overdue_cause', 'VARCHAR', 'Nhóm nguyên nhân quá hạn', 'Group of causes of the overdue dossiers'),
  column('refused_cause', 'VARCHAR', 'Nhóm lý do không tiếp nhận', 'Group of reasons of the refusals'),
  column('sent_back_cause', 'VARCHAR', 'Nhóm nguyên nhân trả lại', 'Group of causes of the dossiers sent back'),
]

/** Results digitised and fees paid online in a period. */
export const digitisationCounts: readonly CountColumn[] = [
  count('resolved', 'sum', 'Hồ sơ đã giải quyết theo báo cáo số hóa', 'Dossiers resolved, as the report on digitisation counts them'),
  count('digitised_results', 'sum', 'Kết quả đã số hóa', 'Results digitised'),
  count('payable', 'sum', 'Hồ sơ có nghĩa vụ tài chính', 'Dossiers with a fee to pay'),
  count('paid_online', 'sum', 'Thanh toán trực tuyến', 'Of these, paid online'),
  count('paid_online_national', 'sum', 'Thanh toán qua Cổng DVCQG', 'Of these, paid through the national portal'),
  count('printed_digitisation_rate', 'alone', 'Tỷ lệ số hóa ghi trong tệp (phần triệu)', 'Digitisation rate as the export prints it, in millionths'),
  count('printed_payment_rate', 'alone', 'Tỷ lệ thanh toán trực tuyến ghi trong tệp (phần triệu)', 'Online payment rate as the export prints it, in millionths'),
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

const period: readonly Column[] = [
  column('first', 'DATE', 'Ngày đầu kỳ', 'First day of the period'),
  column('last', 'DATE', 'Ngày cuối kỳ', "Last day of the period; its year is the row's"),
  column('unit_code', 'VARCHAR', 'Mã đơn vị', 'Code of the unit whose own desk it is: agency, district or commune, valid on the last day'),
]

const breakdown: readonly Column[] = [
  column('service', 'VARCHAR', 'Mã DVC thiết yếu', 'Code of the essential service; null where the row is of all dossiers or of a field'),
  column('field', 'VARCHAR', 'Lĩnh vực', 'Field of work; null where the row is of all dossiers or of a service'),
]

/** Parts of keys that are null where an export has no such breakdown. */
export const breakdownColumns: readonly string[] = breakdown.map(({ name }) => name)

/** A fact table: a key says whose figures of when a row holds, cells are what exports say, lineage says which of them. */
export interface FactTable {
  readonly key: readonly Column[]
  readonly counts: readonly CountColumn[]
  /** What is merged cell by cell: the counts, and the texts beside them. */
  readonly cells: readonly Column[]
  /** The key's column whose year the row lies in. */
  readonly day: 'date' | 'last'
  readonly columns: readonly Column[]
}

const factTable = (key: readonly Column[], counts: readonly CountColumn[], texts: readonly Column[], day: FactTable['day']): FactTable => ({
  key,
  counts,
  cells: [...counts, ...texts],
  day,
  columns: [...key, ...counts, ...texts, ...lineage],
})

export const factTables = {
  activation: factTable(
    [column('date', 'DATE', 'Ngày số liệu', 'Day the counters are of'), column('unit_code', 'VARCHAR', 'Mã ĐVHC', 'Code of the commune, valid on that day')],
    activationCounts,
    [],
    'date',
  ),
  dossiers: factTable([...period, ...breakdown], dossierCounts, causeColumns, 'last'),
  digitisation: factTable(period, digitisationCounts, [], 'last'),
} as const satisfies Record<string, FactTable>

const counts = new Map([...activationCounts, ...dossierCounts, ...digitisationCounts, ...printedTotals].map((one) => [one.name, one]))
/** How a count is called, for messages. */
export const countLabel = (name: string): { readonly vi: string; readonly en: string } => counts.get(name) ?? { vi: name, en: name }

export type FactTableName = keyof typeof factTables
export const factTableNames = Object.keys(factTables) as FactTableName[]
