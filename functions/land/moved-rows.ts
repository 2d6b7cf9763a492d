import { type Finding, finding } from '../../schema/receipts.ts'
import type { Header } from './find-header.ts'
import { type Cell, cellText, rowIndexes, type Sheet } from './sheet.ts'

const NOTHING: Cell[] = []
const isDigits = (cell: Cell): boolean => /^[\d.,\s]*\d[\d.,\s]*$/.test(cellText(cell))

/**
 * Rows of delimited text, or of a page, that reach beyond their heading: a separator within a number ("1,234" without quotes)
 * has moved their cells, and nobody can tell from where on. Gives the sheet without them. In a workbook figures may stand beside a table.
 */
export function withoutMoved(sheet: Sheet, { top, below }: Header): { sheet: Sheet; findings: Finding[] } {
  if (sheet.name !== null) return { sheet, findings: [] }
  const width = Math.max(...sheet.rows.slice(top, below).map((row) => row.length))
  const beyond = (row: readonly Cell[]): Cell[] => (row.length > width ? row.slice(width).filter((cell) => cellText(cell) !== '') : NOTHING)
  const longer = rowIndexes(sheet).flatMap((index) => {
    const cells = index >= below ? beyond(sheet.rows[index] ?? NOTHING) : NOTHING
    return cells.length > 0 ? [{ index, isCounted: cells.some(isDigits) }] : []
  })
  // A note without a heading, in most rows, is no cell that has moved.
  const isUsual = longer.length * 2 > sheet.rows.length - below
  const moved = new Set(longer.flatMap(({ index, isCounted }) => (isCounted || !isUsual ? [index] : [])))
  return moved.size === 0
    ? { sheet, findings: [] }
    : { sheet: { ...sheet, rows: sheet.rows.map((row, i) => (moved.has(i) ? NOTHING : row)) }, findings: [...moved].map((i) => cellsMoved(i + 1)) }
}

const cellsMoved = (row: number): Finding =>
  finding(
    'cells_moved',
    `dòng ${row} có nhiều ô hơn hàng tiêu đề: các ô có thể đã lệch cột (như 1,234 không đặt trong ngoặc kép). Dòng bị loại; sửa dòng hoặc xuất lại tệp rồi nạp lại.`,
    `row ${row} has more cells than the heading: its cells may have moved (as 1,234 without quotes does). The row is kept out; mend it, or export the file again, and land again.`,
    { row },
  )
