import { InputError } from '../schema/input-error.ts'
import type { Metric } from '../schema/metric.ts'
import type { ListedService } from '../schema/service-catalogue.ts'
import { type Unit, validOn } from '../schema/units.ts'
import type { AsKnown, Asking } from './asking.ts'
import { measureFor } from './measure.ts'
import type { MemberSum } from './member-sums.ts'
import type { Asked } from './period-facts.ts'
import { sumsOf } from './period-sums.ts'
import { checkWindow } from './periods.ts'
import { serviceCatalogue } from './service-catalogue.ts'
import { deskSums, desksAmong, expectedMembers, membersOf, type Scope, scopeOf } from './unit-sums.ts'

/** A window of the statistics of essential services. */
export interface ServiceKeys extends AsKnown {
  readonly from: string
  readonly to: string
  readonly scope?: Scope | undefined
}

/** What a unit's exports tell of each service. */
export interface OfUnit {
  readonly scope: Scope
  /** How many of its members are expected to report services. */
  readonly expected: number
  /** Those of the catalogue on the last day, then what exports print that is not listed: it stands for itself. */
  readonly services: readonly (ListedService | { readonly code: string; readonly name: null; readonly group: null })[]
  /** Of a service and a metric by its number, what each member's exports add up to; who does not answer is undefined. */
  sums(code: string, metric: number): readonly (MemberSum | undefined)[]
}

function checkMetrics(metrics: readonly Metric[]): void {
  const other = metrics.find(({ table }) => table !== 'dossiers')
  if (other) throw new InputError('NOT_AVAILABLE', 'metric', `metric: ${other.code} không có theo dịch vụ / is not told by service; da06 query period`)
}

/** Metrics of each service in each of the units, by the catalogue of the window's last day; for all units the same few statements. */
export async function byService(asking: Asking, units: readonly Unit[], metrics: readonly Metric[], keys: ServiceKeys): Promise<OfUnit[]> {
  checkWindow(keys.from, keys.to)
  checkMetrics(metrics)
  const asked = units.map((unit): Asked => ({ unit, scope: scopeOf(unit, keys.scope) }))
  const question = { asKnownAt: keys.asKnownAt, table: 'dossiers', measures: metrics.map(measureFor), asked, by: 'service' } as const
  const [catalogue, sums] = await Promise.all([serviceCatalogue(asking), sumsOf(asking, question, [{ start: keys.from, end: keys.to }])])
  const listed = catalogue.on(keys.to)
  const codes = new Set(listed.map(({ code }) => code))
  const others = sums.parts.filter((code) => !codes.has(code)).sort()
  return asked.map((one) => {
    const members = validOn(one.unit, keys.to) ? membersOf(asking.register, one) : []
    const desks = desksAmong(members)
    const printed = others.filter((code) => metrics.some((_, n) => deskSums(sums, desks, code, 0, n).some((sum) => sum !== undefined)))
    return {
      scope: one.scope,
      expected: expectedMembers(members, one, keys.to, true),
      services: [...listed, ...printed.map((code) => ({ code, name: null, group: null }))],
      sums: (code, n) => deskSums(sums, desks, code, 0, n),
    }
  })
}
