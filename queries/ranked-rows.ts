import type { Metric } from '../schema/metric.ts'
import type { Unit } from '../schema/units.ts'
import type { ComparisonRow, Coverage, Measured } from './answers.ts'
import { type Ranked, ranksOf } from './ranking.ts'

/** A unit with what it is compared by. */
export interface Compared extends Measured, Coverage {
  readonly unit: Unit
  readonly change: number | null
}

/** Greater than any rank. */
const LAST = Number.MAX_SAFE_INTEGER

export function rankOfEach(units: readonly Unit[], { better }: Metric, of: (unit: Unit) => number | null): ReadonlyMap<Unit, Ranked> {
  const ranks = ranksOf(units.map(of), better)
  return new Map(units.map((one, i) => [one, ranks[i] as Ranked]))
}

/** A row each, by rank, then code; without a value at the end. `before`: ranks held against; `total`: what shares are of, 0 where there are none. */
export function rankedRows(compared: readonly Compared[], { better }: Metric, before: ReadonlyMap<Unit, Ranked>, total: number): ComparisonRow[] {
  const ranks = ranksOf(
    compared.map(({ value }) => value),
    better,
  )
  const rows = compared.map(({ unit, ...told }, i): ComparisonRow => {
    const { rank, percentile } = ranks[i] as Ranked
    const old = before.get(unit)?.rank ?? null
    return {
      ...told,
      rank,
      unit_code: unit.code,
      unit_name: unit.fullName,
      unit_type: unit.type,
      rank_change: rank === null || old === null ? null : old - rank,
      share: told.value === null || total === 0 ? null : told.value / total,
      percentile,
    }
  })
  return rows.sort((a, b) => (a.rank ?? LAST) - (b.rank ?? LAST) || (a.unit_code < b.unit_code ? -1 : 1))
}
