import { funnelStages } from '../schema/activation-metrics.ts'
import type { Unit } from '../schema/units.ts'
import type { FunnelStage } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import { byLevel, factsOf } from './facts.ts'
import sql from './funnel.sql'
import { compose } from './statement.ts'

export interface FunnelKeys extends AsKnown {
  readonly on: string
}

const sumWhere = (column: string, other: string): string => `sum(case when f.${other} is not null then f.${column} end)`
const ratioOf = (column: string, other: string): string => `cast(${sumWhere(column, other)} as double) / nullif(${sumWhere(other, column)}, 0)`

const stages = funnelStages
  .map((stage, n) => {
    const previous = funnelStages[n - 1]
    return `cast(sum(f.${stage}) as bigint) as s${n}_value, ${previous ? ratioOf(stage, previous) : 'cast(null as double)'} as s${n}_of_previous, ${ratioOf(stage, funnelStages[0])} as s${n}_of_first`
  })
  .join(', ')

/** The stages of each of the units on one day, parallel to them; one statement a level. */
export async function funnel(asking: Asking, units: readonly Unit[], keys: FunnelKeys): Promise<FunnelStage[][]> {
  const rows = await byLevel(units, async (ofLevel) => {
    const facts = factsOf('activation', funnelStages, ofLevel, { first: keys.on, last: keys.on }, keys)
    const answer = await asking.engine.rows(compose(sql, { ...facts.fragments, stages }, facts.values, facts.scopes), asking.signal)
    return new Map(answer.map((row) => [row.unit as string, row]))
  })
  return units.map((_, i) =>
    funnelStages.map((stage, n) => ({
      stage,
      value: (rows[i]?.[`s${n}_value`] ?? null) as number | null,
      of_previous: (rows[i]?.[`s${n}_of_previous`] ?? null) as number | null,
      of_first: (rows[i]?.[`s${n}_of_first`] ?? null) as number | null,
    })),
  )
}
