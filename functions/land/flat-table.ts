import { isUtf8 } from 'node:buffer'
import { headingKey, type Layout } from '../../schema/layout.ts'
import { isUnitColumn, saysMany } from './check-ones.ts'
import { countColumns } from './commit-facts.ts'
import { findHeader, type Header } from './find-header.ts'
import { delimiterOf, parseText } from './open-text.ts'
import { type CellKind, type PlainColumn, type PlainRows, plainRows } from './plain-rows.ts'
import type { Cell, Sheet } from './sheet.ts'

/** A large flat table: its heading, and its plain rows. */
export interface FlatTable {
  readonly header: Header
  readonly delimiter: string
  readonly rows: PlainRows
}

/** Lines at the top that are looked at whatever they hold: by their words a list of persons is known, by their codes the province. */
const TOP = 2_001

/** The delimiter is told by so many bytes: as many characters as delimiterOf() looks at, whatever they are. */
const HEAD_BYTES = 16_384

/** Rows of communes whose counts are held against no more than their parts and each other (rows-in-order.ts). */
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
  if (header.columns.some(({ heading }) => isUnitColumn(heading))) return null
  const keys = new Set(header.columns.map(({ heading }) => headingKey(heading)))
  const plain = plainRows(bytes, from, {
    delimiter,
    columns: columnsOf(header, (rows[0] as Cell[]).length),
    counts: countColumns('activation').length,
    // Among others a heading may be the header again.
    speaks: (word) => saysMany(word) || keys.has(headingKey(word)),
  })
  return plain && { header, delimiter, rows: plain }
}

/** Where a field's cells stand: in the first of its columns. */
const indexOf = ({ columns }: Header, field: string): number | undefined => columns.find((one) => one.field === field)?.index

function columnsOf(header: Header, width: number): PlainColumn[] {
  const columns = new Array<PlainColumn>(width).fill({ kind: 'other', count: -1 })
  const put = (field: string, kind: CellKind, count = -1): void => {
    const index = indexOf(header, field)
    if (index !== undefined) columns[index] = { kind, count }
  }
  put('date', 'day')
  put('unit_code', 'code')
  put('unit_name', 'name')
  for (const [count, field] of countColumns('activation').entries()) put(field, 'count', count)
  return columns
}

/** Some of its lines, each in its row; the heading is among them. */
export function sheetWith(table: FlatTable, numbers: readonly number[]): Sheet {
  const rows: Cell[][] = []
  for (const n of [0, ...numbers]) rows[n] = rowsBetween(table, n, n + 1)[0] ?? []
  rows.length = table.rows.lines
  return sheetOf(rows)
}

/** Its first lines. */
export const topOf = (table: FlatTable): Sheet => sheetOf(rowsBetween(table, 0, topLines(table.rows)))

const topLines = ({ lines }: PlainRows): number => Math.min(TOP, lines)

/** Bytes of some lines, and of the first ones. */
export function bytesOf({ rows }: FlatTable, numbers: readonly number[]): number {
  const { starts } = rows
  return numbers.reduce((sum, n) => sum + (starts[n + 1] as number) - (starts[n] as number), (starts[topLines(rows)] as number) - (starts[0] as number))
}

const BOM = '\ufeff'
/** Of a text the parser leaves out a byte order mark, which only the file's own first one is. */
const rowsBetween = ({ delimiter, rows: { bytes, starts } }: FlatTable, from: number, to: number): Cell[][] =>
  parseText((from === 0 ? '' : BOM) + bytes.toString('utf8', starts[from], starts[to]), delimiter)

const sheetOf = (rows: Cell[][]): Sheet => ({ name: null, hidden: false, rows, merges: [], hiddenRows: new Set(), lines: [] })
