import type { Row } from '../../queries/engine.ts'
import { findingColumns, landingColumns, submissionColumns } from '../../schema/columns.ts'
import { exactMoment, localDay, parseMoment } from '../../schema/days.ts'
import { ConflictError, tableKey } from '../../schema/lake.ts'
import type { Finding, Receipt } from '../../schema/receipts.ts'
import { type Said, saidText } from './said.ts'
import type { Submission } from './submissions.ts'
import { DEAD_MS, timestamp, untilWritten, type Workspace } from './workspace.ts'

/** A receipt on its way into the lake: it gets its `landed_at` when it is written. */
export interface Draft {
  readonly receipt: Omit<Receipt, 'landed_at'>
  readonly said: Said
  /** What it reports of. */
  readonly submissions: readonly Submission[]
  /** A relanded file's: its receipt keeps the moment it had, and replaces the one in this object. */
  readonly before?: { readonly landedAt: number; readonly key: string }
}

/** Tables whose rows stand on a receipt: they lead to it by file and moment, and are written before it. */
const details = [
  ['findings', findingColumns, 'landed_at, sha256, "row"'],
  ['submissions', submissionColumns, 'landed_at, sha256, "table", "first", "last", unit_code'],
] as const

const receivedAt = ({ receipt }: Draft): number => parseMoment(receipt.received_at) ?? 0
const yearOf = (draft: Draft): number => Number(localDay(receivedAt(draft)).slice(0, 4))
const partition = (draft: Draft): string => `${draft.receipt.province ?? 'none'}/${yearOf(draft)}`

/**
 * Writes receipts, findings first: a file has landed when its receipt says so. `notBefore` is the moment its facts got. Gives
 * those written: not a file that another process has landed meanwhile, nor one relanded that was withdrawn meanwhile.
 */
export async function commitReceipts(work: Workspace, drafts: readonly Draft[], notBefore: number): Promise<Receipt[]> {
  const groups = new Map<string, Draft[]>()
  for (const draft of drafts) groups.set(partition(draft), [...(groups.get(partition(draft)) ?? []), draft])
  const written: Receipt[] = []
  for (const group of groups.values()) written.push(...(await commitGroup(work, group, notBefore)))
  return written
}

async function commitGroup(work: Workspace, drafts: readonly Draft[], notBefore: number): Promise<Receipt[]> {
  const { province } = (drafts[0] as Draft).receipt
  const year = yearOf(drafts[0] as Draft)
  const landingsKey = tableKey('landings', province, year)
  return untilWritten(
    (error) => error instanceof ConflictError,
    async () => {
      const landings = await work.load('landings', landingColumns, landingsKey)
      const tags = new Map<string, string | null>()
      for (const [table, columns] of details) tags.set(table, await work.load(table, columns, tableKey(table, province, year)))
      const newest = ((await work.rows('select max(landed_at) as newest from landings'))[0]?.newest as number | null) ?? 0
      const landedAt = Math.max(Date.now(), notBefore, newest + 1)
      const standing = await landedFiles(work)
      const due = stillDue(drafts, standing, landingsKey)
      const again = receivedAgain(drafts, standing)
      if (due.length === 0 && again.length === 0) return []
      for (const draft of again) await moveReceipt(work, draft)
      await putIn(work, due, landedAt)
      for (const [table, , order] of details) await saveDetails(work, table, order, tableKey(table, province, year), tags.get(table) ?? null)
      await work.save('select * from landings order by landed_at, sha256', landingsKey, landings)
      return due.map((draft) => ({ ...draft.receipt, landed_at: exactMoment(draft.before?.landedAt ?? landedAt) }))
    },
  )
}

/** What has no receipt for long is of a landing cut short; others' receipts are on their way. */
async function saveDetails(work: Workspace, table: string, order: string, key: string, etag: string | null): Promise<void> {
  const owned = `select f.* from ${table} f where f.landed_at > ${timestamp(Date.now() - DEAD_MS)} or exists (select 1 from landings l where l.sha256 = f.sha256 and l.landed_at = f.landed_at)`
  const [counts] = await work.rows(`select count(*) as n from (${owned})`)
  if (etag !== null || (counts?.n as number) > 0) await work.save(`${owned} order by ${order}`, key, etag)
}

/** Files that stand as landed, and when each was received. */
async function landedFiles(work: Workspace): Promise<ReadonlyMap<string, number>> {
  const rows = await work.rows("select sha256, received_at from landings where state = 'landed'")
  return new Map(rows.map((row) => [row.sha256 as string, row.received_at as number]))
}

/** These bytes land once, whoever hands them in; what was withdrawn is not relanded. */
const stillDue = (drafts: readonly Draft[], standing: ReadonlyMap<string, number>, key: string): Draft[] =>
  drafts.filter(({ receipt, before }) => (before ? before.key !== key || standing.has(receipt.sha256) : !standing.has(receipt.sha256)))

/** A copy of the same bytes has landed meanwhile: they were received when the later of both was, as their facts say (merge-facts.ts). */
const receivedAgain = (drafts: readonly Draft[], standing: ReadonlyMap<string, number>): Draft[] =>
  drafts.filter((draft) => !draft.before && (standing.get(draft.receipt.sha256) ?? Number.POSITIVE_INFINITY) < receivedAt(draft))

/** The receipt that stands, and what it reports of, tell the draft's moment. */
async function moveReceipt(work: Workspace, draft: Draft): Promise<void> {
  const standing = `select landed_at from landings where sha256 = '${draft.receipt.sha256}' and state = 'landed'`
  for (const table of ['submissions', 'landings'])
    await work.run(`update ${table} set received_at = ${timestamp(receivedAt(draft))} where sha256 = '${draft.receipt.sha256}' and landed_at in (${standing})`)
}

/** Receipts into `landings`, what stands on them into the other tables, in place of refusals of the same files, and of what a relanded one had. */
async function putIn(work: Workspace, drafts: readonly Draft[], landedAt: number): Promise<void> {
  const among = (those: readonly Draft[]): string => `sha256 in (${those.map(({ receipt }) => `'${receipt.sha256}'`).join(', ') || 'null'})`
  const gone = `(${among(drafts)} and state = 'refused') or (${among(drafts.filter(({ before }) => before))} and state = 'landed')`
  for (const [table] of details)
    await work.run(`delete from ${table} f using landings l where l.sha256 = f.sha256 and l.landed_at = f.landed_at and (${gone.replaceAll('sha256 in', 'l.sha256 in')})`)
  await work.run(`delete from landings where ${gone}`)
  const moment = ({ before }: Draft): number => before?.landedAt ?? landedAt
  work.session.append(
    'landings',
    landingColumns,
    drafts.map((draft) => landingRow(draft, moment(draft))),
  )
  work.session.append(
    'findings',
    findingColumns,
    drafts.flatMap((draft) => draft.receipt.findings.map((finding) => findingRow(draft.receipt, finding, moment(draft)))),
  )
  work.session.append(
    'submissions',
    submissionColumns,
    drafts.flatMap((draft) =>
      draft.submissions.map((one) => ({ ...one, sha256: draft.receipt.sha256, received_at: parseMoment(draft.receipt.received_at), landed_at: moment(draft) })),
    ),
  )
}

const landingRow = ({ receipt, said }: Draft, landedAt: number): Row => ({
  ...Object.fromEntries(landingColumns.map(({ name }) => [name, (receipt as unknown as Row)[name] ?? null])),
  received_at: parseMoment(receipt.received_at),
  landed_at: landedAt,
  withdrawn_at: null,
  said: saidText(said),
})

const findingRow = (receipt: Draft['receipt'], finding: Finding, landedAt: number): Row => ({ ...finding, sha256: receipt.sha256, file: receipt.file, landed_at: landedAt })

/** Changes receipts where they stand. */
export async function updateReceipts(work: Workspace, key: string, shas: readonly string[], change: string): Promise<void> {
  await untilWritten(
    (error) => error instanceof ConflictError,
    async () => {
      const etag = await work.load('landings', landingColumns, key)
      await work.run(`${change} where sha256 in (${shas.map((sha) => `'${sha}'`).join(', ')}) and state = 'landed'`)
      await work.save('select * from landings order by landed_at, sha256', key, etag)
    },
  )
}

/** Takes out receipts that stand in another object now, and before them what stands on them: that leads back to a file and a moment alone. */
export async function removeReceipts(work: Workspace, key: string, shas: readonly string[]): Promise<void> {
  const theirs = `sha256 in (${shas.map((sha) => `'${sha}'`).join(', ')}) and state = 'landed'`
  for (const [table, columns, order] of details) {
    const detailsKey = key.replace('tables/landings/', `tables/${table}/`)
    await untilWritten(
      (error) => error instanceof ConflictError,
      async () => {
        const etag = await work.load(table, columns, detailsKey)
        await work.load('landings', landingColumns, key)
        if (etag === null) return
        const others = `select * from ${table} f where not exists (select 1 from landings l where l.sha256 = f.sha256 and l.landed_at = f.landed_at and l.${theirs.replace('and ', 'and l.')})`
        await work.save(`${others} order by ${order}`, detailsKey, etag)
      },
    )
  }
  await updateReceipts(work, key, shas, 'delete from landings')
}
