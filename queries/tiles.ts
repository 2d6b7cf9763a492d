import { dayValue } from './facts.ts'
import { countedSql, type Measure } from './measure.ts'
import type { Bucket } from './periods.ts'
import { literal } from './statement.ts'
import type { Way } from './ways.ts'

/** Days are checked ones of our own: as literals they do for every engine, in VALUES too. */
const day = (text: string): string => `cast(${literal(dayValue(text))} as date)`

/** The blank {tiles}: of each tile the number of its window, its place, how many there are, its days. */
export const tilesSql = (ways: readonly Way[]): string =>
  ways.flatMap(({ bucket, tiles }) => tiles.map(({ first, last }, i) => `(${bucket}, ${i + 1}, ${tiles.length}, ${day(first)}, ${day(last)})`)).join(', ')

/** The blank {windows}: each window's number and days. */
export const windowsSql = (numbers: readonly number[], buckets: readonly Bucket[]): string =>
  numbers.map((n) => `(${n}, ${day((buckets[n] as Bucket).start)}, ${day((buckets[n] as Bucket).end)})`).join(', ')

/** Whether every tile t of a window has a row that counts for a measure. */
export const wholeSql = (measure: Measure): string => `count(case when ${countedSql(measure)} then 1 end) = t.size`
