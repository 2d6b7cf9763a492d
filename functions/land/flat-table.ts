import { isUtf8 } from 'node:buffer'
import type { Layout } from '../../schema/layout.ts'
import { countColumns } from './commit-facts.ts'
import { findHeader, type Header } from './find-header.ts'
import { delimiterOf, parseText } from './open-text.ts'
import { type CellKind, type PlainLines, plainLines } from './plain-lines.ts'
import type { Cell, Sheet } from './sheet.ts'

/** A large flat table as DuckDB may read it: its heading, and which of its lines are plain. */
export interface FlatTable {
  readonly bytes: Buffer
  readonly header: Header
  readonly delimiter: string
  readonly kinds: readonly CellKind[]
  readonly lines: PlainLines
}

/** Lines at the top that are looked at whatever they hold: by their words a list of persons is known, by their codes the province. */
const TOP = 2_001

/** The delimiter is told by so many bytes: as many characters as delimiterOf() looks at, whatever they are. */
const HEAD_BYTES = 16_384

/** Rows of communes whose counts are held against no more than their parts and each other (read-large-text.ts). */
const isFlat = ({ row, tables, rest, wholes, equal, rates }: Layout): boolean => row === 'commune' && tables.join() === 'activation' && !rest && !wholes && !equal && !rates

/** Valid UTF-8 whose first line is the heading of a table of communes, with a date and a code column; null: no such table. */
export function flatTable(bytes: Buffer): FlatTable | null {
  if (!isUtf8(bytes) || bytes.includes(0)) return null
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const head = bytes.subarray(from, HEAD_BYTES).toString('utf8')
  const delimiter = delimiterOf(head)
  const rows = parseText(head.slice(0, head.lastIndexOf('\n')), delimiter)
  const header = findHeader(sheetOf(rows))
  if (header?.top !== 0 || header.below !== 1 || !isFlat(header.layout)) return null
  if (indexOf(header, 'date') === undefined || indexOf(header, 'unit_code') === undefined) return null
  const kinds = kindsOf(header, (rows[0] as Cell[]).length)
  const lines = plainLines(bytes, from, delimiter, kinds)
  return lines && { bytes, header, delimiter, kinds, lines }
}

/** Where a field's cells stand: in the first of its columns. */
export const indexOf = ({ columns }: Header, field: string): number | undefined => columns.find((one) => one.field === field)?.index

function kindsOf(header: Header, width: number): CellKind[] {
  const kinds = new Array<CellKind>(width).fill('other')
  const counts = countColumns('activation').map((field) => [field, 'count'] as const)
  for (const [field, kind] of [['date', 'day'], ['unit_code', 'name'], ['unit_name', 'name'], ...counts] as const) {
    const index = indexOf(header, field)
    if (index !== undefined) kinds[index] = kind
  }
  return kinds
}

/** Some of its lines, each in its row; the heading is among them. */
export function sheetWith(table: FlatTable, numbers: readonly number[]): Sheet {
  const rows: Cell[][] = []
  for (const n of [0, ...numbers]) rows[n] = rowsBetween(table, n, n + 1)[0] ?? []
  rows.length = table.lines.lines
  return sheetOf(rows)
}

/** Its first lines. */
export const topOf = (table: FlatTable): Sheet => sheetOf(rowsBetween(table, 0, Math.min(TOP, table.lines.lines)))

const rowsBetween = ({ bytes, delimiter, lines }: FlatTable, from: number, to: number): Cell[][] =>
  parseText(bytes.toString('utf8', lines.starts[from], lines.starts[to]), delimiter)

/** The lines below the heading as DuckDB is to read them: for an odd one stands one without any cell filled. */
export function plainParts({ bytes, delimiter, kinds, lines }: FlatTable): Buffer[] {
  const nothing = Buffer.from(delimiter.repeat(kinds.length - 1) + lines.ending)
  const parts: Buffer[] = []
  let from = 1
  for (const n of [...lines.odd, lines.lines]) {
    if (n > from) parts.push(bytes.subarray(lines.starts[from], lines.starts[n]))
    if (n < lines.lines) parts.push(nothing)
    from = n + 1
  }
  return parts
}

const sheetOf = (rows: Cell[][]): Sheet => ({ name: null, hidden: false, rows, merges: [], hiddenRows: new Set(), lines: [] })
