import type { Metric } from '../schema/metric.ts'
import { type Unit, type UnitLevel, validOn } from '../schema/units.ts'
import type { TypeRow } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import { comparedLevel, memberSums } from './comparison.ts'
import { expectedOf } from './expected.ts'

export interface TypeKeys extends AsKnown {
  readonly metric: Metric
  readonly on: string
  readonly level?: UnitLevel | undefined
}

const add = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b)

/** A metric on a day by type of unit at a level below one: wards, communes and townships apart. */
export async function byType(asking: Asking, unit: Unit, keys: TypeKeys): Promise<TypeRow[]> {
  const level = comparedLevel(asking, unit, keys.on, keys.level)
  if (!validOn(unit, keys.on)) return []
  const sums = await memberSums(asking, unit, level, keys)
  const types = new Map<string, TypeRow>()
  for (const one of asking.register.below(unit, level, keys.on)) {
    const sum = sums.get(one.code)
    const known = types.get(one.type)
    const numerator = add(known?.numerator ?? null, (sum?.numerator ?? null) as number | null)
    const denominator = add(known?.denominator ?? null, (sum?.denominator ?? null) as number | null)
    types.set(one.type, {
      unit_type: one.type,
      value: keys.metric.denominator === null ? numerator : numerator === null || !denominator ? null : numerator / denominator,
      numerator,
      denominator,
      reporting: (known?.reporting ?? 0) + ((sum?.reporting as number | undefined) ?? 0),
      expected: (known?.expected ?? 0) + (level === 'commune' ? 1 : expectedOf(asking.register, one, keys.on)),
    })
  }
  return [...types.values()].sort((a, b) => (a.unit_type < b.unit_type ? -1 : 1))
}
