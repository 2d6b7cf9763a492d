import { dayOf, parseDay } from '../../schema/days.ts'
import { factTables } from '../../schema/fact-columns.ts'
import { type Field, headingKey, type Layout } from '../../schema/layout.ts'
import { countOf } from './count.ts'
import type { Header } from './find-header.ts'
import { type Cell, cellText, columnLetter } from './sheet.ts'
import { isNumber } from './total-row.ts'

export interface CountFault {
  readonly field: Field
  readonly column: number
  readonly code: 'not_a_count' | 'negative_count'
  readonly text: string
}

/** What the cells of a row say by their columns' fields. */
export interface RowCells {
  at(cells: readonly Cell[], field: Field): string
  cell(cells: readonly Cell[], field: Field): Cell | undefined
  has(field: Field): boolean
  counts(cells: readonly Cell[]): { counts: Record<Field, number | null>; faults: CountFault[] }
  hasCounts(cells: readonly Cell[]): boolean
  headingOf(field: Field): string
  letterOf(field: Field): string | null
  /** The header printed again at the top of a page. */
  isHeading(cells: readonly Cell[]): boolean
}

/** Fields of a layout that are counts: columns of its tables, and totals that are checked and not kept. */
export function countFields(layout: Layout): ReadonlySet<Field> {
  const counts = layout.tables.flatMap((table) => factTables[table].counts.filter(({ overTime }) => overTime !== 'alone').map(({ name }) => name))
  return new Set([...counts, ...Object.keys(layout.parts)])
}

export function rowCells(header: Header): RowCells {
  const columns = new Map(header.columns.toReversed().flatMap(({ field, index }) => (field === null ? [] : [[field, index] as const])))
  const counted = countFields(header.layout)
  const countColumns = [...columns].filter(([field]) => counted.has(field)).sort(([, a], [, b]) => a - b)
  // One that is not shown has no words to be told again by.
  const headed = header.columns.map(({ index, heading }) => ({ index, key: headingKey(heading.split(' / ').at(-1) ?? '') })).filter(({ key }) => key !== '')
  const cell = (cells: readonly Cell[], field: Field): Cell | undefined => cells[columns.get(field) ?? -1]
  return {
    cell,
    at: (cells, field) => cellText(cell(cells, field)),
    has: (field) => columns.has(field),
    counts(cells) {
      const counts: Record<Field, number | null> = {}
      const faults: CountFault[] = []
      for (const [field, column] of countColumns) {
        const read = countOf(cells[column])
        counts[field] = 'count' in read ? read.count : null
        if ('fault' in read) faults.push({ field, column, code: read.fault, text: read.text })
      }
      return { counts, faults }
    },
    hasCounts: (cells) => countColumns.some(([, column]) => isNumber(cells[column])),
    headingOf: (field) => header.columns.find((column) => column.field === field)?.heading ?? field,
    letterOf(field) {
      const column = columns.get(field)
      return column === undefined ? null : columnLetter(column)
    },
    isHeading(cells) {
      const isPrinted = (cell: Cell | undefined, key: string): boolean => typeof cell === 'string' && /\p{L}/u.test(cell) && headingKey(cellText(cell)) === key
      return headed.filter(({ index, key }) => isPrinted(cells[index], key)).length >= 3
    },
  }
}

/** The day of a date cell, day first as in Viet Nam; null where it is none. */
export function dateOf(cell: Cell | undefined): string | null {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell.toISOString().slice(0, 10)
  const text = cellText(cell)
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?$/.exec(text)
  return match ? dayOf(Number(match[3]), Number(match[2]), Number(match[1])) : parseDay(text.slice(0, 10).replaceAll('/', '-'))
}
