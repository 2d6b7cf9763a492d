import { factTables } from '../../schema/fact-columns.ts'
import type { Field, Layout } from '../../schema/layout.ts'
import { type Finding, finding } from '../../schema/receipts.ts'
import type { Header } from './find-header.ts'
import { agrees, type PrintedRate, ratesOf } from './printed-rate.ts'
import type { ReadRow } from './read-table.ts'
import { rowCells } from './row-cells.ts'
import type { Sheet } from './sheet.ts'

/** Rows with the rates that their export prints, and what of them is not what the counts beside them give. */
export function withRates(rows: readonly ReadRow[], sheet: Sheet, header: Header): { rows: ReadRow[]; findings: Finding[] } {
  const columns = rowCells(header)
  const printed = Object.entries(header.layout.rates ?? {}).filter(([field]) => columns.has(field))
  const findings: Finding[] = []
  const rated = rows.map((row) => {
    const kept: Record<Field, number | null> = {}
    for (const [field, [numerator, denominator]] of printed) {
      const place = { sheet: row.sheet, row: row.row, column: columns.letterOf(field), unit_code: row.unit.code, date: row.date }
      const rates = ratesOf(columns.cell(sheet.rows[row.row - 1] ?? [], field))
      if (rates === 'none') continue
      if (rates === 'unreadable') {
        findings.push(notARate(columns.headingOf(field), place))
        continue
      }
      const [n, d] = [sumOf(row, numerator), sumOf(row, denominator)]
      const fitting = n === null || d === null ? undefined : rates.find((rate) => agrees(rate, n, d))
      // Offices print 0 % too where there is nothing to divide by.
      const isNothing = d === 0 && rates.every(({ millionths }) => millionths === 0)
      if (isNothing) continue
      if (n !== null && d !== null && !fitting) findings.push(otherRate(columns.headingOf(field), nearest(rates, n, d), n, d, place))
      if (isKept(header.layout, field)) kept[field] = fitting?.millionths ?? (rates.length === 1 ? (rates[0]?.millionths ?? null) : null)
    }
    return { ...row, counts: { ...row.counts, ...kept } }
  })
  return { rows: rated, findings }
}

const isKept = ({ tables }: Layout, field: Field): boolean => tables.some((table) => factTables[table].counts.some(({ name }) => name === field))

function sumOf({ counts }: ReadRow, fields: readonly Field[]): number | null {
  const values = fields.map((field) => counts[field])
  return values.every((value) => value != null) ? values.reduce((sum, value) => sum + value, 0) : null
}

type Place = { sheet: string | null; row: number; column: string | null; unit_code: string; date: string }

/** Of a number that may be a percentage or a part of one, the reading that is meant. */
const nearest = (rates: readonly PrintedRate[], numerator: number, denominator: number): PrintedRate =>
  [...rates].sort((a, b) => Math.abs(a.millionths * denominator - numerator * 1e6) - Math.abs(b.millionths * denominator - numerator * 1e6))[0] as PrintedRate

const percent = (millionths: number): string => `${(millionths / 1e4).toLocaleString('vi-VN', { maximumFractionDigits: 2 })} %`

function otherRate(heading: string, { millionths }: PrintedRate, numerator: number, denominator: number, place: Place): Finding {
  const computed = denominator === 0 ? '—' : percent((numerator / denominator) * 1e6)
  return finding(
    'rate_mismatch',
    `dòng ${place.row}, cột "${heading}": tệp ghi ${percent(millionths)}, số liệu cho ${computed} (${numerator}/${denominator}). Đã nạp số đếm; tỷ lệ luôn tính lại.`,
    `row ${place.row}, column "${heading}": the file prints ${percent(millionths)}, its counts give ${computed} (${numerator}/${denominator}). The counts landed; rates are always computed anew.`,
    place,
  )
}

const notARate = (heading: string, place: Place): Finding =>
  finding(
    'not_a_rate',
    `dòng ${place.row}, cột "${heading}": không phải tỷ lệ phần trăm; bỏ qua, tỷ lệ tính từ số đếm.`,
    `row ${place.row}, column "${heading}": not a percentage; passed over, the rate is computed from the counts.`,
    place,
  )
