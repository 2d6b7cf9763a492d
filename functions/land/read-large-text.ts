import type { NumberColumn } from '../../queries/duckdb.ts'
import { DAY_MS } from '../../schema/days.ts'
import { quoted } from '../../schema/quoted.ts'
import type { LargeRows } from './arriving.ts'
import { countColumns, stagedColumns } from './commit-facts.ts'
import { bytesOf, type FlatTable, flatTable, sheetWith, topOf } from './flat-table.ts'
import { withinBounds } from './open-file.ts'
import { CODE_DIGITS, DAY, MOST_LEFT, MOST_LEFT_BYTES, NONE, type PlainRows } from './plain-rows.ts'
import { type Clean, type Export, exportOf } from './read-export.ts'
import type { LandingRegister } from './register.ts'
import { type InOrder, type LinesOfPlace, lineOf, rowsInOrder, without } from './rows-in-order.ts'
import type { Said } from './said.ts'
import { tablesOf } from './sheet-tables.ts'
import { timestamp } from './workspace.ts'

export interface LargeText {
  /** The whole file, with those of its rows that the reader of all exports made. */
  readonly read: Export
  /** Its rows in order. */
  readonly rows: LargeRows
}

/**
 * A large flat table: rows in perfect order are taken as the numbers they are, every other line goes to the reader of all
 * exports. The same facts and findings either way; null where the file is no such table. Throws RefusedError.
 */
export function readLargeText(bytes: Buffer, source: string, receivedAt: number, said: Said, register: LandingRegister): LargeText | null {
  const flat = flatTable(bytes)
  if (!flat) return null
  const isMore = ({ left }: InOrder): boolean => left.length > MOST_LEFT || bytesOf(flat, left) > MOST_LEFT_BYTES
  for (let inOrder = rowsInOrder(flat.rows, flat.header.layout, register); !isMore(inOrder); ) {
    const read = readLeft(flat, inOrder, said, register)
    if (!read) return null
    // Of rows of one unit and day none is in order: then lines are left that were not, and all that are left read again.
    const beside = new Set<number>()
    for (const { unit, date } of [...read.rows, ...read.disputed]) {
      const line = lineOf(flat.rows, inOrder, unit, date)
      if (line !== null) beside.add(line)
    }
    if (beside.size === 0) return { read, rows: largeRows(flat.rows, inOrder.places, source, receivedAt) }
    inOrder = without(inOrder, beside)
  }
  return null
}

/** What the reader of all exports makes of the lines that are left; null where only it can tell, from all of them. */
function readLeft(flat: FlatTable, { places, left }: InOrder, said: Said, register: LandingRegister): Export | null {
  const sheet = sheetWith(flat, left)
  // Rows below a second heading are another table's.
  if (tablesOf(sheet).length > 1) return null
  const [top = null] = withinBounds([topOf(flat)])
  const read = exportOf([sheet], said, register, { top, ...cleanOf(flat.rows, places) })
  // A sum among the rows can be checked only by whoever has them all; and 12.0 may be 12.000 where others have thousands.
  const isDoubtful = flat.rows.grouped && read.findings.some(({ code }) => code === 'zero_decimals')
  return read.sums > 0 || isDoubtful ? null : read
}

function cleanOf({ cells, width }: PlainRows, places: readonly LinesOfPlace[]): Omit<Clean, 'top'> {
  const ends = places.flatMap(({ lines }) => [lines[0], lines.at(-1)].map((line) => cells[(line as number) * width + DAY] as number))
  const days = ends.sort((a, b) => a - b).map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10))
  return {
    rows: places.reduce((count, { lines }) => count + lines.length, 0),
    first: days[0] ?? null,
    last: days.at(-1) ?? null,
    provinces: [...new Set(places.map(({ province }) => province))],
  }
}

/** The rows as the other staged ones look. A day without an hour counts as its end, in Viet Nam. */
function largeRows({ cells, width }: PlainRows, places: readonly LinesOfPlace[], source: string, receivedAt: number): LargeRows {
  const own: Readonly<Record<string, string>> = {
    date: 'date',
    unit_code: `lpad(cast(code as varchar), ${CODE_DIGITS}, '0')`,
    stated_at: 'cast(date as timestamp) + interval 17 hours - interval 1 millisecond',
    received_at: timestamp(receivedAt),
    source: quoted(source),
    source_sheet: 'null',
    source_row: 'line + 1',
  }
  const expression = (name: string, province: string): string => (name === 'province' ? quoted(province) : (own[name] ?? `nullif(${name}, ${NONE})`))
  return {
    places,
    bytes: cells.byteLength,
    provide(work) {
      const parts = places.map(({ lines }) => ({ count: lines.length, fill: (column: number, from: number, into: Int32Array) => fill(cells, width, lines, column, from, into) }))
      const { name, release } = work.provide(numbers, parts)
      const columns = (province: string): string[] => stagedColumns('activation').map((column) => `cast(${expression(column.name, province)} as ${column.type}) as ${column.name}`)
      return { selects: places.map(({ province }, part) => `select ${columns(province).join(', ')} from ${name}(${part})`), release }
    },
  }
}

/** A line's number, and the numbers in it. */
const numbers: readonly NumberColumn[] = [
  { name: 'line', type: 'INTEGER' },
  { name: 'date', type: 'DATE' },
  { name: 'code', type: 'INTEGER' },
  ...countColumns('activation').map((name) => ({ name, type: 'INTEGER' }) as const),
]

function fill(cells: Int32Array, width: number, lines: LinesOfPlace['lines'], column: number, from: number, into: Int32Array): void {
  for (let i = 0; i < into.length; i++) {
    const line = lines[from + i] as number
    into[i] = column === 0 ? line : (cells[line * width + column - 1] as number)
  }
}
