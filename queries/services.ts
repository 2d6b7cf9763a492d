import type { Metric } from '../schema/metric.ts'
import type { Unit } from '../schema/units.ts'
import type { ServiceRow } from './answers.ts'
import type { Asking } from './asking.ts'
import { byService, type OfUnit, type ServiceKeys } from './by-service.ts'
import { grouped } from './grouped.ts'
import { ranksOf } from './ranking.ts'
import { added, measuredOf } from './unit-sums.ts'

export const serviceGroupings = ['service', 'group'] as const
export type ServiceGrouping = (typeof serviceGroupings)[number]

export interface ServicesKeys extends ServiceKeys {
  readonly metric: Metric
  /** Default: a row a service. */
  readonly by?: ServiceGrouping | undefined
}

interface Part {
  readonly service: string | null
  readonly name: string | null
  readonly group: string | null
  readonly codes: readonly string[]
}

const partsOf = ({ services }: OfUnit, by: ServiceGrouping): Part[] =>
  by === 'service'
    ? services.map(({ code, name, group }) => ({ service: code, name, group, codes: [code] }))
    : [...grouped(services, ({ group }) => group)].map(([group, list]) => ({ service: null, name: null, group, codes: list.map(({ code }) => code) }))

/** A member reports a group where it reports one of its services. */
function rowOf(told: OfUnit, { codes, ...part }: Part, metric: Metric): Omit<ServiceRow, 'rank'> {
  const sums = codes.map((code) => told.sums(code, 0))
  const members = sums[0] ?? []
  const reporting = members.filter((_, i) => sums.some((ofMembers) => ofMembers[i] !== undefined)).length
  return { ...part, services: codes.length, ...measuredOf(metric, added(sums.flat())), reporting, expected: told.expected, scope: told.scope }
}

const last = Number.MAX_SAFE_INTEGER

/**
 * A metric of each essential service, or of each group of agencies that handles them, in each of the units: ranked, those
 * without a value at the end. A service without dossiers has nothing to divide by: it is not applicable, never 0.
 */
export async function services(asking: Asking, units: readonly Unit[], { metric, by = 'service', ...keys }: ServicesKeys): Promise<ServiceRow[][]> {
  const told = await byService(asking, units, [metric], keys)
  return told.map((one) => {
    const rows = partsOf(one, by).map((part) => rowOf(one, part, metric))
    const ranks = ranksOf(
      rows.map(({ value }) => value),
      metric.better,
    )
    return rows
      .map((row, i): ServiceRow => ({ rank: ranks[i]?.rank ?? null, ...row }))
      .map((row, i) => [row.rank ?? last, i, row] as const)
      .sort(([a, i], [b, j]) => a - b || i - j)
      .map(([, , row]) => row)
  })
}
