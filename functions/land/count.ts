import type { Cell } from './sheet.ts'

export type Count = { readonly count: number | null } | { readonly fault: 'not_a_count' | 'negative_count'; readonly text: string }

/** More than a province has people, and as many digits as somebody's number: a count of a commune is neither. */
export const MOST_COUNT = 99_999_999
/** What stands in a cell whose formula was never computed. */
export const UNCOMPUTED = '(công thức chưa tính / formula not computed)'

const GROUPED = /^[1-9]\d{0,2}(?:([., \u00a0\u202f'])\d{3})(?:\1\d{3})*$/

/**
 * A count as offices write it: 1234567, "1.234.567", "1,234", "1 234"; an empty cell or a dash is no count, which is null.
 * Anything else is told, never guessed: "12,5" is no count, and 7.969 as a number may be 7969 that Excel has misread.
 */
export function countOf(cell: Cell | undefined): Count {
  if (cell === null || cell === undefined) return { count: null }
  if (typeof cell === 'number')
    return Number.isSafeInteger(cell) && cell <= MOST_COUNT
      ? cell < 0
        ? { fault: 'negative_count', text: String(cell) }
        : { count: cell }
      : { fault: 'not_a_count', text: String(cell) }
  if (typeof cell !== 'string') return { fault: 'not_a_count', text: cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell) }
  const text = cell.normalize('NFC').trim()
  if (/^[-–—−]*$/.test(text)) return { count: null }
  const negative = /^[-–−(]/.test(text)
  const bare = text.replace(/^[-–−(]\s*|\)$/g, '')
  const digits = /^\d+$/.test(bare) ? bare : GROUPED.test(bare) ? bare.replace(/\D/g, '') : null
  if (digits === null || Number(digits) > MOST_COUNT) return { fault: 'not_a_count', text }
  return negative && Number(digits) !== 0 ? { fault: 'negative_count', text } : { count: Number(digits) }
}
