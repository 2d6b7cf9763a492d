/**
 * Which lines of a delimited text a database's reader takes for what the reader of all exports takes them for: as many cells
 * as the heading has, each of the kind of its column, no quote within a cell. Every other line is odd. One pass over the bytes.
 */

/** What a column's cells may hold in a plain line: a day, digits, words that are landed, words that are not. */
export type CellKind = 'day' | 'count' | 'name' | 'other'

export interface PlainLines {
  /** Where each line begins, the heading's first; and where the last one ends. */
  readonly starts: Uint32Array
  readonly lines: number
  /** Lines that are not plain, the heading aside. */
  readonly odd: readonly number[]
  /** How its lines end. */
  readonly ending: '\n' | '\r\n'
  /** Columns of counts in which digits are grouped somewhere. */
  readonly grouped: ReadonlySet<number>
  /** Whether days are written day first somewhere. */
  readonly dayFirst: boolean
}

const [LF, CR, QUOTE, DOT, COMMA, SLASH, DASH, ZERO] = [10, 13, 34, 46, 44, 47, 45, 48]
/** A count has no more digits, nor has a word that can't be somebody's number. */
const MOST_DIGITS = 8
/** 99.999.999 */
const LONGEST_COUNT = 10
const ANY_DIGITS = Number.MAX_SAFE_INTEGER

/** The file as it is scanned, and what was noticed on the way. */
interface Scan {
  readonly bytes: Uint8Array
  readonly delimiter: number
  readonly kinds: readonly CellKind[]
  readonly isCount: readonly boolean[]
  readonly ending: '\n' | '\r\n'
  readonly grouped: Set<number>
  dayFirst: boolean
}

/** Tells plain lines from odd ones; null where lines can't be told apart: a quote that never ends, a lone carriage return. */
export function plainLines(bytes: Buffer, from: number, delimiter: string, kinds: readonly CellKind[]): PlainLines | null {
  const ending = bytes[bytes.indexOf(LF) - 1] === CR ? '\r\n' : '\n'
  const isCount = kinds.map((kind) => kind === 'count')
  const scan: Scan = { bytes, delimiter: delimiter.charCodeAt(0), kinds, isCount, ending, grouped: new Set(), dayFirst: false }
  const starts = new Uint32Array(mostLines(bytes) + 1)
  const odd: number[] = []
  let lines = 0
  for (let at = from; at < bytes.length; lines++) {
    const end = lines === 0 ? -1 : plainEnd(scan, at)
    if (end < 0 && lines > 0) odd.push(lines)
    at = end < 0 ? lineEnd(scan, at) : end
    if (at < 0) return null
    starts[lines + 1] = at
  }
  starts[0] = from
  return { starts, lines, odd, ending, grouped: scan.grouped, dayFirst: scan.dayFirst }
}

function mostLines(bytes: Buffer): number {
  let lines = 1
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++
  return lines
}

/** Where the line behind a plain one begins; -1: it is odd. */
function plainEnd(scan: Scan, from: number): number {
  const { bytes, kinds, isCount, delimiter } = scan
  let at = from
  for (let column = 0; column < kinds.length; column++) {
    if (column > 0 && bytes[at++] !== delimiter) return -1
    // Nearly every cell is a bare number: this much is written out for speed.
    const digits = digitsEnd(bytes, at)
    if (digits < bytes.length && isCount[column] && (bytes[digits] === delimiter || bytes[digits] === LF)) {
      if (digits - at > MOST_DIGITS) return -1
      at = digits
      continue
    }
    const isQuoted = bytes[at] === QUOTE
    if (isQuoted) at++
    at = cellEnd(scan, column, at, isQuoted ? QUOTE : delimiter)
    if (at < 0 || (isQuoted && bytes[at++] !== QUOTE)) return -1
  }
  if (at >= bytes.length) return bytes.length
  if (scan.ending === '\r\n' && bytes[at++] !== CR) return -1
  return bytes[at] === LF ? at + 1 : -1
}

function cellEnd(scan: Scan, column: number, at: number, stop: number): number {
  const kind = scan.kinds[column]
  if (kind === 'count') {
    const end = digitsEnd(scan.bytes, at)
    const next = scan.bytes[end]
    if ((next === DOT || next === COMMA) && next !== stop) return groupedEnd(scan, column, at, stop)
    return end - at > MOST_DIGITS ? -1 : end
  }
  return kind === 'day' ? dayEnd(scan, at) : textEnd(scan.bytes, at, stop, kind === 'name' ? ANY_DIGITS : MOST_DIGITS)
}

const isDigit = (byte: number): boolean => (byte ^ ZERO) <= 9

function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && isDigit(bytes[at] as number)) at++
  return at
}

/** Whether its digits are grouped as they should be is asked later. */
function groupedEnd({ bytes, grouped }: Scan, column: number, from: number, stop: number): number {
  grouped.add(column)
  let at = from
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === stop || !(isDigit(byte) || byte === DOT || byte === COMMA)) break
  }
  return at - from > LONGEST_COUNT ? -1 : at
}

/** 2023-08-20 or 20/08/2023; whether there is such a day is asked later. */
function dayEnd(scan: Scan, at: number): number {
  const { bytes } = scan
  if (at + 10 > bytes.length) return -1
  const isDayFirst = bytes[at + 2] === SLASH
  if (isDayFirst) scan.dayFirst = true
  const mark = isDayFirst ? SLASH : DASH
  const first = isDayFirst ? 2 : 4
  const second = isDayFirst ? 5 : 7
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i] as number
    if (i === first || i === second ? byte !== mark : !isDigit(byte)) return -1
  }
  return at + 10
}

function textEnd(bytes: Uint8Array, from: number, stop: number, mostDigits: number): number {
  let digits = 0
  let at = from
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === stop || byte === LF || byte === CR) break
    if (byte === QUOTE || (isDigit(byte) && ++digits > mostDigits)) return -1
  }
  return at
}

/** Where the line behind any line begins, by the rules of open-delimited.ts; -1: nowhere. */
function lineEnd({ bytes, delimiter }: Scan, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === QUOTE && (at === from || bytes[at - 1] === delimiter)) at = closingQuote(bytes, at + 1)
    if (at < 0 || (bytes[at] === CR && bytes[at + 1] !== LF)) return -1
    if (bytes[at] === LF) return at + 1
  }
  return bytes.length
}

function closingQuote(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(QUOTE, from)
  while (at >= 0 && bytes[at + 1] === QUOTE) at = bytes.indexOf(QUOTE, at + 2)
  return at
}
