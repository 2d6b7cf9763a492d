import { nameParts } from '../../schema/names.ts'
import type { Register, Unit } from '../../schema/units.ts'
import type { UnitPlace } from './resolve-unit.ts'

const REPORTING = /(?:đơn vị báo cáo|cơ quan báo cáo|đơn vị|cơ quan)\s*:\s*/iu
const OFFICE = /^(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+/iu
/** From here on a letter speaks of others: who it is sent to, what it is based on. */
const ADDRESSED = /^(?:kính gửi|nơi nhận|căn cứ|thực hiện|v\/v)/iu

/** Parts of a line that may be a unit's whole name. */
const partsOf = (line: string): string[] =>
  line
    .normalize('NFC')
    .split(/[,;:()]|\s[-–]\s/u)
    .map((part) => part.trim().replace(OFFICE, '').replace(/\s+/g, ' '))
    .filter((part) => part !== '')

/** "TP Mỹ Tho", "H. Cái Bè" and the name in full are one; a name without its kind is none. */
const isNamed = (unit: Unit, parts: readonly ReturnType<typeof nameParts>[]): boolean => {
  const own = nameParts(unit.fullName)
  return parts.some(({ type, bare }) => bare === own.bare && (unit.level === 'agency' || (type !== null && unit.type.toLowerCase().startsWith(type))))
}

/**
 * The unit that the lines above a table name as reporting: who is said to ("Đơn vị báo cáo: …"), else the letterhead's lowest
 * one, a commune within the district that is named too. Several: which they are; an agency beside a district is not told
 * apart. "UBND huyện Cái Bè" above "Phòng Tư pháp" is the district; whom a letter is sent to is nobody who reports.
 */
export function reportingUnit(lines: readonly string[], { day, province }: UnitPlace, register: Register): readonly Unit[] {
  const explicit = lines.filter((line) => REPORTING.test(line)).map((line) => line.replace(/^.*?(?=đơn vị|cơ quan)/iu, '').replace(REPORTING, ''))
  const addressed = lines.findIndex((line) => ADDRESSED.test(line.trim()))
  const letterhead = addressed < 0 ? lines : lines.slice(0, addressed)
  for (const of of [explicit, letterhead]) {
    const found = lowest(of.flatMap(partsOf), day, province, register)
    if (found.length > 0) return found
  }
  return []
}

function lowest(texts: readonly string[], day: string, province: string | null, register: Register): readonly Unit[] {
  const above = province === null ? undefined : register.on(province, day)
  const parts = texts.map(nameParts)
  const named = (level: Unit['level']): Unit[] => (above ? register.below(above, level, day).filter((unit) => isNamed(unit, parts)) : [])
  const [districts, agencies, communes] = [named('district'), named('agency'), named('commune')]
  const here = districts.length > 0 ? communes.filter((unit) => districts.some(({ code }) => code === unit.district)) : communes
  return here.length > 0 ? [...here, ...agencies] : [...agencies, ...districts]
}
