import type { Metric } from '../schema/metric.ts'
import { metricOf } from '../schema/metrics.ts'
import type { Unit } from '../schema/units.ts'
import type { ServicesUsedRow } from './answers.ts'
import type { Asking } from './asking.ts'
import { byService, type OfUnit, type ServiceKeys } from './by-service.ts'
import { grouped } from './grouped.ts'
import { added } from './unit-sums.ts'

const counted = ['received_online', 'dossiers_received'].map((code) => metricOf(code) as Metric)

interface Use {
  readonly group: string | null
  readonly online: number | null
  readonly received: number | null
}

/** A service that is not listed is no part of the figure. */
const usesOf = (told: OfUnit): Use[] =>
  told.services
    .filter(({ name }) => name !== null)
    .map(({ code, group }) => {
      const [online, received] = counted.map((_, n) => added(told.sums(code, n)).numerator)
      return { group, online: online ?? null, received: received ?? null }
    })

function rowOf(group: string | null, uses: readonly Use[], { scope }: OfUnit): ServicesUsedRow {
  const told = uses.filter(({ online, received }) => online !== null || received !== null)
  const numerator = told.length === 0 ? null : told.filter(({ online }) => (online ?? 0) > 0).length
  const denominator = uses.length
  return {
    ...{ group, value: numerator === null || denominator === 0 ? null : numerator / denominator, numerator, denominator },
    without_dossiers: told.filter(({ online, received }) => (received ?? online) === 0).length,
    not_told: uses.length - told.length,
    scope,
  }
}

/**
 * How many of the essential services had at least one dossier handed in online, of those listed: all together (group null),
 * then by the group of agencies that handles them. What no export tells of is told apart from what had no dossier.
 */
export async function servicesUsed(asking: Asking, units: readonly Unit[], keys: ServiceKeys): Promise<ServicesUsedRow[][]> {
  const told = await byService(asking, units, counted, keys)
  return told.map((one) => {
    const uses = usesOf(one)
    return [rowOf(null, uses, one), ...[...grouped(uses, ({ group }) => group)].map(([group, list]) => rowOf(group, list, one))]
  })
}
