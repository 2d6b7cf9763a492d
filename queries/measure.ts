import { factTables, type OverTime } from '../schema/fact-columns.ts'
import type { Metric } from '../schema/metric.ts'
import { columnSums } from '../schema/procedure-metrics.ts'
import type { Row } from './engine.ts'
import { identifier } from './statement.ts'

/** A column that a sum takes, or takes away. */
interface Term {
  readonly column: string
  readonly sign: 1 | -1
  readonly overTime: OverTime
}

/** What a metric adds up over the tiles of a window, column by column. */
export interface Measure {
  readonly numerator: readonly Term[]
  /** Null: a count. */
  readonly denominator: readonly Term[] | null
  /** Every column it needs: a row counts only if none of them is empty. */
  readonly columns: readonly string[]
}

function termsOf(metric: Metric, name: string): Term[] {
  return (columnSums[name] ?? [name]).map((signed) => {
    const column = signed.replace('-', '')
    const counts = factTables[metric.table].counts.find((count) => count.name === column)
    if (!counts) throw new Error(`${metric.table} has no column ${column}`)
    return { column: identifier(column), sign: signed.startsWith('-') ? -1 : 1, overTime: counts.overTime }
  })
}

const measured = (numerator: readonly Term[], denominator: readonly Term[] | null): Measure => ({
  numerator,
  denominator,
  columns: [...new Set([...numerator, ...(denominator ?? [])].map(({ column }) => column))],
})

export const measureFor = (metric: Metric): Measure => measured(termsOf(metric, metric.numerator), metric.denominator === null ? null : termsOf(metric, metric.denominator))

/** The rate as exports print it, which says something of its own period only; null where a metric has none. */
export const printedFor = (metric: Metric): Measure | null => (metric.printed === undefined ? null : measured(termsOf(metric, metric.printed), null))

/** Whether it is told by an export of exactly the window alone. */
export const standsAlone = ({ numerator }: Measure): boolean => numerator.some(({ overTime }) => overTime === 'alone')

export const countedSql = ({ columns }: Measure): string => columns.map((column) => `f.${column} is not null`).join(' and ')

/** A sum over the tiles of a window, once all of them are there. */
export function sumSql(terms: readonly Term[]): string {
  const overTiles: Readonly<Record<OverTime, (column: string) => string>> = {
    sum: (column) => `sum(f.${column})`,
    first: (column) => `max(case when t.place = 1 then f.${column} end)`,
    last: (column) => `max(case when t.place = t.size then f.${column} end)`,
    alone: (column) => `max(f.${column})`,
  }
  return terms.map(({ column, sign, overTime }, i) => `${sign < 0 ? ' - ' : i > 0 ? ' + ' : ''}${overTiles[overTime](column)}`).join('')
}

/** The same over rows, in the order of their days. */
export function sumOf(terms: readonly Term[], tiles: readonly Row[]): number {
  const overTiles = ({ column, overTime }: Term): number =>
    overTime === 'sum' ? tiles.reduce((sum, row) => sum + (row[column] as number), 0) : (tiles.at(overTime === 'first' ? 0 : -1)?.[column] as number)
  return terms.reduce((sum, term) => sum + term.sign * overTiles(term), 0)
}

export const counts = ({ columns }: Measure, row: Row): boolean => columns.every((column) => row[column] !== null)
