import { column } from '../../schema/column.ts'
import { tables } from '../../schema/columns.ts'
import { type FactTableName, factTableNames, factTables } from '../../schema/fact-columns.ts'
import { partitionOf, rawKey, tableKey } from '../../schema/lake.ts'
import { RefusedError } from '../../schema/receipts.ts'
import type { Arriving } from './arriving.ts'
import { arrivingView, commitFacts, keyColumns, keyList, rebuiltTable, sameKey, yearOf } from './commit-facts.ts'
import type { LandingRegister } from './register.ts'
import { saidOf } from './said.ts'
import { stageFile } from './stage-file.ts'
import type { StoredReceipt } from './stored-receipts.ts'
import type { Workspace } from './workspace.ts'

/**
 * Makes every fact anew that has to do with some files: those that the lake leads back to them, and those staged. What other
 * landed files of these days say is read again from their raw bytes. Gives the moment of the newest version written.
 */
export async function rebuild(arriving: Arriving, gone: ReadonlySet<string>, receipts: readonly StoredReceipt[], register: LandingRegister): Promise<number> {
  if (gone.size === 0) return 0
  const { work } = arriving
  for (const table of factTableNames) {
    const keys = keyList(table)
    await work.create(rebuiltTable(table), [...keyColumns(table), column('province', 'VARCHAR', 'Mã tỉnh', 'Code of the province')])
    await work.run(`insert into ${rebuiltTable(table)} by name select distinct ${keys}, province from ${arrivingView(table)}`)
    for (const key of await work.storage.list(`tables/${table}/`)) await addMentioned(work, table, key, gone, receipts)
  }
  await stageOthers(arriving, gone, receipts, register)
  let newest = 0
  for (const table of factTableNames) {
    for (const { province, year } of await work.rows(`select distinct province, ${yearOf(table)} as year from ${rebuiltTable(table)} order by 1, 2`)) {
      newest = Math.max(
        newest,
        (await commitFacts(work, { table, province: String(province), year: Number(year), rebuild: gone, alone: null, from: arrivingView(table), sorted: false })) ?? 0,
      )
    }
  }
  return newest
}

/** Keys of an object's rows that name one of the files, as source, as carried or as confirming. */
async function addMentioned(work: Workspace, table: FactTableName, key: string, gone: ReadonlySet<string>, receipts: readonly StoredReceipt[]): Promise<void> {
  const partition = partitionOf(key)
  const concerned =
    partition && receipts.some(({ row }) => gone.has(String(row.sha256)) && (row.province === null || row.province === partition.province) && covers(row, partition.year))
  if (!partition || !concerned) return
  await work.load('stored', tables[table], tableKey(table, partition.province, partition.year))
  // A row with cells of several files is made anew whichever they are: that gives the same, and needs no search for each.
  const mentioned = `source in (${[...gone].map((sha) => `'${sha}'`).join(', ')}) or carried is not null or confirmed is not null`
  await work.run(`insert into ${rebuiltTable(table)} by name select ${keyList(table)}, '${partition.province}' as province from stored where ${mentioned}`)
}

const covers = (row: StoredReceipt['row'], year: number): boolean =>
  row.first === null || (Number(String(row.first).slice(0, 4)) <= year && year <= Number(String(row.last).slice(0, 4)))

/** The days that the keys to be made anew are of; null where there are none. */
async function spanOf(work: Workspace): Promise<{ first: string; last: string } | null> {
  const days = factTableNames.map((table) => `select ${keyColumns(table)[0]?.name} as first, ${factTables[table].day} as last from ${rebuiltTable(table)}`)
  const [span] = await work.rows(`select min(first) as first, max(last) as last from (${days.join(' union all ')}) t`)
  return span && span.first !== null ? { first: String(span.first), last: String(span.last) } : null
}

/** Rows of other files that still count, for the keys to be made anew. */
async function stageOthers(arriving: Arriving, gone: ReadonlySet<string>, receipts: readonly StoredReceipt[], register: LandingRegister): Promise<void> {
  const { work } = arriving
  const span = await spanOf(work)
  if (!span) return
  const others = receipts.filter(({ row }) => row.state === 'landed' && !gone.has(String(row.sha256)) && String(row.first) <= span.last && String(row.last) >= span.first)
  for (const { row } of others) {
    const raw = await work.storage.get(rawKey(String(row.sha256)))
    if (!raw) continue
    const file = { bytes: Buffer.from(raw.bytes), sha256: String(row.sha256), receivedAt: Number(row.received_at), said: saidOf(row.said as string | null) }
    await stageFile(arriving, file, register).catch(onlyRefused)
  }
  for (const table of factTableNames) await arriving.keep(table, `exists (select 1 from ${rebuiltTable(table)} r where r.province = a.province and ${sameKey(table)('r', 'a')})`)
}

/** What would be refused today says nothing new; its cells stay as the stored rows tell them. */
function onlyRefused(error: unknown): void {
  if (!(error instanceof RefusedError)) throw error
}
