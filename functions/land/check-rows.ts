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

const stages = [
  ['approved', 'activated', 'approved_below_activated', 'phê duyệt', 'kích hoạt'],
  ['received', 'approved', 'received_below_approved', 'thu nhận', 'phê duyệt'],
] as const satisfies readonly (readonly [string, string, FindingCode, string, string])[]

const labels = (fields: readonly string[], language: 'vi' | 'en'): string => fields.map((field) => countLabel(field)[language]).join(' + ')

/** What looks odd in a row and lands all the same. */
export function checkRow(row: ReadRow, layout: Layout): Finding[] {
  const place = { sheet: row.sheet, row: row.row, unit_code: row.unit.code, date: row.date }
  const odd: Finding[] = []
  for (const [more, less, code, vi, lessVi] of stages) {
    const [a, b] = [row.counts[more], row.counts[less]]
    if (a != null && b != null && a < b)
      odd.push(
        finding(
          code,
          `dòng ${row.row}: ${vi} ${a} nhỏ hơn ${lessVi} ${b}. Đã nạp; kiểm tra lại với đơn vị.`,
          `row ${row.row}: ${more} ${a} is below ${less} ${b}. Landed; check with the unit.`,
          place,
        ),
      )
  }
  for (const [total, parts] of Object.entries(layout.parts)) {
    const [printed, sum] = [row.counts[total], sumOf(parts.map((part) => row.counts[part]))]
    if (printed == null || sum === null || sum === printed) continue
    odd.push(
      finding(
        'parts_mismatch',
        `dòng ${row.row}: "${countLabel(total).vi}" ghi ${printed}, các phần cộng lại ${sum} (${labels(parts, 'vi')}). Đã nạp như ghi.`,
        `row ${row.row}: "${countLabel(total).en}" says ${printed}, its parts add up to ${sum} (${labels(parts, 'en')}). Landed as printed.`,
        place,
      ),
    )
  }
  for (const [total, other] of Object.values(layout.rest ?? {})) {
    const [whole, part] = [row.counts[total], row.counts[other]]
    if (whole == null || part == null || part <= whole) continue
    odd.push(
      finding(
        'parts_mismatch',
        `dòng ${row.row}: "${countLabel(other).vi}" ${part} lớn hơn "${countLabel(total).vi}" ${whole}. Đã nạp như ghi; hỏi lại đơn vị.`,
        `row ${row.row}: "${countLabel(other).en}" ${part} is more than "${countLabel(total).en}" ${whole}. Landed as printed; ask the unit.`,
        place,
      ),
    )
  }
  for (const [one, other] of layout.equal ?? []) {
    const [a, b] = [row.counts[one], sumOf(other.map((field) => row.counts[field]))]
    if (a == null || b === null || a === b) continue
    odd.push(
      finding(
        'identity_mismatch',
        `dòng ${row.row}: "${countLabel(one).vi}" là ${a}, "${labels(other, 'vi')}" là ${b} (lệch ${a - b}). Đã nạp như ghi; hỏi lại đơn vị.`,
        `row ${row.row}: "${countLabel(one).en}" is ${a}, "${labels(other, 'en')}" is ${b} (${a - b} off). Landed as printed; ask the unit.`,
        place,
      ),
    )
  }
  return odd
}

/** The same unit and day, or period and breakdown, twice: rows that agree land as one; rows that differ can't be trusted, none of them lands. */
export function withoutDuplicates(rows: readonly ReadRow[]): { kept: ReadRow[]; findings: Finding[] } {
  const groups = new Map<string, ReadRow[]>()
  for (const row of rows) {
    const key = [row.first, row.date, row.unit.province, row.unit.code, row.service, row.field].join('|')
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  const kept: ReadRow[] = []
  const findings: Finding[] = []
  for (const group of groups.values()) {
    const agreeing = group.every((row) => group.every((other) => agree(row, other)))
    if (!agreeing) findings.push(...group.map((row) => duplicate(row, group, false)))
    else {
      const [whole, ...repeated] = joined(group)
      kept.push(whole as ReadRow)
      findings.push(...repeated.map((row) => duplicate(row, group, true)))
    }
  }
  return { kept, findings }
}

const agree = (a: ReadRow, b: ReadRow): boolean => Object.keys(a.counts).every((field) => a.counts[field] == null || b.counts[field] == null || a.counts[field] === b.counts[field])

/** What rows of one unit and day say together (a sheet a level, say), then those that add nothing to it. */
function joined(group: readonly ReadRow[]): ReadRow[] {
  let whole = group[0] as ReadRow
  const repeated: ReadRow[] = []
  for (const row of group.slice(1)) {
    const more = Object.entries(row.counts).filter(([field, count]) => count != null && whole.counts[field] == null)
    if (more.length === 0) repeated.push(row)
    else whole = { ...whole, counts: { ...whole.counts, ...Object.fromEntries(more) } }
  }
  return [whole, ...repeated]
}

function duplicate(row: ReadRow, group: readonly ReadRow[], alike: boolean): Finding {
  const others = group
    .filter((other) => other !== row)
    .slice(0, 5)
    .map((other) => (other.sheet === row.sheet ? other.row : `${other.sheet}!${other.row}`))
    .join(', ')
  const when = row.first === null ? row.date : `${row.first} – ${row.date}`
  const what = [row.unit.code, row.unit.fullName, row.service ?? row.field ?? '', when].filter(Boolean).join(', ')
  return alike
    ? finding(
        'duplicate_row',
        `dòng ${row.row}: ${what} lặp lại dòng ${others} với cùng số liệu; chỉ nạp một dòng.`,
        `row ${row.row}: ${what} repeats row ${others} with the same counts; landed once.`,
        { sheet: row.sheet, row: row.row, unit_code: row.unit.code, date: row.date },
      )
    : finding(
        'duplicate_row',
        `dòng ${row.row}: ${what} cũng ở dòng ${others} với số liệu khác; không dòng nào được nạp. Xóa dòng sai rồi nạp lại.`,
        `row ${row.row}: ${what} stands in row ${others} too, with other counts; none of them landed. Delete the wrong one and land again.`,
        { sheet: row.sheet, row: row.row, unit_code: row.unit.code, date: row.date },
      )
}
