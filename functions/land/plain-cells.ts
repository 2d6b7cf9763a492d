import { DAY_MS, dayOf } from '../../schema/days.ts'

/** What stands between two bytes of a delimited text: cells as programs write them, and where cells and lines end. */

export const [LF, CR, QUOTE, DOT, COMMA, SLASH, DASH, ZERO] = [10, 13, 34, 46, 44, 47, 45, 48]

export const isDigit = (byte: number): boolean => (byte ^ ZERO) <= 9

export function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && isDigit(bytes[at] as number)) at++
  return at
}

/** Two digits as a number; far below zero where there are none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) ^ ZERO
  const ones = (bytes[at + 1] as number) ^ ZERO
  return tens > 9 || ones > 9 ? -1e9 : tens * 10 + ones
}

export const yearFirst = (bytes: Uint8Array, at: number): number =>
  bytes[at + 4] !== DASH || bytes[at + 7] !== DASH ? -1 : pair(bytes, at) * 1_000_000 + pair(bytes, at + 2) * 10_000 + pair(bytes, at + 5) * 100 + pair(bytes, at + 8)

export const dayFirst = (bytes: Uint8Array, at: number): number =>
  bytes[at + 5] !== SLASH ? -1 : pair(bytes, at + 6) * 1_000_000 + pair(bytes, at + 8) * 10_000 + pair(bytes, at + 3) * 100 + pair(bytes, at)

/** The days since 1970 of one written as 20230820; null where there is none, or none that exports tell of. */
export function dayNumber(written: number): number | null {
  const day = dayOf(Math.floor(written / 10_000), Math.floor(written / 100) % 100, written % 100)
  return day === null ? null : Date.parse(day) / DAY_MS
}

export function textEnd(bytes: Uint8Array, from: number, stop: number, mostDigits: number): number {
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
export function lineEnd(bytes: Uint8Array, delimiter: number, from: number): number {
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
