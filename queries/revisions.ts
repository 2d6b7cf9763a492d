import type { Metric } from '../schema/metrics.ts'
import type { Unit } from '../schema/units.ts'
import type { Revision } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import type { Row } from './engine.ts'
import { columnsOf, dayValue, factsOf, momentValue, textValue } from './facts.ts'
import sql from './revisions.sql'
import { compose, identifier } from './statement.ts'
import withdrawalsSql from './withdrawals.sql'

export interface RevisionsKeys extends AsKnown {
  readonly metric: Metric
  readonly on: string
}

/** The year 9999: later than anything landed. */
const ALWAYS = Date.UTC(9999, 11, 31)

interface Origin {
  readonly source: string | null
  readonly sheet: string | null
  readonly row: number | null
}

/** A commune's counts from one moment until another. */
interface Version extends Origin {
  readonly commune: string
  readonly from: number
  readonly until: number
  readonly numerator: number
  readonly denominator: number | null
}

const NOWHERE: Origin = { source: null, sheet: null, row: null }
const sameOrigin = (a: Origin, b: Origin): Origin => ({
  source: a.source === b.source ? a.source : null,
  sheet: a.source === b.source && a.sheet === b.sheet ? a.sheet : null,
  row: a.source === b.source && a.sheet === b.sheet && a.row === b.row ? a.row : null,
})

/** Where one cell comes from: another file than its row's where `carried` says so ("sha256/stated/received/row/sheet"). */
function originOf(row: Row, column: string): Origin {
  const carried = `${(row.carried as string | null) ?? ''};`
  const at = carried.indexOf(`;${column}=`)
  if (at < 0) return { source: row.source as string, sheet: row.source_sheet as string | null, row: row.source_row as number | null }
  const start = at + column.length + 2
  const [source = '', , , line = '', ...sheet] = carried.slice(start, carried.indexOf(';', start)).split('/')
  return { source, sheet: sheet.join('/') || null, row: line === '' ? null : Number(line) }
}

/** A superseded row whose version is still current is what a commit that died left behind: no version of its own. */
function versionsOf(rows: readonly Row[], metric: Metric, knownAt: number): Version[] {
  const identity = (row: Row): string => `${row.code} ${row.landed_at} ${row.source}`
  const current = new Set(rows.filter((row) => row.superseded_at === null).map(identity))
  return rows.flatMap((row) => {
    const numerator = row[metric.numerator] as number | null
    const denominator = metric.denominator === null ? null : (row[metric.denominator] as number | null)
    const until = (row.superseded_at as number | null) ?? Number.POSITIVE_INFINITY
    if (numerator === null || (metric.denominator !== null && denominator === null)) return []
    if (row.superseded_at !== null && (current.has(identity(row)) || until <= (row.landed_at as number))) return []
    const origin = columnsOf(metric)
      .map((column) => originOf(row, column))
      .reduce(sameOrigin)
    return [{ commune: row.code as string, from: row.landed_at as number, until: until > knownAt ? Number.POSITIVE_INFINITY : until, numerator, denominator, ...origin }]
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

/**
 * The versions of a unit's value on a day. A unit above communes has the versions of the sum, and no source where
 * there are several. `withdrawn`: when the file behind a version was taken back.
 */
export async function revisions(asking: Asking, unit: Unit, keys: RevisionsKeys): Promise<Revision[]> {
  if (unit.level === 'agency') return []
  const { metric, on, asKnownAt = ALWAYS } = keys
  const facts = factsOf(metric.table, columnsOf(metric), [unit], { first: on, last: on }, { asKnownAt })
  const columns = columnsOf(metric).map(identifier).join(', ')
  const known = { known_at: momentValue(asKnownAt) }
  const landings = { table: 'landings' as const, provinces: [unit.province, 'none'], years: null }
  const [rows, withdrawals] = await Promise.all([
    asking.engine.rows(compose(sql, { ...facts.fragments, columns }, { ...facts.values, ...known, day: dayValue(on) }, facts.scopes), asking.signal),
    asking.engine.rows(compose(withdrawalsSql, {}, { ...known, provinces: landings.provinces.map(textValue) }, [landings]), asking.signal),
  ])
  return told(versionsOf(rows, metric, asKnownAt), metric).map((revision) => {
    const withdrawal = withdrawals.find((row) => row.sha256 === revision.source && (row.withdrawn_at as number) > revision.landed_at)
    return { ...revision, withdrawn: (withdrawal?.withdrawn_at ?? null) as number | null }
  })
}
