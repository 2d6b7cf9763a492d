import type { Field } from '../../schema/layout.ts'
import { type Finding, finding } from '../../schema/receipts.ts'
import type { Header } from './find-header.ts'
import type { PrintedSum, ReadTable } from './read-table.ts'
import { columnLetter } from './sheet.ts'

const words = (n: number): string => n.toLocaleString('vi-VN')

/** Every printed sum of a sheet against its rows, those kept out included: what differs lands, with a warning. */
export function checkSums(table: ReadTable, sheet: string | null, header: Header, date: string | null): Finding[] {
  const columnOf = new Map(header.columns.map((column) => [column.field, column] as const))
  return table.sums.flatMap(({ row, date: of, district, section, counts }) => {
    const all = table.summed.filter((summed) => (of === null || summed.date === of) && (district === null || summed.district === district.code))
    const below = section === null ? all : nearest(counts, all, section)
    // Where no row was understood, nothing can be said of sums.
    if (!below.some(({ kept }) => kept)) return []
    return Object.entries(counts).flatMap(([field, printed]) => {
      const sum = sumOf(below, field)
      // Whoever printed the total may or may not have counted the rows that are kept out here.
      const keptSum = sumOf(
        below.filter(({ kept }) => kept),
        field,
      )
      const column = columnOf.get(field)
      if (printed === null || sum === null || sum === printed || keptSum === printed) return []
      const name = district?.fullName ?? ''
      return finding(
        'total_mismatch',
        `dòng ${row}, cột "${column?.heading ?? field}": tổng ${name ? `${name} ` : ''}ghi ${words(printed)}, cộng các dòng được ${words(sum)} (lệch ${words(printed - sum)}). Các dòng vẫn được nạp; hỏi lại đơn vị xuất tệp.`,
        `row ${row}, column "${column?.heading ?? field}": the total ${name ? `of ${name} ` : ''}says ${printed}, its rows add up to ${sum} (${printed - sum} off). The rows landed; ask whoever exported it.`,
        { sheet, row, column: column ? columnLetter(column.index) : null, date: of ?? date, unit_code: district?.code ?? null },
      )
    })
  })
}

/** A sum may be of all rows or of its section alone: of which, the count that it prints first tells. */
function nearest(counts: PrintedSum['counts'], all: ReadTable['summed'], number: number): ReadTable['summed'] {
  const own = all.filter(({ section }) => section === number)
  const field = Object.keys(counts).find((name) => counts[name] != null)
  if (field === undefined || own.length === 0) return all
  const off = (rows: ReadTable['summed']): number => Math.abs((sumOf(rows, field) ?? Number.POSITIVE_INFINITY) - (counts[field] as number))
  return off(own) < off(all) ? own : all
}

/** Null where a row's cell is no count: then nothing can be said about the sum. */
function sumOf(rows: ReadTable['summed'], field: Field): number | null {
  let sum = 0
  for (const { counts, faulty } of rows) {
    if (faulty.has(field)) return null
    sum += counts[field] ?? 0
  }
  return sum
}
