import { countLabel } from '../../schema/fact-columns.ts'
import type { Layout } from '../../schema/layout.ts'
import { type Finding, type FindingCode, finding } from '../../schema/receipts.ts'
import type { ReadRow } from './read-table.ts'

/** A total that the export leaves empty is the sum of its parts, if it has all of them and they are disjoint; a part may be the rest of a total. */
export function withTotals(row: ReadRow, layout: Layout, faulty: (row: ReadRow, field: string) => boolean): ReadRow {
  const counts: Record<string, number | null> = { ...row.counts }
  let added = false
  const add = (field: string, value: number | null): void => {
    if (value === null || counts[field] != null || faulty(row, field)) return
    counts[field] = value
    added = true
  }
  for (const [part, [total, other]] of Object.entries(layout.rest ?? {})) add(part, restOf(counts[total], counts[other]))
  for (const [total, parts] of Object.entries(layout.parts)) add(total, sumOf(parts.map((part) => counts[part])))
  return added ? { ...row, counts } : row
}

/** Null where a part is missing. */
function sumOf(values: readonly (number | null | undefined)[]): number | null {
  return values.every((value) => value != null) ? values.reduce((sum, value) => sum + value, 0) : null
}

const restOf = (total: number | null | undefined, other: number | null | undefined): number | null => (total == null || other == null || other > total ? null : total - other)

export const stages = [
  ['approved', 'activated', 'approved_below_activated', 'phê duyệt', 'kích hoạt'],
  ['received', 'approved', 'received_below_approved', 'thu nhận', 'phê duyệt'],
] as const satisfies readonly (readonly [string, string, FindingCode, string, string])[]

const labels = (fields: readonly string[], language: 'vi' | 'en'): string => fields.map((field) => countLabel(field)[language]).join(' + ')

type Place = Pick<Finding, 'sheet' | 'unit_code' | 'date'> & { row: number }

/** What looks odd in a row and lands all the same. */
export function checkRow(row: ReadRow, layout: Layout): Finding[] {
  const place = { sheet: row.sheet, row: row.row, unit_code: row.unit.code, date: row.date }
  return [...belowNext(row, place), ...otherSums(row, layout, place), ...aboveWholes(row, layout, place), ...unequal(row, layout, place)]
}

const belowNext = ({ row, counts }: ReadRow, place: Place): Finding[] =>
  stages.flatMap(([more, less, code, vi, lessVi]) => {
    const [a, b] = [counts[more], counts[less]]
    if (a == null || b == null || a >= b) return []
    return finding(
      code,
      `dòng ${row}: ${vi} ${a} nhỏ hơn ${lessVi} ${b}. Đã nạp; kiểm tra lại với đơn vị.`,
      `row ${row}: ${more} ${a} is below ${less} ${b}. Landed; check with the unit.`,
      place,
    )
  })

const otherSums = ({ row, counts }: ReadRow, { parts: of }: Layout, place: Place): Finding[] =>
  Object.entries(of).flatMap(([total, parts]) => {
    const [printed, sum] = [counts[total], sumOf(parts.map((part) => counts[part]))]
    if (printed == null || sum === null || sum === printed) return []
    return finding(
      'parts_mismatch',
      `dòng ${row}: "${countLabel(total).vi}" ghi ${printed}, các phần cộng lại ${sum} (${labels(parts, 'vi')}). Đã nạp như ghi.`,
      `row ${row}: "${countLabel(total).en}" says ${printed}, its parts add up to ${sum} (${labels(parts, 'en')}). Landed as printed.`,
      place,
    )
  })

/** A count that is more than what it is a part of; where all parts of a sum are known, otherSums() tells it. */
const aboveWholes = ({ row, counts }: ReadRow, { parts, wholes }: Layout, place: Place): Finding[] =>
  Object.entries(wholes ?? {}).flatMap(([part, above]) => {
    const whole = above.find((field) => counts[field] != null)
    if (whole === undefined) return []
    const [most, count] = [counts[whole], counts[part]]
    const isSummed = parts[whole]?.includes(part) && sumOf(parts[whole].map((field) => counts[field])) !== null
    if (isSummed || most == null || count == null || count <= most) return []
    return finding(
      'parts_mismatch',
      `dòng ${row}: "${countLabel(part).vi}" ${count} lớn hơn "${countLabel(whole).vi}" ${most}. Đã nạp như ghi; hỏi lại đơn vị.`,
      `row ${row}: "${countLabel(part).en}" ${count} is more than "${countLabel(whole).en}" ${most}. Landed as printed; ask the unit.`,
      place,
    )
  })

const unequal = ({ row, counts }: ReadRow, { equal }: Layout, place: Place): Finding[] =>
  (equal ?? []).flatMap(([one, other]) => {
    const [a, b] = [counts[one], sumOf(other.map((field) => counts[field]))]
    if (a == null || b === null || a === b) return []
    return finding(
      'identity_mismatch',
      `dòng ${row}: "${countLabel(one).vi}" là ${a}, "${labels(other, 'vi')}" là ${b} (lệch ${a - b}). Đã nạp như ghi; hỏi lại đơn vị.`,
      `row ${row}: "${countLabel(one).en}" is ${a}, "${labels(other, 'en')}" is ${b} (${a - b} off). Landed as printed; ask the unit.`,
      place,
    )
  })
