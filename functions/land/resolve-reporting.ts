import type { Register, Unit, UnitLevel } from '../../schema/units.ts'
import { type Resolved, resolveUnit, sameName, type UnitPlace } from './resolve-unit.ts'

const ALL: readonly UnitLevel[] = ['agency', 'district', 'commune', 'province']

/** "UBND huyện Cái Bè" is the district's desk. */
const bareName = (name: string): string => name.replace(/^(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?:các\s+)?/iu, '')

const agencyOf = (code: string, { province, day }: UnitPlace, register: Register): Unit | undefined => {
  const above = province === null ? undefined : register.on(province, day)
  return above && register.below(above, 'agency', day).find((unit) => unit.code === code)
}

const KIND = '(?:phường|xã|thị trấn|đặc khu|tt|p|x)'
const DISTRICT_KIND = '(?:thành phố|thị xã|huyện|quận|tp|tx|h|q)'
const TOGETHER = new RegExp(`^(${KIND}[ .].+?) (${DISTRICT_KIND}[ .].+)$`, 'iu')
const REVERSED = new RegExp(`^(${DISTRICT_KIND}[ .].+?) ?(?:-|–|/|,) ?(${KIND}[ .].+)$`, 'iu')

/** "Phường 1, thành phố Mỹ Tho", "Phường 1 (TP Mỹ Tho)", "Phường 1-TP Mỹ Tho", "TP Mỹ Tho - Phường 1": a name and the district it lies in. */
function apart(name: string): readonly [string, string] | null {
  const bare = name.replace(/[,\s–-]+(?:tỉnh|t\.)\s.*$/iu, '')
  const reversed = REVERSED.exec(bare)
  if (reversed) return [reversed[2] as string, reversed[1] as string]
  const match = /^(.+?)\s*(?:,\s*([^,]+)|\(([^()]+)\)|\s?[-–/]\s?([^-–/]+))$/u.exec(bare)
  if (match) return [match[1] as string, (match[2] ?? match[3] ?? match[4]) as string]
  const together = TOGETHER.exec(bare)
  return together && [together[1] as string, together[2] as string]
}

/**
 * The unit whose desk a row is of: an agency by its code in its province, any unit by its name, where the section says of which
 * level, and by its district where the name carries one. A code of the dossier system that no register knows says nothing.
 */
export function resolveReporting(code: string, name: string, place: UnitPlace, level: UnitLevel | null, register: Register): Resolved {
  const agency = code === '' ? undefined : agencyOf(code, place, register)
  if (agency) return { unit: agency, how: name === '' || sameName(agency, bareName(name)) ? 'told' : 'name_differs' }
  if (/^\d{1,5}$/.test(code)) return resolveUnit(code, bareName(name), { ...place, levels: ALL }, register)
  return resolveNamed(bareName(name === '' ? code : name), place, level, register)
}

function resolveNamed(name: string, place: UnitPlace, level: UnitLevel | null, register: Register): Resolved {
  const levels = level === null ? ALL : [level]
  const found = resolveUnit('', name, { ...place, levels }, register)
  if ('unit' in found || found.fault === 'ambiguous_unit') return found
  const parts = apart(name)
  const district = parts && resolveUnit('', parts[1], { ...place, district: null, levels: ['district'] }, register)
  if (parts && district && 'unit' in district) return resolveUnit('', parts[0], { ...place, district: district.unit.code, levels: ['commune'] }, register)
  return level === null ? found : resolveUnit('', name, { ...place, levels: ALL }, register)
}
