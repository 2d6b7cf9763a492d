import { tables } from '../../schema/columns.ts'
import { partitionOf, rawKey, tableKey } from '../../schema/lake.ts'
import { RefusedError } from '../../schema/receipts.ts'
import type { Register } from '../../schema/units.ts'
import type { Arriving } from './arriving.ts'
import { commitFacts, type FactTable, stagedColumns } from './commit-facts.ts'
import { stageFile } from './stage-file.ts'
import { type StoredReceipt, saidOf } from './stored-receipts.ts'
import type { Workspace } from './workspace.ts'

const TABLE: FactTable = 'activation'
const rebuiltColumns = stagedColumns(TABLE).filter(({ name }) => ['date', 'unit_code', 'province'].includes(name))

/**
 * Makes every fact anew that has to do with some files: those that the lake leads back to them, and those staged. What other
 * landed files of these days say is read again from their raw bytes. Gives the moment of the newest version written.
 */
export async function rebuild(arriving: Arriving, gone: ReadonlySet<string>, receipts: readonly StoredReceipt[], register: Register): Promise<number> {
  if (gone.size === 0) return 0
  const { work } = arriving
  await work.create('rebuilt', rebuiltColumns)
  await work.run('insert into rebuilt by name select distinct date, unit_code, province from arriving')
  for (const key of await work.storage.list(`tables/${TABLE}/`)) await addMentioned(work, key, gone, receipts)
  await stageOthers(arriving, gone, receipts, register)
  let newest = 0
  for (const { province, year } of await work.rows('select distinct province, year(date) as year from rebuilt order by 1, 2')) {
    newest = Math.max(newest, (await commitFacts(work, { table: TABLE, province: String(province), year: Number(year), rebuild: gone, alone: null })) ?? 0)
  }
  return newest
}

/** Keys of an object's rows that name one of the files, as source, as carried or as confirming. */
async function addMentioned(work: Workspace, key: string, gone: ReadonlySet<string>, receipts: readonly StoredReceipt[]): Promise<void> {
  const partition = partitionOf(key)
  const concerned =
    partition && receipts.some(({ row }) => gone.has(String(row.sha256)) && (row.province === null || row.province === partition.province) && covers(row, partition.year))
  if (!partition || !concerned) return
  await work.load('stored', tables[TABLE], tableKey(TABLE, partition.province, partition.year))
  // A row with cells of several files is made anew whichever they are: that gives the same, and needs no search for each.
  const mentioned = `source in (${[...gone].map((sha) => `'${sha}'`).join(', ')}) or carried is not null or confirmed is not null`
  await work.run(`insert into rebuilt by name select date, unit_code, '${partition.province}' as province from stored where ${mentioned}`)
}

const covers = (row: StoredReceipt['row'], year: number): boolean =>
  row.first === null || (Number(String(row.first).slice(0, 4)) <= year && year <= Number(String(row.last).slice(0, 4)))

/** Rows of other files that still count, for the keys to be made anew. */
async function stageOthers(arriving: Arriving, gone: ReadonlySet<string>, receipts: readonly StoredReceipt[], register: Register): Promise<void> {
  const { work } = arriving
  const [span] = await work.rows('select min(date) as first, max(date) as last from rebuilt')
  if (!span || span.first === null) return
  const others = receipts.filter(
    ({ row }) => row.state === 'landed' && !gone.has(String(row.sha256)) && String(row.first) <= String(span.last) && String(row.last) >= String(span.first),
  )
  for (const { row } of others) {
    const raw = await work.storage.get(rawKey(String(row.sha256)))
    if (!raw) continue
    const file = { bytes: Buffer.from(raw.bytes), sha256: String(row.sha256), receivedAt: Number(row.received_at), said: saidOf(row.said as string | null) }
    await stageFile(arriving, file, register).catch(onlyRefused)
  }
  await arriving.keep('exists (select 1 from rebuilt r where r.date = a.date and r.unit_code = a.unit_code)')
}

/** What would be refused today says nothing new; its cells stay as the stored rows tell them. */
function onlyRefused(error: unknown): void {
  if (!(error instanceof RefusedError)) throw error
}
