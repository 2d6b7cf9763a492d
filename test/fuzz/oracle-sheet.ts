/** What the second reader sees in a cell: a number, a text, nothing, or something that is no value to be trusted. */
export type OracleCell = number | string | null | { readonly odd: string }

export interface OracleSheet {
  /** Null for text and HTML. */
  readonly name: string | null
  readonly hidden: boolean
  readonly cell: (row: number, column: number) => OracleCell
  /** One more than the last row that holds something. */
  readonly rows: number
}

/** Sheets as the second reader sees them; a word why the bytes can't be trusted; null where it can't tell. */
export type Oracle = readonly OracleSheet[] | { readonly broken: string } | null

/** A count by the letter of the form, of a column told to have zero decimals also "7.0"; `told`: something must be said of the cell. */
export function countIn(cell: OracleCell, hasZeroDecimals = false): number | null | 'told' {
  if (hasZeroDecimals && typeof cell === 'string' && /^\s*\d[\d.,]*[.,]00?\s*$/.test(cell)) return countIn(cell.trim().replace(/[.,]00?$/, ''))
  if (cell === null) return null
  if (typeof cell === 'object') return 'told'
  if (typeof cell === 'number') return Number.isInteger(cell) && cell >= 0 && cell < 100_000_000 ? cell : 'told'
  const text = cell.trim()
  if (/^[-–—]*$/.test(text)) return null
  if (/^\d+$/.test(text)) return Number(text) < 100_000_000 ? Number(text) : 'told'
  const separator = ['.', ',', ' ', '\u00a0', '\u202f', "'"].find((one) => text.includes(one))
  const [first = '', ...threes] = separator === undefined ? [text] : text.split(separator)
  const whole = /^[1-9]\d{0,2}$/.test(first) && threes.length > 0 && threes.every((three) => /^\d{3}$/.test(three))
  return whole && Number(first + threes.join('')) < 100_000_000 ? Number(first + threes.join('')) : 'told'
}

export const gridSheet = (rows: readonly (readonly OracleCell[])[], name: string | null = null, hidden = false): OracleSheet => ({
  name,
  hidden,
  rows: rows.length,
  cell: (row, column) => rows[row]?.[column] ?? null,
})
