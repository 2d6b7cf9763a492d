import type { Asking } from './asking.ts'
import { sourceSql } from './cell-origin.ts'
import type { Row } from './engine.ts'
import { type Measure, sumSql } from './measure.ts'
import type { MemberSum, MemberSums, Place } from './member-sums.ts'
import { columnsFor, factsFor, type PeriodQuestion } from './period-question.ts'
import sql from './period-sums.sql'
import { compose } from './statement.ts'
import { tilesSql, wholeSql } from './tiles.ts'
import type { Span } from './tiling.ts'
import type { Way } from './ways.ts'

function measureSql(measure: Measure, n: number, withSources: boolean): string {
  const told = (of: string, name: string): string => `case when ${wholeSql(measure)} then ${of} end as m${n}_${name}`
  const sources = measure.columns.map(sourceSql)
  const source = (pick: 'least' | 'greatest'): string =>
    sources.length > 1 ? `case when f.carried is null then f.source else ${pick}(${sources.join(', ')}) end` : (sources[0] as string)
  return [
    told(`cast(${sumSql(measure.numerator)} as bigint)`, 'numerator'),
    ...(measure.denominator ? [told(`cast(${sumSql(measure.denominator)} as bigint)`, 'denominator')] : []),
    ...(withSources ? [told(`min(${source('least')})`, 'least'), told(`max(${source('greatest')})`, 'greatest')] : []),
  ].join(', ')
}

interface SumColumns {
  readonly numerator: string
  readonly denominator: string
  readonly least: string
  readonly greatest: string
}

const columnsOf = (n: number): SumColumns => ({ numerator: `m${n}_numerator`, denominator: `m${n}_denominator`, least: `m${n}_least`, greatest: `m${n}_greatest` })

function sumIn(row: Row, columns: SumColumns, tiles: number): MemberSum | undefined {
  const numerator = row[columns.numerator] as number | null
  if (numerator === null) return undefined
  const [least, greatest] = [row[columns.least] ?? null, row[columns.greatest] ?? null]
  return { numerator, denominator: (row[columns.denominator] ?? null) as number | null, source: least === greatest ? (least as string | null) : null, tiles }
}

/** Members that have every tile of the way that is best where all exports are at hand, for the measures of some numbers: one statement. */
export async function bestWay(asking: Asking, question: PeriodQuestion, ways: readonly Way[], numbers: readonly number[], span: Span, sums: MemberSums): Promise<void> {
  const measures = numbers.map((n) => question.measures[n] as Measure)
  const columns = measures.flatMap((measure) => measure.columns)
  const facts = factsFor(question, columnsFor(question, columns), span)
  const fragments = {
    ...facts.fragments,
    tiles: tilesSql(ways),
    measures: measures.map((measure, i) => measureSql(measure, i, question.sources === true)).join(', '),
    answered: measures.map(wholeSql).join(' or '),
  }
  const asked = numbers.map((n, i) => ({ n, columns: columnsOf(i) }))
  const size = new Map(ways.map(({ bucket, tiles }) => [bucket, tiles.length]))
  for (const row of await asking.engine.rows(compose(sql, fragments, facts.values, facts.scopes), asking.signal)) {
    const place = row as unknown as Place
    for (const { n, columns } of asked) {
      const sum = sumIn(row, columns, size.get(place.bucket) as number)
      if (sum) sums.keep(place, n, sum)
    }
  }
}
