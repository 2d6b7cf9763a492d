import { comparable } from '../../schema/names.ts'
import type { Unit } from '../../schema/units.ts'
import { type Register, validOn } from '../../schema/units.ts'
import type { UnitPlace } from './resolve-unit.ts'

const REPORTING = /(?:đơn vị báo cáo|cơ quan báo cáo|đơn vị|cơ quan)\s*:\s*/iu
const OFFICE = /^(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+/iu

/** Parts of a line that may be a unit's whole name. */
const partsOf = (line: string): string[] =>
  line
    .normalize('NFC')
    .split(/[,;:()]|\s[-–]\s/u)
    .map((part) => part.trim().replace(OFFICE, '').replace(/\s+/g, ' '))
    .filter((part) => part !== '')

const order = ['commune', 'agency', 'district'] as const

/**
 * The unit that the lines above a table name as reporting: the lowest one that is named in full, a commune within the district
 * that is named too. Several: which they are. "UBND huyện Cái Bè" above "Phòng Tư pháp" is the district.
 */
export function reportingUnit(lines: readonly string[], { day, province }: UnitPlace, register: Register): readonly Unit[] {
  const explicit = lines.filter((line) => REPORTING.test(line)).map((line) => line.replace(/^.*?(?=đơn vị|cơ quan)/iu, '').replace(REPORTING, ''))
  for (const of of [explicit, lines]) {
    const found = lowest(of.flatMap(partsOf), day, province, register)
    if (found.length > 0) return found
  }
  return []
}

function lowest(parts: readonly string[], day: string, province: string | null, register: Register): readonly Unit[] {
  const above = province === null ? undefined : register.on(province, day)
  const names = new Set(parts.map(comparable))
  const named = (level: Unit['level']): Unit[] => (above ? register.below(above, level, day).filter((unit) => validOn(unit, day) && names.has(comparable(unit.fullName))) : [])
  const districts = named('district')
  for (const level of order) {
    const found = named(level)
    const here = level === 'commune' && districts.length > 0 ? found.filter((unit) => districts.some(({ code }) => code === unit.district)) : found
    if (here.length > 0) return here
  }
  return []
}
