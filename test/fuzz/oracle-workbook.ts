import * as xlsx from '@e965/xlsx'
import type { Oracle, OracleCell } from './oracle-sheet.ts'
import { partsOf } from './zip-parts.ts'

const cellOf = (cell: xlsx.CellObject | undefined): OracleCell => {
  if (!cell) return null
  if (cell.v === undefined || cell.v === null || cell.t === 'z') return cell.f === undefined ? null : { odd: 'a formula without a value' }
  if (cell.t === 'n') return cell.v as number
  if (cell.t === 's') return String(cell.v)
  return { odd: String(cell.v) }
}

/** SheetJS is lenient with broken XML: a sheet whose tags do not match can't be trusted. */
function unbalanced(bytes: Buffer): string | null {
  for (const { name, bytes: part } of partsOf(bytes).filter((one) => /worksheets\/.*\.xml$/i.test(one.name))) {
    const open: string[] = []
    const text = part.toString('utf8').replace(/<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!DOCTYPE[^[>]*(?:\[.*?\])?>/gs, '')
    for (const [, end, tag, self] of text.matchAll(/<(\/?)([^\s>/]+)(?:"[^"]*"|'[^']*'|[^'">])*?(\/?)>/g))
      if (end ? open.pop() !== tag : !self && open.push(tag as string) < 0) return name
    if (open.length > 0) return name
  }
  return null
}

/** A workbook as SheetJS reads it. */
export function readWorkbook(bytes: Buffer): Oracle {
  const own = console.error
  console.error = () => undefined
  try {
    const zip = bytes.subarray(0, 2).toString('latin1') === 'PK'
    const part = zip ? unbalanced(bytes) : null
    if (part !== null) return { broken: `tags of ${part} do not match` }
    const book = xlsx.read(bytes, { type: 'buffer', dense: true, sheetStubs: true, cellFormula: true, cellHTML: false, cellText: false })
    return book.SheetNames.map((name, i) => {
      const rows = (book.Sheets[name] as xlsx.DenseWorkSheet)['!data'] ?? []
      return { name, hidden: Boolean(book.Workbook?.Sheets?.[i]?.Hidden), rows: rows.length, cell: (row: number, column: number) => cellOf(rows[row]?.[column]) }
    })
  } catch {
    return null
  } finally {
    console.error = own
  }
}
