import { gridSheet, type Oracle, type OracleCell } from './oracle-sheet.ts'

/** Delimited text field by field, as RFC 4180 writes it; what does not fit is told apart, not guessed. */
export function readCsv(bytes: Buffer, delimiter: string, encoding: 'utf-8' | 'utf-16le' = 'utf-8'): Oracle {
  const text = bytes.toString(encoding === 'utf-8' ? 'utf8' : 'utf16le').replace(/^\ufeff/, '')
  const mark = delimiter === '\t' ? '\\t' : delimiter
  const field = new RegExp(`(?:"((?:[^"]|"")*)"([^${mark}\\r\\n]*)|([^${mark}\\r\\n]*))(${mark}|\\r\\n|\\r|\\n|$)`, 'y')
  const rows: OracleCell[][] = [[]]
  while (field.lastIndex < text.length) {
    const found = field.exec(text)
    if (!found) return { broken: 'a quote that does not end' }
    const [, inQuotes, behind, plain = '', end] = found
    if (plain.startsWith('"')) return { broken: 'a quote that does not end' }
    const cell: OracleCell = inQuotes === undefined ? plain : behind ? { odd: 'words behind a quote' } : inQuotes.replaceAll('""', '"')
    rows.at(-1)?.push(cell === '' ? null : cell)
    if (end !== delimiter && field.lastIndex < text.length) rows.push([])
  }
  return [gridSheet(rows)]
}
