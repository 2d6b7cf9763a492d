import { refuse } from '../../schema/receipts.ts'
import type { Cell } from './sheet.ts'

/** Delimited text as rows of texts, and the 1-based row in which a quote is opened that never ends; null: all of them end. */
export interface Delimited {
  readonly rows: Cell[][]
  readonly unclosed: number | null
}

/** Where the quote ends that was opened before `from`; -1: nowhere. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

/** As many as a sheet of Excel has: a line of more is none of a table, and would fill the memory. */
const MOST_CELLS = 16_384

const tooWide = (row: number) =>
  refuse(
    'too_large',
    `Dòng ${row} có hơn ${MOST_CELLS} ô: không phải dòng của bảng nào. Xuất lại tệp.`,
    `Row ${row} has over ${MOST_CELLS} cells, which no table's has. Export the file again.`,
    { row },
  )

/**
 * Fields as RFC 4180 has them. Where words stand behind a closing quote the field is kept as it is written, quotes and all:
 * "12"34 is no 1234. Throws RefusedError where a row has more cells than any.
 */
export function parseDelimited(text: string, delimiter: string): Delimited {
  const end = new RegExp(`[${delimiter}\r\n]`, 'g')
  const rows: Cell[][] = []
  let row: Cell[] = []
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length || row.length > 0; ) {
    const close = text[at] === '"' ? closingQuote(text, at + 1) : null
    if (close === -1) return { rows: [...rows, [...row, text.slice(at)]], unclosed: rows.length + 1 }
    end.lastIndex = close === null ? at : close + 1
    const stop = end.exec(text)?.index ?? text.length
    const isQuoted = close !== null && text.slice(close + 1, stop).trim() === ''
    row.push(isQuoted ? text.slice(at + 1, close).replaceAll('""', '"') : text.slice(at, stop))
    at = stop + (text.startsWith('\r\n', stop) ? 2 : 1)
    if (row.length > MOST_CELLS) throw tooWide(rows.length + 1)
    if (text[stop] === delimiter) continue
    rows.push(row)
    row = []
  }
  return { rows, unclosed: null }
}
