import { endOfDay } from '../../schema/days.ts'
import { stagedColumns } from './commit-facts.ts'
import type { Export } from './read-export.ts'
import type { Workspace } from './workspace.ts'

/** Puts an export's rows on their way into the lake. */
export function stageExport(work: Workspace, read: Export, sha256: string, receivedAt: number): void {
  const rows = read.rows.map((row) => ({
    ...row.counts,
    date: row.date,
    unit_code: row.unit.code,
    province: row.unit.province,
    stated_at: read.moment ?? endOfDay(row.date),
    received_at: receivedAt,
    source: sha256,
    source_sheet: row.sheet,
    source_row: row.row,
  }))
  work.session.append('staged', stagedColumns(read.table), rows)
}

/** Objects that staged rows belong to. */
export const stagedPartitions = async (work: Workspace): Promise<{ province: string; year: number }[]> =>
  (await work.rows('select distinct province, year(date) as year from staged order by 1, 2')).map(({ province, year }) => ({ province: String(province), year: Number(year) }))
