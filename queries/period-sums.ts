import type { FactTableName } from '../schema/fact-columns.ts'
import type { AsKnown, Asking } from './asking.ts'
import { originOf, sourceSql } from './cell-origin.ts'
import type { Row } from './engine.ts'
import { dayValue } from './facts.ts'
import { grouped } from './grouped.ts'
import { countedSql, counts, type Measure, sumOf, sumSql } from './measure.ts'
import { type Asked, type Breakdown, periodFacts } from './period-facts.ts'
import rowsSql from './period-rows.sql'
import sumsSql from './period-sums.sql'
import windowsSql from './period-windows.sql'
import type { Bucket } from './periods.ts'
import { compose, literal } from './statement.ts'
import { type Span, tilingOf } from './tiling.ts'
import { type CountedSpan, spanOf, together, type Way } from './ways.ts'

export interface PeriodQuestion extends AsKnown, Breakdown {
  readonly table: FactTableName
  readonly measures: readonly Measure[]
  readonly asked: readonly Asked[]
  /** Whether the raw file of each sum is asked for too: it costs as much as the sum. */
  readonly sources?: boolean
}

/** What the exports of one member that tile a window add up to. */
export interface MemberSum {
  readonly numerator: number
  /** Null: of a count. */
  readonly denominator: number | null
  /** SHA-256 of the one raw file; null if several, or not asked for. */
  readonly source: string | null
  /** How many exports it took. */
  readonly tiles: number
}

/** By service or field ('' where none is asked), by the member's id, by the number of the window, by the number of the measure. */
export type MemberSums = ReadonlyMap<string, ReadonlyMap<string, readonly (readonly (MemberSum | undefined)[] | undefined)[]>>
type Gathered = Map<string, Map<string, (MemberSum | undefined)[][]>>

/** The windows of exports lying inside a span; of each member where `byMember`. */
export async function spansOf(asking: Asking, question: PeriodQuestion, span: Span, byMember = false): Promise<CountedSpan[]> {
  if (question.asked.length === 0) return []
  const columns = question.measures.flatMap((measure) => measure.columns)
  const facts = periodFacts(question.table, columns, question.asked, span, question, question)
  const counted = question.measures.map((measure, n) => `count(case when ${countedSql(measure)} then 1 end) as c${n}`).join(', ')
  const fragments = { ...facts.fragments, counts: counted, member: byMember ? 'm.id' : 'cast(null as varchar)' }
  const rows = await asking.engine.rows(compose(windowsSql, fragments, facts.values, facts.scopes), asking.signal)
  return rows.map((row) => ({
    first: row.first as string,
    last: row.last as string,
    member: row.member as string | null,
    counted: question.measures.map((_, n) => row[`c${n}`] as number),
  }))
}

/** A fact row's columns that a question needs: the measures', and which file they come from. */
const columnsOf = ({ sources }: PeriodQuestion, columns: readonly string[]): string[] => [...new Set([...columns, ...(sources ? ['source', 'carried'] : [])])]

/** Days are checked ones of our own: as literals they do for every engine, in VALUES too. */
const day = (text: string): string => `cast(${literal(dayValue(text))} as date)`
export const tilesSql = (ways: readonly Way[]): string =>
  ways.flatMap(({ bucket, tiles }) => tiles.map(({ first, last }, i) => `(${bucket}, ${i + 1}, ${tiles.length}, ${day(first)}, ${day(last)})`)).join(', ')

const whole = (measure: Measure): string => `count(case when ${countedSql(measure)} then 1 end) = t.size`

function measureSql(measure: Measure, n: number, withSources: boolean): string {
  const told = (sql: string, name: string): string => `case when ${whole(measure)} then ${sql} end as m${n}_${name}`
  const sources = measure.columns.map(sourceSql)
  const source = (pick: 'least' | 'greatest'): string =>
    sources.length > 1 ? `case when f.carried is null then f.source else ${pick}(${sources.join(', ')}) end` : (sources[0] as string)
  return [
    told(`cast(${sumSql(measure.numerator)} as bigint)`, 'numerator'),
    ...(measure.denominator ? [told(`cast(${sumSql(measure.denominator)} as bigint)`, 'denominator')] : []),
    ...(withSources ? [told(`min(${source('least')})`, 'least'), told(`max(${source('greatest')})`, 'greatest')] : []),
  ].join(', ')
}

function keep(sums: Gathered, row: Row, n: number, sum: MemberSum): void {
  const [part, member, bucket] = [row.part as string, row.member as string, row.bucket as number]
  const members = sums.get(part) ?? new Map<string, (MemberSum | undefined)[][]>()
  sums.set(part, members)
  const windows = members.get(member) ?? []
  members.set(member, windows)
  windows[bucket] ??= []
  ;(windows[bucket] as (MemberSum | undefined)[])[n] = sum
}

async function commonWay(asking: Asking, question: PeriodQuestion, ways: readonly Way[], numbers: readonly number[], span: Span, sums: Gathered): Promise<void> {
  const measures = numbers.map((n) => question.measures[n] as Measure)
  const columns = measures.flatMap((measure) => measure.columns)
  const facts = periodFacts(question.table, columnsOf(question, columns), question.asked, span, question, question)
  const fragments = {
    ...facts.fragments,
    tiles: tilesSql(ways),
    measures: measures.map((measure, i) => measureSql(measure, i, question.sources === true)).join(', '),
    answered: measures.map(whole).join(' or '),
  }
  const size = new Map(ways.map(({ bucket, tiles }) => [bucket, tiles.length]))
  for (const row of await asking.engine.rows(compose(sumsSql, fragments, facts.values, facts.scopes), asking.signal)) {
    for (const [i, n] of numbers.entries()) {
      const numerator = row[`m${i}_numerator`] as number | null
      if (numerator === null) continue
      const source = row[`m${i}_least`] === row[`m${i}_greatest`] ? ((row[`m${i}_least`] ?? null) as string | null) : null
      keep(sums, row, n, { numerator, denominator: (row[`m${i}_denominator`] ?? null) as number | null, source, tiles: size.get(row.bucket as number) as number })
    }
  }
}

export const windowOf = (row: Row): string => `${row.part} ${row.member} ${row.bucket}`

/** A member's own way through a window, by rows of its own; undefined where it has none. */
function ownWay(measure: Measure, rows: readonly Row[], { start, end }: Bucket): MemberSum | undefined {
  const counting = new Map(rows.filter((row) => counts(measure, row)).map((row) => [{ first: row.first as string, last: row.last as string }, row]))
  const tiles = tilingOf([...counting.keys()], start, end)?.map((span) => counting.get(span) as Row)
  if (!tiles) return undefined
  const sources = new Set(tiles.flatMap((row) => measure.columns.map((column) => originOf(row, column).source)))
  return {
    numerator: sumOf(measure.numerator, tiles),
    denominator: measure.denominator && sumOf(measure.denominator, tiles),
    source: sources.size === 1 ? ([...sources][0] ?? null) : null,
    tiles: tiles.length,
  }
}

/** The rows of members that lack a tile of the common way, where there can be another. Columns: the measures' and such as are named. */
export async function openRows(
  asking: Asking,
  question: PeriodQuestion,
  ways: readonly Way[],
  measures: readonly Measure[],
  buckets: readonly Bucket[],
  columns: readonly string[],
): Promise<Row[]> {
  const open = ways.filter((way) => way.open)
  if (open.length === 0) return []
  const named = columnsOf(question, columns)
  const span = spanOf(open.map(({ bucket }) => buckets[bucket] as Bucket))
  const facts = periodFacts(question.table, named, question.asked, span, question, question)
  const windows = open.map(({ bucket }) => `(${bucket}, ${day((buckets[bucket] as Bucket).start)}, ${day((buckets[bucket] as Bucket).end)})`).join(', ')
  const fragments = { ...facts.fragments, tiles: tilesSql(open), windows, whole: measures.map(whole).join(' and '), columns: named.map((column) => `f.${column}`).join(', ') }
  return asking.engine.rows(compose(rowsSql, fragments, facts.values, facts.scopes), asking.signal)
}

/** Members that lack a tile of the common way go their own, if they have one. Those that have all of it go no other. */
async function ownWays(asking: Asking, question: PeriodQuestion, ways: readonly Way[], numbers: readonly number[], buckets: readonly Bucket[], sums: Gathered): Promise<void> {
  const measures = numbers.map((n) => question.measures[n] as Measure)
  const columns = [...new Set(measures.flatMap((measure) => measure.columns))]
  const found = await openRows(asking, question, ways, measures, buckets, columns)
  for (const rows of grouped(found, windowOf).values()) {
    const row = rows[0] as Row
    for (const n of numbers) {
      if (sums.get(row.part as string)?.get(row.member as string)?.[row.bucket as number]?.[n]) continue
      const sum = ownWay(question.measures[n] as Measure, rows, buckets[row.bucket as number] as Bucket)
      if (sum) keep(sums, row, n, sum)
    }
  }
}

/**
 * What each member's exports add up to in each window: of exactly the window, else of those that tile it, else nothing.
 * The way that is best where all exports are at hand is taken by one statement for all members; who lacks one of its
 * tiles may have another way, which one more statement tells, where there can be one.
 */
export async function sumsOf(asking: Asking, question: PeriodQuestion, spans: readonly CountedSpan[], buckets: readonly Bucket[]): Promise<MemberSums> {
  const sums: Gathered = new Map()
  await Promise.all(
    together(spans, question.measures, buckets).map(async ({ ways, numbers }) => {
      await commonWay(asking, question, ways, numbers, spanOf(ways.map(({ bucket }) => buckets[bucket] as Bucket)), sums)
      await ownWays(asking, question, ways, numbers, buckets, sums)
    }),
  )
  return sums
}
