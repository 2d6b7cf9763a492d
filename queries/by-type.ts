import type { Metric } from '../schema/metric.ts'
import { type Unit, type UnitLevel, validOn } from '../schema/units.ts'
import type { Coverage, TypeRow } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import { comparedLevel, memberSums } from './comparison.ts'
import { expectedOf } from './expected.ts'

export interface TypeKeys extends AsKnown {
  readonly metric: Metric
  readonly on: string
  readonly level?: UnitLevel | undefined
}

const add = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b)

/** Units of one type together: sums over sums, in the order of the types' names. */
export function typeRows({ denominator: divided }: Metric, parts: readonly (Coverage & { unit: Unit; numerator: number | null; denominator: number | null })[]): TypeRow[] {
  const types = new Map<string, TypeRow>()
  for (const { unit, ...part } of parts) {
    const known = types.get(unit.type)
    const numerator = add(known?.numerator ?? null, part.numerator)
    const denominator = add(known?.denominator ?? null, part.denominator)
    types.set(unit.type, {
      unit_type: unit.type,
      value: divided === null ? numerator : numerator === null || !denominator ? null : numerator / denominator,
      numerator,
      denominator,
      reporting: (known?.reporting ?? 0) + part.reporting,
      expected: (known?.expected ?? 0) + part.expected,
    })
  }
  return [...types.values()].sort((a, b) => (a.unit_type < b.unit_type ? -1 : 1))
}

/** A metric on a day by type of unit at a level below one: wards, communes and townships apart. */
export async function byType(asking: Asking, unit: Unit, keys: TypeKeys): Promise<TypeRow[]> {
  const level = comparedLevel(asking, unit, keys.on, keys.level)
  if (!validOn(unit, keys.on)) return []
  const sums = await memberSums(asking, unit, level, keys)
  const number = (code: string, name: string): number | null => (sums.get(code)?.[name] ?? null) as number | null
  return typeRows(
    keys.metric,
    asking.register.below(unit, level, keys.on).map((one) => ({
      unit: one,
      numerator: number(one.code, 'numerator'),
      denominator: number(one.code, 'denominator'),
      reporting: number(one.code, 'reporting') ?? 0,
      expected: level === 'commune' ? 1 : expectedOf(asking.register, one, keys.on),
    })),
  )
}
