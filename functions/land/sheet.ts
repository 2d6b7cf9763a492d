export type Cell = string | number | boolean | Date | null

export interface Merge {
  readonly startRow: number
  readonly startCol: number
  readonly endRow: number
  readonly endCol: number
}

/** A sheet of any file format: what the reader of a layout works on. */
export interface Sheet {
  /** Null for text files, which have no sheets. */
  readonly name: string | null
  readonly hidden: boolean
  /** Row 1 of the office program is rows[0]. Rows that somebody else reads are not there. */
  readonly rows: readonly (readonly Cell[])[]
  readonly merges: readonly Merge[]
  /** Indexes of rows that the office program does not show. */
  readonly hiddenRows: ReadonlySet<number>
  /** Text that stands outside the table (HTML), read as lines above it. */
  readonly lines: readonly string[]
  /** The font of before Unicode that it was typed in; its texts are Unicode by now. */
  readonly font?: 'TCVN3' | 'VNI'
}

/** Indexes of the rows that are there, in their order. */
export const rowIndexes = ({ rows }: Sheet): number[] => Object.keys(rows).map(Number)

/** A, B … as the office program names a column. */
export function columnLetter(index: number): string {
  const rest = Math.floor(index / 26) - 1
  return (rest >= 0 ? columnLetter(rest) : '') + String.fromCharCode(65 + (index % 26))
}

export const cellText = (cell: Cell | undefined): string =>
  cell === null || cell === undefined
    ? ''
    : cell instanceof Date
      ? cell.toISOString().slice(0, 10)
      : String(cell)
          .normalize('NFC')
          .replace(/[\s\u00a0]+/g, ' ')
          .trim()
