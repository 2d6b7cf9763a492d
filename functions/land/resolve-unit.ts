import { comparable, nameParts } from '../../schema/names.ts'
import type { Register, Unit } from '../../schema/units.ts'

/** Where a row stands: what is known before its own code and name are looked at. */
export interface UnitPlace {
  readonly day: string
  readonly province: string | null
  readonly district: string | null
}

export type Resolved =
  | { readonly unit: Unit; readonly lostZeros: boolean; readonly nameDiffers: boolean }
  | { readonly fault: 'unknown_unit' | 'ambiguous_unit'; readonly candidates: readonly Unit[] }

/** Spelled alike: tone mark's place, capitals, spaces and abbreviations aside; accents count. */
export function sameName(unit: Unit, text: string): boolean {
  const { type, bare } = nameParts(text)
  return (bare === nameParts(unit.fullName).bare && (type === null || unit.type.toLowerCase().startsWith(type))) || comparable(text) === comparable(unit.name)
}

const isCode = (text: string): boolean => /^\d{1,5}$|^[A-Z]{1,4}[\w.-]{1,18}$/.test(text)

/** Codes that a number without its leading zeros may have been. */
const padded = (code: string): string[] => (/^\d+$/.test(code) ? [2, 3, 5].filter((length) => length > code.length).map((length) => code.padStart(length, '0')) : [])

function byCode(code: string, name: string, place: UnitPlace, register: Register): Resolved {
  const exact = register.on(code, place.day)
  if (exact && (name === '' || sameName(exact, name))) return { unit: exact, lostZeros: false, nameDiffers: false }
  const mended = padded(code)
    .flatMap((longer) => register.on(longer, place.day) ?? [])
    .filter((unit) => (name === '' ? !exact && (place.province === null || unit.province === place.province) : sameName(unit, name)))
  if (mended.length === 1) return { unit: mended[0] as Unit, lostZeros: true, nameDiffers: false }
  if (mended.length > 1) return { fault: 'ambiguous_unit', candidates: mended }
  if (exact) return { unit: exact, lostZeros: false, nameDiffers: true }
  return { fault: 'unknown_unit', candidates: name === '' ? [] : register.named(name, place.day).filter((unit) => inPlace(unit, place)) }
}

const inPlace = (unit: Unit, { province }: UnitPlace): boolean => province === null || unit.province === province

function byName(name: string, place: UnitPlace, register: Register): Resolved {
  const named = register.named(name, place.day).filter((unit) => inPlace(unit, place) && unit.level !== 'agency')
  const near = named.filter((unit) => place.district === null || unit.level === 'district' || unit.district === place.district)
  // Among a district's communes a bare "Cai Lậy" is its township; a new section says what kind of district it is.
  const below = near.filter((unit) => unit.level === 'commune')
  const found = near.length > 1 && place.district !== null && nameParts(name).type === null ? below : near
  if (found.length === 1) return { unit: found[0] as Unit, lostZeros: false, nameDiffers: false }
  return found.length > 1 ? { fault: 'ambiguous_unit', candidates: found } : { fault: 'unknown_unit', candidates: named }
}

/**
 * The unit of a row: by its code, which is mended where it lost its zeros; else by its name, the day and the place; else by
 * what somebody has settled its spelling to mean. Never a guess.
 */
export function resolveUnit(code: string, name: string, place: UnitPlace, register: Register): Resolved {
  const found = code !== '' && isCode(code) ? byCode(code, name, place, register) : byName(name === '' ? code : name, place, register)
  if ('unit' in found && !found.nameDiffers) return found
  const settled = [name, code].filter(Boolean).flatMap((text) => register.settled(text, [place.district, place.province], place.day) ?? [])[0]
  return settled && 'fault' in found ? { unit: settled, lostZeros: false, nameDiffers: false } : found
}

const within = (text: string, name: string): boolean => ` ${text} `.includes(` ${name} `)

/** The province, and the district, that the lines above a table name in full. */
export function placeNamed(lines: readonly string[], day: string, register: Register, province: string | null): { province: string | null; district: string | null } {
  const texts = lines.map((line) => comparable(line.replace(/\bTP\.?(?=\s)/gu, 'Thành phố').replace(/[^\p{L}\p{M}\p{N}\s]+/gu, ' ')))
  const valid = register.units.filter((unit) => unit.validFrom <= day && day <= unit.validTo)
  const named = (units: readonly Unit[]): Unit[] => {
    const found = units.filter((unit) => texts.some((text) => within(text, comparable(unit.fullName))))
    // "Thành phố Cao Lãnh" stands inside no longer name, "Tân Phú" inside "Tân Phú Đông": the longer one is meant.
    return found.filter((unit) => !found.some((other) => other !== unit && within(comparable(other.fullName), comparable(unit.fullName))))
  }
  const provinces = named(valid.filter((unit) => unit.level === 'province'))
  const stated = provinces.length === 1 ? (provinces[0] as Unit).code : null
  const districts = named(valid.filter((unit) => unit.level === 'district' && unit.province === (stated ?? province)))
  return { province: stated, district: districts.length === 1 ? (districts[0] as Unit).code : null }
}
