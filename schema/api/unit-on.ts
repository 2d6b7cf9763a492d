import { refuseAmbiguous } from '../unit-code.ts'
import type { Register, Unit } from '../units.ts'

/** A version of a unit, and the day it is looked at: its parent and children are those of that day. */
export interface UnitOn {
  readonly unit: Unit
  readonly on: string
}

/** The day is held within the unit's validity. */
export const unitOn = (unit: Unit, day: string): UnitOn => ({ unit, on: day < unit.validFrom ? unit.validFrom : day > unit.validTo ? unit.validTo : day })

/** By code, or an agency's `82/H.01`: valid on that day, or without one today's version, of a unit that has ended the last. */
export function findUnit(register: Register, code: string, on: string | null | undefined, today: string): UnitOn | null {
  const unit = on == null ? (register.on(code, today) ?? register.last(code)) : register.on(code, on)
  if (!unit) refuseAmbiguous(register, code, on ?? undefined, 'code')
  return unit ? unitOn(unit, on ?? today) : null
}
