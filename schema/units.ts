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

export const unitId = (unit: Unit): string => `${unit.code}@${unit.validFrom}`

export const validOn = (unit: Unit, day: string): boolean => unit.validFrom <= day && day <= unit.validTo

/** Units of one province, district or whole register, found by code and day, by name and parent, by place in the tree. */
export interface Register {
  readonly units: readonly Unit[]
  /** The version of a code valid on a day. */
  on(code: string, day: string): Unit | undefined
  /** The last version of a code. */
  last(code: string): Unit | undefined
  byId(id: string): Unit | undefined
  /** Units right below one, valid on a day, in the order of their codes. */
  children(code: string, day: string): Unit[]
  /** Units of a level anywhere below one (itself, where it is of that level), valid on a day. */
  below(unit: Unit, level: UnitLevel, day: string): Unit[]
  /** Every version of a commune that ever lay below a unit: for counting who is expected day by day. */
  communesOf(unit: Unit): readonly Unit[]
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
  const byCode = groupBy(units, (unit) => unit.code)
  const byParent = groupBy(units, (unit) => unit.parentCode)
  const byProvince = groupBy(units, (unit) => unit.province)
  let names: Map<string, Unit[]> | undefined
  let looseNames: Map<string, Unit[]> | undefined
  const typed = (found: readonly Unit[] | undefined, type: string | null, day: string): Unit[] =>
    (found ?? []).filter((unit) => validOn(unit, day) && (type === null || unit.type.toLowerCase().startsWith(type)))
  return {
    units,
    on: (code, day) => byCode.get(code)?.find((unit) => validOn(unit, day)),
    last: (code) => byCode.get(code)?.at(-1),
    byId: (id) => {
      const [code, from] = id.split('@')
      return byCode.get(code ?? '')?.find((unit) => unit.validFrom === from)
    },
    children: (code, day) => (byParent.get(code) ?? []).filter((unit) => validOn(unit, day)),
    below: (above, level, day) => (byProvince.get(above.province) ?? []).filter((unit) => unit.level === level && validOn(unit, day) && inside(unit, above)),
    communesOf: (above) => (byProvince.get(above.province) ?? []).filter((unit) => unit.level === 'commune' && inside(unit, above)),
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
