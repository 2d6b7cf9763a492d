import { earlier, later } from '../schema/days.ts'
import { type Register, type Unit, validOn } from '../schema/units.ts'

/** Position of the first day that is not before the one given, in days sorted upwards. */
function positionOf(days: readonly string[], day: string): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] as string) < day) low = middle + 1
    else high = middle
  }
  return low
}

/** How many communes of a unit are valid on each of some days, sorted upwards; 0 outside the unit's own validity. */
export function expectedOn(register: Register, unit: Unit, days: readonly string[]): number[] {
  const first = days[0]
  const last = days.at(-1)
  if (first === undefined || last === undefined) return []
  const steps = new Int32Array(days.length + 1)
  for (const commune of register.communesOf(unit)) {
    const from = later(commune.validFrom, unit.validFrom)
    const to = earlier(commune.validTo, unit.validTo)
    if (from > to || from > last || to < first) continue
    const at = from <= first ? 0 : positionOf(days, from)
    const end = to >= last ? days.length : positionOf(days, to) + (days[positionOf(days, to)] === to ? 1 : 0)
    steps[at] = (steps[at] as number) + 1
    steps[end] = (steps[end] as number) - 1
  }
  let expected = 0
  return days.map((_, i) => (expected += steps[i] as number))
}

export const expectedOf = (register: Register, unit: Unit, day: string): number => (validOn(unit, day) ? (expectedOn(register, unit, [day])[0] as number) : 0)
