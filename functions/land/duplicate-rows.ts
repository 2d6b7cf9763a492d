import { type Finding, finding } from '../../schema/receipts.ts'
import type { ReadRow } from './read-table.ts'

/** The same unit and day, or period and breakdown, twice: rows that agree land as one; rows that differ can't be trusted, none of them lands. */
export function withoutDuplicates(rows: readonly ReadRow[]): { kept: ReadRow[]; disputed: ReadRow[]; findings: Finding[] } {
  const groups = new Map<string, ReadRow[]>()
  for (const row of rows) {
    const key = [row.first, row.date, row.unit.province, row.unit.code, row.service, row.field].join('|')
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  const kept: ReadRow[] = []
  const disputed: ReadRow[] = []
  const findings: Finding[] = []
  for (const group of groups.values()) {
    if (!agree(group)) {
      disputed.push(...group)
      findings.push(...group.map((row) => duplicate(row, group, false)))
    } else {
      const [whole, ...repeated] = joined(group)
      kept.push(whole as ReadRow)
      findings.push(...repeated.map((row) => duplicate(row, group, true)))
    }
  }
  return { kept, disputed, findings }
}

/** Whether no two rows tell a count otherwise. */
function agree(group: readonly ReadRow[]): boolean {
  const told = new Map<string, number>()
  for (const { counts } of group)
    for (const [field, count] of Object.entries(counts)) {
      if (count == null) continue
      if ((told.get(field) ?? count) !== count) return false
      told.set(field, count)
    }
  return true
}

const MOST_NAMED = 5

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
    .slice(0, MOST_NAMED + 1)
    .filter((other) => other !== row)
    .slice(0, MOST_NAMED)
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
