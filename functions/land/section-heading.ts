import { folded } from '../../schema/names.ts'
import type { UnitLevel } from '../../schema/units.ts'
import { ROMAN_NUMBER } from './total-row.ts'

/** "I", "II.", "A", "B)": sections are numbered so. */
export const isSectionNumber = (text: string): boolean => ROMAN_NUMBER.test(text) || /^[A-H][.)]?$/u.test(text)

/**
 * Words that say what kind of units a section is of; whatever else a label says makes it a unit's name. In this order, since
 * without accents "quận" stands in "cơ quan", and "thị xã" and "thị trấn" begin alike.
 */
const kinds: readonly (readonly [RegExp, UnitLevel | null])[] = [
  [/\b(co quan|don vi|cap tinh|cap so|so|ban|nganh|doan the)\b/g, 'agency'],
  [/\b(thi tran|dac khu)\b/g, 'commune'],
  [/\b(cap huyen|huyen|quan|thi xa|thanh pho|thi)\b/g, 'district'],
  [/\b(cap xa|xa|phuong)\b/g, 'commune'],
  [/\b(ubnd|uy ban nhan dan|khoi|cac|va|thuoc|truc thuoc|chuyen mon|tinh|cap|cua)\b/g, null],
]

/** "Sở, ban, ngành", "Huyện, thị xã, thành phố", "UBND các xã, phường", "Cấp tỉnh": which level of unit a section is of. Null: no section's heading. */
export function levelOfSection(label: string): UnitLevel | null {
  let rest = folded(label.replace(ROMAN_NUMBER, '').replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')).trim()
  let level: UnitLevel | null = null
  for (const [words, of] of kinds) {
    const without = rest.replace(words, ' ')
    if (without !== rest && of !== null) level ??= of
    rest = without
  }
  return rest.trim() === '' ? level : null
}
