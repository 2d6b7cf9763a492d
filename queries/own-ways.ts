import type { Asking } from './asking.ts'
import { originOf } from './cell-origin.ts'
import type { Row } from './engine.ts'
import { grouped } from './grouped.ts'
import { counts, type Measure, sumOf } from './measure.ts'
import type { MemberSum, MemberSums, Place } from './member-sums.ts'
import { columnsFor, factsFor, type PeriodQuestion } from './period-question.ts'
import sql from './period-rows.sql'
import type { Bucket } from './periods.ts'
import { compose } from './statement.ts'
import { tilesSql, wholeSql, windowsSql } from './tiles.ts'
import { tilingOf } from './tiling.ts'
import { spanOf, type Way } from './ways.ts'

/** The rows of one member in one window. */
export interface OpenRows extends Place {
  readonly rows: readonly Row[]
}

/** Rows of members that lack a tile of the best way, where there can be another. Columns: the measures' and such as are named. */
export async function openRows(
  asking: Asking,
  question: PeriodQuestion,
  ways: readonly Way[],
  measures: readonly Measure[],
  buckets: readonly Bucket[],
  columns: readonly string[],
): Promise<OpenRows[]> {
  const open = ways.filter((way) => way.open)
  if (open.length === 0) return []
  const numbers = open.map(({ bucket }) => bucket)
  const named = columnsFor(question, columns)
  const facts = factsFor(question, named, spanOf(numbers.map((n) => buckets[n] as Bucket)))
  const fragments = {
    ...facts.fragments,
    tiles: tilesSql(open),
    windows: windowsSql(numbers, buckets),
    whole: measures.map(wholeSql).join(' and '),
    columns: named.map((column) => `f.${column}`).join(', '),
  }
  const found = await asking.engine.rows(compose(sql, fragments, facts.values, facts.scopes), asking.signal)
  return [...grouped(found, (row) => `${row.part} ${row.member} ${row.bucket}`).values()].map((rows) => {
    const { part, member, bucket } = rows[0] as unknown as Place
    return { part, member, bucket, rows }
  })
}

/** The rows that tile a window, of those that count for a measure; null where none do. */
export function tilesAmong(measure: Measure, rows: readonly Row[], { start, end }: Bucket): Row[] | null {
  const counting = new Map(rows.filter((row) => counts(measure, row)).map((row) => [{ first: row.first as string, last: row.last as string }, row]))
  return tilingOf([...counting.keys()], start, end)?.map((span) => counting.get(span) as Row) ?? null
}

function sumOver(measure: Measure, tiles: readonly Row[]): MemberSum {
  const sources = new Set(tiles.flatMap((row) => measure.columns.map((column) => originOf(row, column).source)))
  return {
    numerator: sumOf(measure.numerator, tiles),
    denominator: measure.denominator && sumOf(measure.denominator, tiles),
    source: sources.size === 1 ? ([...sources][0] ?? null) : null,
    tiles: tiles.length,
  }
}

/** Members that lack a tile of the best way go their own, if they have one. Those that have all of it go no other. */
export async function ownWays(
  asking: Asking,
  question: PeriodQuestion,
  ways: readonly Way[],
  numbers: readonly number[],
  buckets: readonly Bucket[],
  sums: MemberSums,
): Promise<void> {
  const measures = numbers.map((n) => question.measures[n] as Measure)
  const columns = [...new Set(measures.flatMap((measure) => measure.columns))]
  for (const { rows, ...place } of await openRows(asking, question, ways, measures, buckets, columns)) {
    for (const [i, n] of numbers.entries()) {
      if (sums.of(place, n)) continue
      const tiles = tilesAmong(measures[i] as Measure, rows, buckets[place.bucket] as Bucket)
      if (tiles) sums.keep(place, n, sumOver(measures[i] as Measure, tiles))
    }
  }
}
