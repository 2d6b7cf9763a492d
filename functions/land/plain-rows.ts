import { remembered } from '../../schema/remembered.ts'
import { COMMA, CR, DOT, dayFirst, dayNumber, digitsEnd, isDigit, LF, lineEnd, QUOTE, SLASH, textEnd, yearFirst, ZERO } from './plain-cells.ts'

/**
 * Rows of a delimited text as numbers, in one pass over the bytes: those as programs write them, with as many cells as the
 * heading has, each of the kind of its column, no quote within a cell. Every other line is odd, and the reader of all exports' to read.
 */

/** What a column's cells hold in a plain line: a day, a commune's code, its name, a count, words that are not landed and say nothing. */
export type CellKind = 'day' | 'code' | 'name' | 'count' | 'other'

export interface PlainColumn {
  readonly kind: CellKind
  /** Which of the counts it is, if it is one. */
  readonly count: number
}

export interface PlainForm {
  readonly delimiter: string
  readonly columns: readonly PlainColumn[]
  /** How many counts a line may tell. */
  readonly counts: number
  /** Whether a word that is not landed tells something of the table all the same. */
  speaks(word: string): boolean
}

export interface PlainRows {
  readonly bytes: Buffer
  /** Lines of the file, the heading among them. */
  readonly lines: number
  /** Where each line begins, the heading's first; and where the last one ends. */
  readonly starts: Uint32Array
  /** Numbers that a line takes in `cells`: its day, its code, its counts. */
  readonly width: number
  /** Line by line; of an odd one nothing that means anything. */
  readonly cells: Int32Array
  /** Where each line's name begins and ends; null without a column of names. */
  readonly names: Uint32Array | null
  /** Lines that are not plain, the heading aside. */
  readonly odd: readonly number[]
  /** Whether digits are grouped in a plain line. */
  readonly grouped: boolean
}

/** Where a line's numbers stand in `cells`: its day since 1970, its code as a number, its first count. */
export const [DAY, CODE, COUNTS] = [0, 1, 2]
/** A count's cell is empty. */
export const NONE = -1
export const CODE_DIGITS = 5

/** A count has no more digits, nor has a word that can't be somebody's number. */
const MOST_DIGITS = 8
const ANY_DIGITS = Number.MAX_SAFE_INTEGER

/** The file as it is read, the line that is being read, and the days seen so far: they come again and again. */
interface Scan {
  readonly bytes: Buffer
  readonly delimiter: number
  readonly kinds: readonly CellKind[]
  /** Of each column: which of a line's numbers it is, if it is written as one; else below zero. */
  readonly slots: Int32Array
  /** Counts that have no column. */
  readonly absent: readonly number[]
  /** Whether the words between two bytes say something. */
  speaks(from: number, to: number): boolean
  readonly crlf: boolean
  readonly width: number
  cells: Int32Array
  names: Uint32Array | null
  line: number
  grouped: boolean
  readonly days: Map<number, number | null>
}

/** Lines that are left to the reader of all exports, and their bytes; beyond that it reads the whole file. */
export const MOST_LEFT = 100_000
export const MOST_LEFT_BYTES = 8 * 1024 * 1024

/**
 * Reads the lines below the heading, for so many counts; null where too many are odd, or lines can't be told apart: a quote that
 * never ends, a lone carriage return.
 */
export function plainRows(bytes: Buffer, from: number, { delimiter, columns, counts, speaks }: PlainForm): PlainRows | null {
  const width = COUNTS + counts
  const absent = Array.from({ length: counts }, (_, count) => count).flatMap((count) =>
    columns.some((column) => column.kind === 'count' && column.count === count) ? [] : COUNTS + count,
  )
  const isSaid = remembered(MOST_WORDS, speaks)
  let room = roomFor(bytes, columns.length)
  let starts = new Uint32Array(room + 1)
  const scan: Scan = {
    bytes,
    delimiter: delimiter.charCodeAt(0),
    kinds: columns.map(({ kind }) => kind),
    slots: Int32Array.from(columns, ({ kind, count }) => (kind === 'code' ? CODE : kind === 'count' ? COUNTS + count : -1)),
    absent,
    speaks: (begin, end) => isSaid(bytes.toString('utf8', begin, end)),
    crlf: bytes[bytes.indexOf(LF) - 1] === CR,
    width,
    cells: new Int32Array(room * width),
    names: columns.some(({ kind }) => kind === 'name') ? new Uint32Array(room * 2) : null,
    line: 0,
    grouped: false,
    days: new Map(),
  }
  const odd: number[] = []
  let oddBytes = 0
  starts[0] = from
  for (let at = from; at < bytes.length; scan.line++) {
    if (scan.line === room) {
      room *= 2
      starts = longer(starts, new Uint32Array(room + 1))
      scan.cells = longer(scan.cells, new Int32Array(room * width))
      scan.names &&= longer(scan.names, new Uint32Array(room * 2))
    }
    const plain = scan.line === 0 ? -1 : plainEnd(scan, at)
    const end = plain < 0 ? lineEnd(bytes, scan.delimiter, at) : plain
    if (plain < 0 && scan.line > 0) {
      odd.push(scan.line)
      oddBytes += end - at
    }
    if (end < 0 || odd.length > MOST_LEFT || oddBytes > MOST_LEFT_BYTES) return null
    at = end
    starts[scan.line + 1] = at
  }
  return { bytes, lines: scan.line, starts, width, cells: scan.cells, names: scan.names, odd, grouped: scan.grouped }
}

/** Words come again and again too. */
const MOST_WORDS = 10_000

/** Lines are about as long as the first ones. */
const SAMPLE = 65_536
const SPARE = 1.1
/** A plain line has a day, a code, and a byte behind each cell. */
const LEAST_BYTES = 15

function roomFor(bytes: Buffer, columns: number): number {
  const sample = Math.min(SAMPLE, bytes.length)
  let lines = 1
  for (let at = 0; at < sample; at++) if (bytes[at] === LF) lines++
  const likely = (lines * bytes.length * SPARE) / Math.max(1, sample)
  return Math.ceil(Math.min(likely, bytes.length / (LEAST_BYTES + columns)) + 2)
}

function longer<T extends Int32Array | Uint32Array>(before: T, after: T): T {
  after.set(before)
  return after
}

/** Reads a plain line, and tells where the next one begins; -1: it is odd. */
function plainEnd(scan: Scan, from: number): number {
  const { bytes, slots, delimiter, cells } = scan
  const base = scan.line * scan.width
  for (const slot of scan.absent) cells[base + slot] = NONE
  let at = from
  for (let column = 0; column < slots.length; column++) {
    if (column > 0 && bytes[at++] !== delimiter) return -1
    // Nearly every cell is a bare number: this much is written out for speed.
    const slot = slots[column] as number
    if (slot >= 0) {
      const begin = at
      let value = 0
      let byte = bytes[at] as number
      while ((byte ^ ZERO) <= 9 && at - begin < MOST_DIGITS) {
        value = value * 10 + (byte ^ ZERO)
        byte = bytes[++at] as number
      }
      if (byte === delimiter || byte === LF) {
        cells[base + slot] = at === begin ? NONE : value
        if (slot >= COUNTS || at - begin === CODE_DIGITS) continue
      }
      at = begin
    }
    const isQuoted = bytes[at] === QUOTE
    if (isQuoted) at++
    at = cellEnd(scan, column, at, isQuoted ? QUOTE : delimiter)
    if (at < 0 || (isQuoted && bytes[at++] !== QUOTE)) return -1
  }
  if (at >= bytes.length) return bytes.length
  if (scan.crlf && bytes[at++] !== CR) return -1
  return bytes[at] === LF ? at + 1 : -1
}

function cellEnd(scan: Scan, column: number, at: number, stop: number): number {
  const slot = scan.slots[column] as number
  if (slot === CODE) return codeEnd(scan, at)
  if (slot >= COUNTS) return countEnd(scan, slot, at, stop)
  const kind = scan.kinds[column]
  if (kind === 'day') return dayEnd(scan, at)
  const end = textEnd(scan.bytes, at, stop, kind === 'name' ? ANY_DIGITS : MOST_DIGITS)
  if (kind === 'other' && end > at && digitsEnd(scan.bytes, at) < end && scan.speaks(at, end)) return -1
  if (kind === 'name' && scan.names) {
    scan.names[scan.line * 2] = at
    scan.names[scan.line * 2 + 1] = end
  }
  return end
}

/** A commune's code with all its digits; one that lost its zeros is for others to mend. */
function codeEnd({ bytes, cells, line, width }: Scan, from: number): number {
  let code = 0
  for (let at = from; at < from + CODE_DIGITS; at++) {
    const digit = (bytes[at] ?? 0) ^ ZERO
    if (digit > 9) return -1
    code = code * 10 + digit
  }
  cells[line * width + CODE] = code
  return from + CODE_DIGITS
}

/** Digits, bare or in groups of three: 1234567, 1.234.567, 1,234. */
function countEnd(scan: Scan, slot: number, from: number, stop: number): number {
  const { bytes, cells, line, width } = scan
  let value = 0
  let digits = 0
  let group = 0
  let groups = 0
  let sign = 0
  let at = from
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (isDigit(byte)) {
      value = value * 10 + (byte - ZERO)
      digits++
      group++
    } else if (byte !== stop && (byte === DOT || byte === COMMA) && (sign === 0 || sign === byte)) {
      if (groups === 0 ? group < 1 || group > 3 || bytes[from] === ZERO : group !== 3) return -1
      sign = byte
      groups++
      group = 0
    } else break
  }
  if (digits > MOST_DIGITS || (groups > 0 && group !== 3)) return -1
  if (groups > 0) scan.grouped = true
  cells[line * width + slot] = digits === 0 ? NONE : value
  return at
}

/** 2023-08-20 or 20/08/2023, a day that there is. */
function dayEnd(scan: Scan, at: number): number {
  const { bytes } = scan
  const written = at + 10 > bytes.length ? -1 : bytes[at + 2] === SLASH ? dayFirst(bytes, at) : yearFirst(bytes, at)
  if (written < 0) return -1
  let day = scan.days.get(written)
  if (day === undefined) {
    day = dayNumber(written)
    scan.days.set(written, day)
  }
  if (day === null) return -1
  scan.cells[scan.line * scan.width + DAY] = day
  return at + 10
}
