import type { Metric } from '../schema/metric.ts'
import { deskOf, type Register, type Unit, validOn } from '../schema/units.ts'
import type { Coverage, Measured } from './answers.ts'
import type { MemberSum, MemberSums } from './member-sums.ts'
import type { Asked } from './period-facts.ts'

export type Scope = Asked['scope']

/** A province has no desk of its own: unless it is said, what lies within it is meant. */
export const scopeOf = (unit: Unit, scope: Scope | null | undefined): Scope => scope ?? (unit.level === 'province' ? 'subtree' : 'own')

/** Every version of the units whose own desks a unit adds up. */
export function membersOf(register: Register, { unit, scope }: Asked): readonly Unit[] {
  if (scope === 'subtree') return register.desksOf(unit)
  return unit.level === 'province' ? [] : [unit]
}

/** How many of a unit's members are expected to report on a day. Services are reported by districts, where there are some, else by communes. */
export function expectedMembers(members: readonly Unit[], { unit, scope }: Asked, day: string, ofService: boolean): number {
  if (!validOn(unit, day)) return 0
  if (scope === 'own') return desksAmong(members).length
  const valid = members.filter((member) => validOn(member, day))
  if (!ofService || valid.length === 1) return valid.length
  const districts = valid.filter(({ level }) => level === 'district')
  return districts.length > 0 ? districts.length : valid.filter(({ level }) => level === 'commune').length
}

/** What a unit's members that answer add up to. */
export interface UnitSum {
  readonly numerator: number | null
  readonly denominator: number | null
  readonly reporting: number
  /** SHA-256 of the one raw file; null if several. */
  readonly source: string | null
}

const NOTHING: UnitSum = { numerator: null, denominator: null, reporting: 0, source: null }

export function added(sums: readonly (MemberSum | undefined)[]): UnitSum {
  const there = sums.filter((sum) => sum !== undefined)
  if (there.length === 0) return NOTHING
  const [first] = there as [MemberSum]
  return {
    numerator: there.reduce((total, { numerator }) => total + numerator, 0),
    denominator: first.denominator === null ? null : there.reduce((total, { denominator }) => total + (denominator as number), 0),
    reporting: there.length,
    source: there.every(({ source }) => source === first.source) ? first.source : null,
  }
}

/** Versions of a unit that was retyped are one desk. */
export const desksAmong = (members: readonly Unit[]): string[] => [...new Set(members.map(deskOf))]

/** Of a service or field, the sum of each desk in a window for a measure; who does not answer is undefined. */
export const deskSums = (sums: MemberSums, desks: readonly string[], part: string, bucket: number, measure: number): (MemberSum | undefined)[] =>
  desks.map((member) => sums.of({ part, member, bucket }, measure))

/** A count itself, a rate the sum over the sum; nothing to divide by is no answer. */
export function measuredOf({ denominator: divided }: Metric, { numerator, denominator }: Pick<UnitSum, 'numerator' | 'denominator'>): Measured {
  const value = divided === null ? numerator : numerator === null || !denominator ? null : numerator / denominator
  return { value, numerator, denominator: divided === null ? null : denominator }
}

export const covered = (sum: UnitSum, expected: number): Coverage => ({ reporting: sum.reporting, expected })
