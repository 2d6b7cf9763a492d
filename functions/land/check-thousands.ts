import { type Finding, finding } from '../../schema/receipts.ts'
import { type Header, isCount } from './find-header.ts'
import { type Cell, columnLetter, rowIndexes, type Sheet } from './sheet.ts'

/** "7.969" that a program of another country took for a fraction: 7969 with its dot misread. */
const isMisread = (cell: Cell | undefined): boolean => typeof cell === 'number' && !Number.isInteger(cell) && Math.abs(cell * 1000 - Math.round(cell * 1000)) < 1e-6
/** Then "12.000" of the same column has become 12, which looks like a count. */
const mayBeMisread = (cell: Cell | undefined): boolean => typeof cell === 'number' && Number.isInteger(cell) && cell > 0 && cell < 1000

export function checkThousands(sheet: Sheet, header: Header): Finding[] {
  const below = rowIndexes(sheet).filter((row) => row >= header.below)
  return header.columns.flatMap(({ field, index, heading }) => {
    const row =
      isCount(field) && !(field !== null && field in (header.layout.rates ?? {})) && below.some((n) => isMisread(sheet.rows[n]?.[index]))
        ? below.find((n) => mayBeMisread(sheet.rows[n]?.[index]))
        : undefined
    if (row === undefined) return []
    const at = row + 1
    return finding(
      'thousands_lost',
      `cột ${columnLetter(index)} "${heading}" có số lẻ (kiểu 7.969): dấu chấm hàng nghìn đã bị hiểu thành dấu thập phân, nên số dưới 1000 (từ dòng ${at}) có thể thiếu ba số 0. Đã nạp như ghi; xuất lại tệp với cột là văn bản.`,
      `column ${columnLetter(index)} "${heading}" holds fractions (like 7.969): dots between thousands were taken for decimal points, so numbers below 1000 (from row ${at}) may lack three zeros. Landed as written; export again with the column as text.`,
      { sheet: sheet.name, row: at, column: columnLetter(index) },
    )
  })
}
