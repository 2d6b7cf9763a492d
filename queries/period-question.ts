import type { FactTableName } from '../schema/fact-columns.ts'
import type { AsKnown, Asking } from './asking.ts'
import { type Facts, provincesOf } from './facts.ts'
import type { Measure } from './measure.ts'
import { type Asked, type Breakdown, periodFacts } from './period-facts.ts'
import { type ReportedWindow, type RowsOf, reportedWindows } from './reported-windows.ts'
import type { Span } from './tiling.ts'

/** What is asked of a table of periods: which measures, of whose desks, of which dossiers. */
export interface PeriodQuestion extends AsKnown, Breakdown {
  readonly table: FactTableName
  readonly measures: readonly Measure[]
  readonly asked: readonly Asked[]
  /** Whether the raw file of each sum is asked for too: it costs as much as the sum. */
  readonly sources?: boolean
}

const rowsOf = ({ service, field, by }: Breakdown): RowsOf => by ?? (service !== undefined ? 'service' : field !== undefined ? 'field' : 'all')

/** The windows inside a span that exports of the provinces asked about are of; a unit asked about may lack any of them. */
export const windowsFor = (asking: Asking, question: PeriodQuestion, span: Span): Promise<ReportedWindow[]> =>
  reportedWindows(asking, { ...question, rowsOf: rowsOf(question), provinces: provincesOf(question.asked.map(({ unit }) => unit)) }, span)

/** A fact row's columns that a question needs: some of its measures', and which file they come from. */
export const columnsFor = ({ sources }: PeriodQuestion, columns: readonly string[]): string[] => [...new Set([...columns, ...(sources ? ['source', 'carried'] : [])])]

/** The blanks of its statements over rows inside a span. */
export const factsFor = (question: PeriodQuestion, columns: readonly string[], span: Span): Facts => periodFacts(question.table, columns, question.asked, span, question, question)
