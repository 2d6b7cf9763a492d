import type { Field } from '../../schema/layout.ts'
import { type Finding, finding } from '../../schema/receipts.ts'
import { countOf } from './count.ts'
import type { Header } from './find-header.ts'
import { countFields } from './row-cells.ts'
import { type Cell, cellText, columnLetter, rowIndexes, type Sheet } from './sheet.ts'

/** No count is written longer. */
const LONGEST = 30
const ZERO_DECIMALS = /^([1-9]\d{0,2}(?:[.,' ]\d{3})+|\d+)([.,])0{1,2}$/

/** "1234.0", "1.234,00": the count, and the sign before its decimals; null where there are none, or others than zeros. */
function wholeOf(text: string): { readonly count: number; readonly sign: string } | null {
  const [, whole = '', sign = ''] = ZERO_DECIMALS.exec(text) ?? []
  const read = countOf(whole)
  return whole === '' || whole.includes(sign) || !('count' in read) || read.count === null ? null : { count: read.count, sign }
}

/**
 * Counts whose decimals are zeros, as programs print whole numbers of columns with gaps, made whole. Where a sign stands before
 * other digits too ("7.969" or "12.5" beside "12.0"), 12.0 may have been 12.000: then nothing is made of it.
 */
export function withWholeCounts(sheet: Sheet, header: Header): { sheet: Sheet; findings: Finding[] } {
  const counted: ReadonlySet<Field> = countFields(header.layout)
  const rates = header.layout.rates ?? {}
  const columns = header.columns.filter(({ field }) => field !== null && counted.has(field) && !(field in rates))
  const signed = signedTexts(sheet, header.below, columns)
  const mended = columns.map((column) => ({ column, found: mendedIn(signed.get(column.index) ?? []) })).filter(({ found }) => found.length > 0)
  if (mended.length === 0) return { sheet, findings: [] }
  const rows = sheet.rows.slice() as Cell[][]
  for (const { column, found } of mended) for (const { row, count } of found) rows[row] = (rows[row] as Cell[]).with(column.index, count)
  return { sheet: { ...sheet, rows }, findings: mended.map(({ column, found: [first] }) => zeroDecimals(sheet, column, first?.row as number)) }
}

interface SignedText {
  readonly row: number
  readonly text: string
}

/** Of each column the cells that hold a sign before digits, fractions among them. */
function signedTexts(sheet: Sheet, below: number, columns: Header['columns']): Map<number, SignedText[]> {
  const signed = new Map<number, SignedText[]>()
  for (const row of rowIndexes(sheet)) {
    const cells = sheet.rows[row]
    if (row < below || !cells?.length) continue
    for (const { index } of columns) {
      const cell = cells[index]
      const isSigned = typeof cell === 'number' ? !Number.isInteger(cell) : typeof cell === 'string' && cell.length < LONGEST && /[.,]\d/.test(cell)
      if (!isSigned) continue
      const texts = signed.get(index)
      if (texts) texts.push({ row, text: cellText(cell) })
      else signed.set(index, [{ row, text: cellText(cell) }])
    }
  }
  return signed
}

function mendedIn(texts: readonly SignedText[]): { row: number; count: number }[] {
  const read = texts.map(({ row, text }) => ({ row, text, whole: wholeOf(text) }))
  const doubtful = new Set(read.flatMap(({ text, whole }) => (whole ? [] : [...text.matchAll(/[.,](?=\d)/g)].map(([sign]) => sign))))
  return read.flatMap(({ row, whole }) => (whole && !doubtful.has(whole.sign) ? [{ row, count: whole.count }] : []))
}

function zeroDecimals({ name, rows }: Sheet, { index, heading }: Header['columns'][number], row: number): Finding {
  const [at, text] = [row + 1, cellText(rows[row]?.[index])]
  return finding(
    'zero_decimals',
    `cột ${columnLetter(index)} "${heading}" ghi số đếm kèm phần thập phân bằng 0 (${text}, từ dòng ${at}): đọc là số nguyên. Định dạng cột không có số lẻ khi xuất.`,
    `column ${columnLetter(index)} "${heading}" prints counts with decimals that are zero (${text}, from row ${at}): read as whole numbers. Format the column without decimals when exporting.`,
    { sheet: name, row: at, column: columnLetter(index) },
  )
}
