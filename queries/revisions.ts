import type { Metric } from '../schema/metric.ts'
import type { Unit } from '../schema/units.ts'
import type { Revision } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import { NOWHERE, type Origin, originOf, sameOrigin } from './cell-origin.ts'
import type { Parameter, Row } from './engine.ts'
import { columnsOf, dayValue, factsOf, momentValue, textValue } from './facts.ts'
import sql from './revisions.sql'
import { compose, identifier } from './statement.ts'
import withdrawalsSql from './withdrawals.sql'

export interface RevisionsKeys extends AsKnown {
  readonly metric: Metric
  readonly on: string
}

/** The year 9999: later than anything landed. */
export const ALWAYS = Date.UTC(9999, 11, 31)

/** A commune's counts from one moment until another. */
interface Version extends Origin {
  readonly commune: string
  readonly from: number
  readonly until: number
  readonly numerator: number
  readonly denominator: number | null
}

type Known = Readonly<Record<'known_at', Parameter>>

/** What a row says of a metric, and the columns it says so in. */
export interface Reading {
  readonly columns: readonly string[]
  /** Null where a count is empty. */
  read(row: Row): { readonly numerator: number; readonly denominator: number | null } | null
}

function readingOf(metric: Metric): Reading {
  return {
    columns: columnsOf(metric),
    read(row) {
      const numerator = row[metric.numerator] as number | null
      const denominator = metric.denominator === null ? null : (row[metric.denominator] as number | null)
      return numerator === null || (metric.denominator !== null && denominator === null) ? null : { numerator, denominator }
    },
  }
}

/** A superseded row whose version is still current is what a commit that died left behind: no version of its own. */
function versionsOf(rows: readonly Row[], { columns, read }: Reading, knownAt: number): Version[] {
  const identity = (row: Row): string => `${row.code} ${row.landed_at} ${row.source}`
  const current = new Set(rows.filter((row) => row.superseded_at === null).map(identity))
  return rows.flatMap((row) => {
    const counts = read(row)
    const until = (row.superseded_at as number | null) ?? Number.POSITIVE_INFINITY
    if (counts === null) return []
    if (row.superseded_at !== null && (current.has(identity(row)) || until <= (row.landed_at as number))) return []
    const origin = columns.map((column) => originOf(row, column)).reduce(sameOrigin)
    return [{ commune: row.code as string, from: row.landed_at as number, until: until > knownAt ? Number.POSITIVE_INFINITY : until, ...counts, ...origin }]
  })
}

function sumOf(versions: readonly Version[], { denominator }: Metric): number | null {
  const sum = versions.reduce((total, version) => total + version.numerator, 0)
  if (denominator === null) return sum
  const below = versions.reduce((total, version) => total + (version.denominator as number), 0)
  return below === 0 ? null : sum / below
}

/**
 * The value after each moment at which any commune's counts changed; equal values that follow each other without a
 * gap are one version.
 */
function told(versions: readonly Version[], metric: Metric): Omit<Revision, 'withdrawn'>[] {
  const moments = [...new Set(versions.flatMap(({ from, until }) => [from, until]))].filter(Number.isFinite).sort((a, b) => a - b)
  const standing = new Map<string, Version>()
  const revisions: Omit<Revision, 'withdrawn'>[] = []
  let last: number | null | undefined
  let next = 0
  for (const moment of moments) {
    for (const [commune, version] of standing) if (version.until <= moment) standing.delete(commune)
    for (; (versions[next]?.from ?? Number.POSITIVE_INFINITY) <= moment; next++) standing.set((versions[next] as Version).commune, versions[next] as Version)
    const now = [...standing.values()]
    const value = now.length === 0 ? undefined : sumOf(now, metric)
    if (value !== undefined && value !== last) {
      const { source, sheet, row } = now.reduce<Origin>(sameOrigin, now[0] ?? NOWHERE)
      revisions.push({ landed_at: moment, value, source, sheet, row })
    }
    last = value
  }
  return revisions
}

/** Versions of rows, told with when the file behind each was taken back. `code`: of whom a row is. */
export async function revisionsOf(
  asking: Asking,
  province: string,
  metric: Metric,
  reading: Reading,
  { asKnownAt = ALWAYS }: AsKnown,
  ask: (known: Known) => Promise<Row[]>,
): Promise<Revision[]> {
  const known = { known_at: momentValue(asKnownAt) }
  const landings = { table: 'landings' as const, provinces: [province, 'none'], years: null }
  const [rows, withdrawals] = await Promise.all([
    ask(known),
    asking.engine.rows(compose(withdrawalsSql, {}, { ...known, provinces: landings.provinces.map(textValue) }, [landings]), asking.signal),
  ])
  return told(versionsOf(rows, reading, asKnownAt), metric).map((revision) => {
    const withdrawal = withdrawals.find((row) => row.sha256 === revision.source && (row.withdrawn_at as number) > revision.landed_at)
    return { ...revision, withdrawn: (withdrawal?.withdrawn_at ?? null) as number | null }
  })
}

/**
 * The versions of a unit's value on a day. A unit above communes has the versions of the sum, and no source where
 * there are several. `withdrawn`: when the file behind a version was taken back.
 */
export async function revisions(asking: Asking, unit: Unit, keys: RevisionsKeys): Promise<Revision[]> {
  if (unit.level === 'agency') return []
  const { metric, on } = keys
  const facts = factsOf(metric.table, columnsOf(metric), [unit], { first: on, last: on }, { asKnownAt: keys.asKnownAt ?? ALWAYS })
  const columns = columnsOf(metric).map(identifier).join(', ')
  return revisionsOf(asking, unit.province, metric, readingOf(metric), keys, (known) =>
    asking.engine.rows(compose(sql, { ...facts.fragments, columns }, { ...facts.values, ...known, day: dayValue(on) }, facts.scopes), asking.signal),
  )
}
