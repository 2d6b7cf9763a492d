import { comparable, lettersApart, loosely, nameParts } from '../../schema/names.ts'
import { type Register, type Unit, type UnitLevel, unitLevels } from '../../schema/units.ts'

/** Where a row stands: what is known before its own code and name are looked at. */
export interface UnitPlace {
  readonly day: string
  readonly province: string | null
  readonly district: string | null
  /** Levels of unit a row may be of; default: any but agencies. */
  readonly levels?: readonly UnitLevel[]
}

/** `lost_zeros`, `spelling`: mended. `name_differs`: the code is known, the name beside it is another. */
export type How = 'told' | 'lost_zeros' | 'spelling' | 'name_differs'

export type Resolved = { readonly unit: Unit; readonly how: How } | { readonly fault: 'unknown_unit' | 'ambiguous_unit'; readonly candidates: readonly Unit[] }

/** Spelled alike: tone mark's place, capitals, spaces, apostrophes and abbreviations aside; accents count. */
export function sameName(unit: Unit, text: string): boolean {
  const { type, bare } = nameParts(text)
  return (loosely(bare) === loosely(nameParts(unit.fullName).bare) && (type === null || unit.type.toLowerCase().startsWith(type))) || comparable(text) === comparable(unit.name)
}

const isCode = (text: string): boolean => /^\d{1,5}$|^[A-Z]{1,4}[\w.-]{1,18}$/.test(text)

function byCode(code: string, name: string, place: UnitPlace, register: Register): Resolved {
  if (name === '') return byBareCode(code, place, register)
  const exact = register.on(code, place.day)
  if (exact && sameName(exact, name)) return { unit: exact, how: 'told' }
  const mended = paddedTo(code, [2, 3, 5], place, register).filter((unit) => sameName(unit, name))
  if (mended.length === 1) return { unit: mended[0] as Unit, how: 'lost_zeros' }
  if (mended.length > 1) return { fault: 'ambiguous_unit', candidates: mended }
  const named = register.named(name, place.day).filter((unit) => inPlace(unit, place))
  // A code of elsewhere beside a name of elsewhere is a mistyped one.
  if (exact && inPlace(exact, place)) return { unit: exact, how: 'name_differs' }
  return { fault: 'unknown_unit', candidates: named }
}

/** Without a name nothing tells "271" the district from 00271 the commune that lost its zeros, but that rows are communes of one place. */
function byBareCode(code: string, place: UnitPlace, register: Register): Resolved {
  const exact = register.on(code, place.day)
  if (exact?.level === 'commune') return { unit: exact, how: 'told' }
  const communes = paddedTo(code, [5], place, register).filter((unit) => inPlace(unit, place))
  if (communes.length === 1 && place.province !== null && (!exact || exact.province !== place.province)) return { unit: communes[0] as Unit, how: 'lost_zeros' }
  const candidates = [...(exact ? [exact] : []), ...communes]
  return candidates.length > 1 || (exact === undefined && communes.length === 1)
    ? { fault: 'ambiguous_unit', candidates }
    : exact
      ? { unit: exact, how: 'told' }
      : { fault: 'unknown_unit', candidates }
}

/** Units whose code a number without its leading zeros may have been. */
const paddedTo = (code: string, lengths: readonly number[], { day }: UnitPlace, register: Register): Unit[] =>
  /^\d+$/.test(code) ? lengths.filter((length) => length > code.length).flatMap((length) => register.on(code.padStart(length, '0'), day) ?? []) : []

const inPlace = (unit: Unit, { province }: UnitPlace): boolean => province === null || unit.province === province

const territorial = unitLevels.filter((level) => level !== 'agency')

function byName(name: string, place: UnitPlace, register: Register): Resolved {
  const { levels = territorial } = place
  const of = (units: readonly Unit[]): Unit[] => units.filter((unit) => inPlace(unit, place) && levels.includes(unit.level))
  const named = of(register.named(name, place.day))
  const found = within(named, name, place)
  if (found.length === 1) return { unit: found[0] as Unit, how: 'told' }
  if (found.length > 1) return { fault: 'ambiguous_unit', candidates: found }
  const loose = within(of(register.namedLoosely(name, place.day)), name, place)
  if (loose.length === 1) return { unit: loose[0] as Unit, how: 'spelling' }
  if (loose.length > 1) return { fault: 'ambiguous_unit', candidates: loose }
  // A line above a table is looked up too, and nobody asks what it may have meant.
  return {
    fault: 'unknown_unit',
    get candidates() {
      return named.length > 0 ? named : near(name, place, register)
    },
  }
}

/** Among a district's communes a bare "Cai Lậy" is its township; a new section says what kind of district it is. */
function within(named: readonly Unit[], name: string, { district }: UnitPlace): readonly Unit[] {
  const here = named.filter((unit) => district === null || unit.level === 'district' || unit.level === 'agency' || unit.district === district)
  return here.length > 1 && district !== null && nameParts(name).type === null ? here.filter((unit) => unit.level === 'commune') : here
}

/** Units of the place whose names differ by a letter or two: to be named to whoever has to tell, never taken. */
function near(name: string, { day, province, district, levels = ['commune'] }: UnitPlace, register: Register): Unit[] {
  const above = register.on(district ?? province ?? '', day)
  if (!above) return []
  const bare = loosely(nameParts(name).bare)
  return levels
    .flatMap((level) => register.below(above, level, day))
    .map((unit) => [lettersApart(bare, loosely(nameParts(unit.fullName).bare), 2), unit] as const)
    .filter(([apart]) => apart <= 2)
    .sort(([a], [b]) => a - b)
    .map(([, unit]) => unit)
}

/**
 * The unit of a row: by its code, which is mended where it lost its zeros; else by its name, the day and the place; else by
 * what somebody has settled its spelling to mean. Never a guess.
 */
export function resolveUnit(code: string, name: string, place: UnitPlace, register: Register): Resolved {
  const found = code !== '' && isCode(code) ? byCode(code, name, place, register) : byName(name === '' ? code : name, place, register)
  if ('unit' in found) return found
  const settled = [name, code].filter(Boolean).flatMap((text) => register.settled(text, [place.district, place.province], place.day) ?? [])[0]
  return settled ? { unit: settled, how: 'told' } : found
}

const stands = (text: string, name: string): boolean => ` ${text} `.includes(` ${name} `)

/** The province, and the district, that the lines above a table name in full. */
export function placeNamed(lines: readonly string[], day: string, register: Register, province: string | null): { province: string | null; district: string | null } {
  const texts = lines.map((line) => comparable(line.replace(/\bTP\.?(?=\s)/gu, 'Thành phố').replace(/[^\p{L}\p{M}\p{N}\s]+/gu, ' ')))
  const valid = register.units.filter((unit) => unit.validFrom <= day && day <= unit.validTo)
  const named = (units: readonly Unit[]): Unit[] => {
    const found = units.filter((unit) => texts.some((text) => stands(text, comparable(unit.fullName))))
    // "Thành phố Cao Lãnh" stands inside no longer name, "Tân Phú" inside "Tân Phú Đông": the longer one is meant.
    return found.filter((unit) => !found.some((other) => other !== unit && stands(comparable(other.fullName), comparable(unit.fullName))))
  }
  const provinces = named(valid.filter((unit) => unit.level === 'province'))
  const stated = provinces.length === 1 ? (provinces[0] as Unit).code : null
  const districts = named(valid.filter((unit) => unit.level === 'district' && unit.province === (stated ?? province)))
  return { province: stated, district: districts.length === 1 ? (districts[0] as Unit).code : null }
}
