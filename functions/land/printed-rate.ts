import { type Cell, cellText } from './sheet.ts'

/** A rate as printed: in millionths, and how far from it the exact one may lie (half of the last digit printed). */
export interface PrintedRate {
  readonly millionths: number
  readonly within: number
}

const PERCENT = /^(\d{1,6})(?:[.,](\d{1,8}))? ?%?$/

/**
 * "88.75%", "88,75 %", "57.3": a percentage with a decimal point or comma. A number is a percentage or, as offices format
 * cells, a part of one: which, only the counts beside it tell, so both are given. Empty, a dash and words that say so are none.
 */
export function ratesOf(cell: Cell | undefined): PrintedRate[] | 'none' | 'unreadable' {
  if (typeof cell === 'number') return Number.isFinite(cell) && cell >= 0 ? [rateOf(cell, 1e4), rateOf(cell, 1e6)] : 'unreadable'
  const text = cellText(cell)
  if (/^[-–—−]*$|^(n\/a|không( có)?)$/iu.test(text)) return 'none'
  const match = PERCENT.exec(text)
  if (!match) return 'unreadable'
  const digits = match[2] ?? ''
  return [parts(Number(`${match[1]}.${digits || 0}`) * 1e4, 0.5e4 / 10 ** digits.length)]
}

/** A number shows as many digits as its cell has been left with. */
const rateOf = (cell: number, unit: number): PrintedRate => parts(cell * unit, (0.5 * unit) / 10 ** (String(cell).split('.')[1]?.length ?? 0))

const parts = (millionths: number, within: number): PrintedRate => ({ millionths: Math.round(millionths), within })

/** Whether a printed rate can be that of a count over another. Nothing to divide by is no rate at all. */
export const agrees = ({ millionths, within }: PrintedRate, numerator: number, denominator: number): boolean =>
  denominator !== 0 && Math.abs(millionths * denominator - numerator * 1e6) <= (within + 1) * Math.abs(denominator)
