import { endOfDay } from '../../schema/days.ts'
import { stagedColumns } from './commit-facts.ts'
import type { Export } from './read-export.ts'
import type { Workspace } from './workspace.ts'

/**
 * Rows of exports on their way into the lake: the view `arriving` over the table `staged`, which rows are put into, and over
 * tables that a large file was read into.
 */
export async function openArriving(work: Workspace): Promise<void> {
  await work.create('staged', stagedColumns('activation'))
  await showArriving(work, [])
}

const relations = new WeakMap<Workspace, readonly string[]>()

async function showArriving(work: Workspace, large: readonly string[]): Promise<void> {
  relations.set(work, large)
  await work.run(`create or replace view arriving as ${['staged', ...large].map((name) => `select * from ${name}`).join(' union all by name ')}`)
}

export const largeCount = (work: Workspace): number => relations.get(work)?.length ?? 0

/** Adds a relation that has the columns of `staged`. */
export const addArriving = (work: Workspace, relation: string): Promise<void> => showArriving(work, [...(relations.get(work) ?? []), relation])

/** Leaves those rows that a condition holds for; columns are `a.…`. */
export async function keepArriving(work: Workspace, condition: string): Promise<void> {
  await work.run(`create or replace table kept as select * from arriving a where ${condition}`)
  await work.run('delete from staged')
  await showArriving(work, ['kept'])
}

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

/** Objects that arriving rows belong to. */
export const arrivingPartitions = async (work: Workspace): Promise<{ province: string; year: number }[]> =>
  (await work.rows('select distinct province, year(date) as year from arriving order by 1, 2')).map(({ province, year }) => ({ province: String(province), year: Number(year) }))
