import { nameParts } from '../../schema/names.ts'
import { type Finding, type FindingCode, finding, maskDigits } from '../../schema/receipts.ts'
import type { Unit, UnitLevel } from '../../schema/units.ts'
import { shownText } from './shown-text.ts'

/** What a row can be found to have, in words for people: where, what, what was expected, what to do next. */

export type Place = { sheet: string | null; row: number; column?: string | null; unit_code?: string | null; date?: string | null }

export const badCount = (code: 'not_a_count' | 'negative_count', text: string, heading: string, place: Place): Finding =>
  code === 'negative_count'
    ? finding(
        code,
        `dòng ${place.row}, cột "${heading}": ${shownText(text)} là số âm. Ô để trống; sửa rồi nạp lại.`,
        `row ${place.row}, column "${heading}": ${shownText(text)} is negative. The cell is left out; correct it and land again.`,
        place,
      )
    : finding(
        code,
        `dòng ${place.row}, cột "${heading}": "${shownText(text)}" không phải số đếm. Ô để trống, phần còn lại của dòng được nạp; sửa ô rồi nạp lại.`,
        `row ${place.row}, column "${heading}": "${shownText(text)}" is not a count. The cell is left out, the rest of the row lands; correct it and land again.`,
        place,
      )

export const badDate = (text: string, place: Place): Finding =>
  finding(
    'not_a_date',
    `dòng ${place.row}: "${shownText(text)}" không phải ngày (cần ngày/tháng/năm). Dòng bị loại; sửa rồi nạp lại.`,
    `row ${place.row}: "${shownText(text)}" is not a date (day/month/year expected). The row is kept out; correct it and land again.`,
    place,
  )

/** A unit's name has capitals as a person's has: only one that carries a unit's type, or stands in the register, is repeated. */
const namedAs = (text: string): string => (nameParts(text).type !== null || /^[A-Z]{0,2}[.\d-]{1,8}$/.test(text) ? maskDigits(text.slice(0, 60)) : '…')

/** An office of the province, by its first words: its name is no person's. */
const isOffice = (text: string): boolean =>
  /^(sở|ban (quản lý|dân tộc|tiếp)|chi cục|cục|công an|bảo hiểm xã hội|kho bạc|điện lực|trung tâm|văn phòng (ubnd|hđnd|đoàn|đăng ký|ủy ban)|thanh tra|phòng)(?=\s|$)/iu.test(
    text.trim(),
  )

/** An agency that no register knows yet: it is registered in one step, and its rows come in. */
function unknownAgency({ code, name }: { code: string; name: string }, province: string, place: Place): Finding {
  const [who, given] = [maskDigits(name.slice(0, 60)), /^[A-Z]{1,4}[\w.-]{1,18}$/.test(code) ? code : '']
  const command = (word: string): string => `da06 units add "${who}" --code ${given || word} --province ${province} --valid-from ${place.date?.slice(0, 4) ?? 'YYYY'}-01-01`
  return finding(
    'unknown_unit',
    `dòng ${place.row}: chưa có cơ quan "${who}" trong danh mục ngày ${place.date ?? '?'}. Dòng bị loại; đăng ký: ${command('MÃ')} rồi da06 reland.`,
    `row ${place.row}: no agency "${who}" in the register of ${place.date ?? '?'}. The row is kept out; register it: ${command('CODE')}, then run da06 reland.`,
    place,
  )
}

/** `reporting`: in a table of units' own desks, the province and the section's level. */
export function badUnit(
  code: FindingCode,
  said: { code: string; name: string; candidates: readonly Unit[] },
  place: Place,
  reporting: { province: string | null; level: UnitLevel | null } | null = null,
): Finding {
  if (code === 'unknown_unit' && reporting?.province && said.candidates.length === 0 && isOffice(said.name)) return unknownAgency(said, reporting.province, place)
  const given = [said.code, said.name].filter(Boolean).map(namedAs).join(' ') || '—'
  const told = said.candidates.slice(0, 5).map((unit) => `${unit.code} ${unit.fullName}`)
  const only = said.candidates.length === 1 ? said.candidates[0]?.code : null
  const [vi, en] = [only ?? 'MÃ', only ?? 'CODE']
  const near = told.length === 0 ? ['', ''] : [` Có thể là: ${told.join('; ')}.`, ` It may be: ${told.join('; ')}.`]
  return code === 'ambiguous_unit'
    ? finding(
        code,
        `dòng ${place.row}: "${given}" có thể là nhiều đơn vị.${near[0]} Ghi mã, hoặc xác nhận: da06 units alias "${given}" ${vi} --by AI rồi da06 reland.`,
        `row ${place.row}: "${given}" may be several units.${near[1]} Write its code, or settle it: da06 units alias "${given}" ${en} --by WHO, then da06 reland.`,
        place,
      )
    : finding(
        code,
        `dòng ${place.row}: không có đơn vị "${given}" trong danh mục ngày ${place.date ?? '?'}.${near[0]} Dòng bị loại; sửa mã, nạp danh mục (da06 units import), hoặc xác nhận (da06 units alias "${namedAs(said.code || said.name)}" ${vi} --by AI) rồi da06 reland.`,
        `row ${place.row}: no unit "${given}" in the register of ${place.date ?? '?'}.${near[1]} The row is kept out; correct it, import the register (da06 units import), or settle it (da06 units alias "${namedAs(said.code || said.name)}" ${en} --by WHO), then run da06 reland.`,
        place,
      )
}

export const otherName = (unit: Unit, name: string, date: string, place: Place): Finding =>
  finding(
    'name_differs',
    `dòng ${place.row}: mã ${unit.code} trong danh mục là "${unit.fullName}", tệp ghi "${namedAs(name)}". Số liệu được nạp theo mã; kiểm tra bản danh mục của ngày ${date}.`,
    `row ${place.row}: code ${unit.code} is "${unit.fullName}" in the register, the file says "${namedAs(name)}". Landed by the code; check the register's edition of ${date}.`,
    place,
  )

export const lostZeros = (rows: readonly number[], sheet: string | null, column: string): Finding =>
  finding(
    'lost_zeros',
    `${rows.length} mã đơn vị mất số 0 ở đầu (từ dòng ${rows[0]}); đã bổ sung theo danh mục. Định dạng cột mã là văn bản khi xuất.`,
    `${rows.length} unit codes lost their leading zeros (from row ${rows[0]}); mended by the register. Format the code column as text when exporting.`,
    { sheet, row: rows[0] ?? null, column },
  )

export const mendedSpelling = (unit: Unit, name: string, place: Place): Finding =>
  finding(
    'spelling_mended',
    `dòng ${place.row}: "${maskDigits(name.slice(0, 60))}" được hiểu là ${unit.code} ${unit.fullName}, đơn vị duy nhất ở đó có tên như vậy.`,
    `row ${place.row}: "${maskDigits(name.slice(0, 60))}" is taken for ${unit.code} ${unit.fullName}, the only unit of the place with such a name.`,
    place,
  )

export const noField = (place: Place): Finding =>
  finding(
    'no_field',
    `dòng ${place.row}: ô lĩnh vực không phải tên lĩnh vực (quá dài, hoặc có nhiều chữ số). Dòng bị loại; ghi tên lĩnh vực rồi nạp lại.`,
    `row ${place.row}: the field's cell holds no name of a field (too long, or many digits). The row is kept out; write the field's name and land again.`,
    place,
  )

export const noService = (place: Place): Finding =>
  finding(
    'no_service',
    `dòng ${place.row}: không có mã dịch vụ công và tên không thuộc danh mục. Dòng bị loại; ghi mã DVC.nn rồi nạp lại.`,
    `row ${place.row}: no code of a service, and no service of that name in the catalogue. The row is kept out; write its code DVC.nn and land again.`,
    place,
  )

export const unknownService = (code: string, place: Place): Finding =>
  finding(
    'unknown_service',
    `dòng ${place.row}: dịch vụ ${shownText(code)} không có trong danh mục ngày ${place.date ?? '?'}. Đã nạp theo mã; bổ sung danh mục bằng da06 services import.`,
    `row ${place.row}: the service ${shownText(code)} is not in the catalogue of ${place.date ?? '?'}. Landed by its code; add it with da06 services import.`,
    place,
  )
