import { folded } from '../../schema/names.ts'
import { countOf, UNCOMPUTED } from './count.ts'
import type { Cell } from './sheet.ts'

/** "Tổng cộng", "Cộng huyện Cái Bè", "Toàn tỉnh": but not "Tổng Cọt", which is a commune. */
export const isTotal = (text: string): boolean =>
  /^(tong|cong|toan tinh|tong (cong(?! t[iy]( |$))|so|hop|toan)( .*)?|cong (toan|huyen|quan|thi xa|thanh pho|tinh|cum)( .*)?|tong (huyen|quan|thi xa|thanh pho|tinh|cum)( .*)?|toan (tinh|thanh pho|quoc|huyen)( .*)?)$/.test(
    folded(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')),
  )

/** "I", "II. Thị xã Gò Công": sections are numbered so. */
export const ROMAN_NUMBER = /^[IVXLC]+[.)]?(?=\s|$)/u

/** The same, or "2. Thị xã Gò Công", before a section's name. */
export const SECTION_NUMBER = /^(?:[IVXLC]+[.)]?|\d{1,2}[.)])(?=\s)/u

/** Words in a column of counts may be a signature's; a number is a row's. */
export const isNumber = (cell: Cell | undefined): boolean => {
  const read = countOf(cell)
  return 'fault' in read ? read.fault === 'negative_count' || typeof cell === 'number' || cell === UNCOMPUTED : read.count !== null
}
