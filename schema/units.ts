import { daysBetween, FOREVER, shiftDay } from './days.ts'
import { comparable, folded, loosely, nameParts } from './names.ts'

export type UnitLevel = 'province' | 'district' | 'commune' | 'agency'
export const unitLevels: readonly UnitLevel[] = ['province', 'district', 'commune', 'agency']

/** One version of a unit: a code alone is no identity, on 1 July 2025 thousands of codes got another owner. */
export interface Unit {
  readonly code: string
  readonly name: string
  readonly fullName: string
  readonly type: string
  readonly level: UnitLevel
  readonly parentCode: string | null
  readonly province: string
  readonly district: string | null
  readonly validFrom: string
  readonly validTo: string
  /** Editions that list it, "day/coverage" joined by commas. */
  readonly editions: string
}

/** Which unit exports mean by a spelling, within a province or district, as somebody settled it. */
export interface Alias {
  readonly text: string
  readonly within: string
  readonly unitCode: string
}

/** Agencies' codes are each province's own: H.01 stands in many, `82/H.01` in one. */
export const fullCode = ({ level, province, code }: Pick<Unit, 'level' | 'province' | 'code'>): string => (level === 'agency' ? `${province}/${code}` : code)

export const unitId = (unit: Unit): string => `${fullCode(unit)}@${unit.validFrom}`

/**
 * A version of a unit as statements name it: its code and its first day, counted from 1970-01-01. Most such names have twelve
 * bytes or fewer, which DuckDB hands over in the row itself.
 */
export const unitKey = (unit: Unit): string => `${fullCode(unit)}@${daysBetween('1970-01-01', unit.validFrom)}`

/** Of units that a register has looked at: the key of the first version of the same desk. */
const desks = new WeakMap<Unit, string>()
/** A unit that is retyped (thị xã Gò Công, thành phố Gò Công) keeps its desk: versions of one name below one parent that follow each other. */
export const deskOf = (unit: Unit): string => desks.get(unit) ?? unitKey(unit)

function tellDesks(units: readonly Unit[]): void {
  const last = new Map<string, Unit>()
  for (const unit of units) {
    const key = [unit.province, unit.code, unit.level, unit.name, unit.parentCode].join('|')
    const before = last.get(key)
    desks.set(unit, before && before.validTo !== FOREVER && shiftDay(before.validTo, 1) === unit.validFrom ? deskOf(before) : unitKey(unit))
    last.set(key, unit)
  }
}

export const validOn = (unit: Unit, day: string): boolean => unit.validFrom <= day && day <= unit.validTo

/** Units of one province, district or whole register, found by code and day, by name and parent, by place in the tree. */
export interface Register {
  readonly units: readonly Unit[]
  /** The version of a code, or of an agency's `82/H.01`, valid on a day; none where agencies of several provinces bear it. */
  on(code: string, day: string): Unit | undefined
  /** The last version of a code; none where agencies of several provinces bear it. */
  last(code: string): Unit | undefined
  /** What `82/H.01` the agencies of several provinces go by that a bare code may mean, on a day or ever. */
  agenciesOf(code: string, day?: string): readonly string[]
  byId(id: string): Unit | undefined
  /** Units right below one, valid on a day, in the order of their codes. */
  children(code: string, day: string): Unit[]
  /** Units of a level anywhere below one (itself, where it is of that level), valid on a day. */
  below(unit: Unit, level: UnitLevel, day: string): Unit[]
  /** Every version of a commune that ever lay below a unit: for counting who is expected day by day. */
  communesOf(unit: Unit): readonly Unit[]
  /** Every version of a unit whose own desk reports within one: agencies, districts and communes of a province, a district and its communes, else itself. */
  desksOf(unit: Unit): readonly Unit[]
  /** Units whose name, with its type where it is given, is this one on that day. */
  named(name: string, day: string): Unit[]
  /** Units whose name is this one but for spaces, apostrophes and the like. */
  namedLoosely(name: string, day: string): Unit[]
  /** The unit that a spelling was settled to mean, within a district or province, valid on that day. */
  settled(text: string, within: readonly (string | null)[], day: string): Unit | undefined
  /** For people typing: no accents needed; best matches first. */
  search(text: string, day: string, level?: UnitLevel): Unit[]
}

const byCodeOrder = (a: Unit, b: Unit): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.validFrom < b.validFrom ? -1 : 1)

function groupBy<K>(units: readonly Unit[], key: (unit: Unit) => K): Map<K, Unit[]> {
  const groups = new Map<K, Unit[]>()
  for (const unit of units) {
    const group = groups.get(key(unit))
    if (group) group.push(unit)
    else groups.set(key(unit), [unit])
  }
  return groups
}

const inside = (unit: Unit, above: Unit): boolean =>
  above.level === 'province' ? unit.province === above.code : above.level === 'district' ? unit.district === above.code || unit.code === above.code : unit.code === above.code

export function registerOf(list: readonly Unit[], aliases: readonly Alias[] = []): Register {
  const units = [...list].sort(byCodeOrder)
  tellDesks(units)
  const byCode = groupBy(units, (unit) => unit.code)
  /** Every version that a code may mean, in the order of their days. */
  const versions = (code: string): readonly Unit[] => {
    const [province, own] = code.split('/')
    if (own === undefined) return byCode.get(code) ?? []
    return (byCode.get(own) ?? []).filter((unit) => unit.level === 'agency' && unit.province === province)
  }
  const only = (found: readonly Unit[]): Unit | undefined => (new Set(found.map(fullCode)).size === 1 ? found.at(-1) : undefined)
  const byParent = groupBy(units, (unit) => unit.parentCode)
  const byProvince = groupBy(units, (unit) => unit.province)
  let names: Map<string, Unit[]> | undefined
  let looseNames: Map<string, Unit[]> | undefined
  const typed = (found: readonly Unit[] | undefined, type: string | null, day: string): Unit[] =>
    (found ?? []).filter((unit) => validOn(unit, day) && (type === null || unit.type.toLowerCase().startsWith(type)))
  return {
    units,
    on: (code, day) => only(versions(code).filter((unit) => validOn(unit, day))),
    last: (code) => only(versions(code)),
    agenciesOf: (code, day) => {
      const found = new Set(
        versions(code)
          .filter((unit) => day === undefined || validOn(unit, day))
          .map(fullCode),
      )
      return found.size > 1 ? [...found].sort() : []
    },
    byId: (id) => versions(id.split('@')[0] ?? '').find((unit) => unitId(unit) === id),
    children: (code, day) => (byParent.get(code) ?? []).filter((unit) => validOn(unit, day)),
    below: (above, level, day) => (byProvince.get(above.province) ?? []).filter((unit) => unit.level === level && validOn(unit, day) && inside(unit, above)),
    communesOf: (above) => (byProvince.get(above.province) ?? []).filter((unit) => unit.level === 'commune' && inside(unit, above)),
    desksOf: (above) => {
      const beside = byProvince.get(above.province) ?? []
      if (above.level === 'province') return beside.filter((unit) => unit.level !== 'province')
      return above.level === 'district' ? [above, ...beside.filter((unit) => unit.level === 'commune' && unit.district === above.code)] : [above]
    },
    named: (text, day) => {
      names ??= groupBy(units, (unit) => nameParts(unit.fullName).bare)
      const { type, bare } = nameParts(text)
      return typed(names.get(bare), type, day)
    },
    namedLoosely: (text, day) => {
      looseNames ??= groupBy(units, (unit) => loosely(nameParts(unit.fullName).bare))
      const { type, bare } = nameParts(text)
      return typed(looseNames.get(loosely(bare)), type, day)
    },
    settled: (text, within, day) => {
      const alias = aliases.find((one) => comparable(one.text) === comparable(text) && within.includes(one.within))
      return alias && byCode.get(alias.unitCode)?.find((unit) => validOn(unit, day))
    },
    search: (text, day, level) => {
      const wanted = folded(text)
      const rank = (unit: Unit): number => {
        if (unit.code === text.trim() || unit.fullName === text || unit.name === text) return 0
        const full = folded(unit.fullName)
        const at = full.indexOf(wanted)
        return at < 0 ? 9 : full === wanted || folded(unit.name) === wanted ? 1 : folded(unit.name).startsWith(wanted) ? 2 : at === 0 ? 3 : 4
      }
      return units
        .filter((unit) => validOn(unit, day) && (!level || unit.level === level))
        .map((unit) => [rank(unit), unit] as const)
        .filter(([score]) => score < 9)
        .sort(([a, one], [b, two]) => a - b || byCodeOrder(one, two))
        .map(([, unit]) => unit)
    },
  }
}
