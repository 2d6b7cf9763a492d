import type { TableContext } from './read-table.ts'
import { dateOf, type RowCells } from './row-cells.ts'
import type { Cell } from './sheet.ts'

export interface Period {
  readonly first: string
  readonly last: string
}

/** The period of a row: its own where it carries one, else the sheet's. Null where it is none. */
export function periodOfRow(columns: RowCells, cells: readonly Cell[], context: TableContext): Period | null {
  const own = columns.has('first') && columns.has('last')
  const first = own ? dateOf(columns.cell(cells, 'first')) : context.first
  const last = own ? dateOf(columns.cell(cells, 'last')) : context.day
  return first !== null && last !== null && first <= last ? { first, last } : null
}
