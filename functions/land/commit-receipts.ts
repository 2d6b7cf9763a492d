import { randomUUID } from 'node:crypto'
import type { Row } from '../../queries/engine.ts'
import { findingColumns, landingColumns } from '../../schema/columns.ts'
import { exactMoment, localDay, parseMoment } from '../../schema/days.ts'
import { ConflictError, partitionOf, tableKey } from '../../schema/lake.ts'
import { type Finding, type FindingCode, findingSeverity, type Receipt } from '../../schema/receipts.ts'
import type { Said } from './read-export.ts'
import { untilWritten, type Workspace } from './workspace.ts'

/** A receipt on its way into the lake: it gets its `landed_at` when it is written. */
export interface Draft {
  readonly receipt: Omit<Receipt, 'landed_at'>
  readonly said: Said
  /** A relanded file's: its receipt keeps the moment it had. */
  readonly landedAt?: number
}

const yearOf = (draft: Draft): number => Number(localDay(parseMoment(draft.receipt.received_at) ?? 0).slice(0, 4))
const partition = (draft: Draft): string => `${draft.receipt.province ?? 'none'}/${yearOf(draft)}`

/**
 * Writes receipts, findings first: a file has landed when its receipt says so. `notBefore` is the moment its facts got.
 * With `replace`, rows of the same files that stand are replaced (relanding), else they are kept and only refusals of the same file go.
 */
export async function commitReceipts(work: Workspace, drafts: readonly Draft[], notBefore: number, replace = false): Promise<Receipt[]> {
  const groups = new Map<string, Draft[]>()
  for (const draft of drafts) groups.set(partition(draft), [...(groups.get(partition(draft)) ?? []), draft])
  const written: Receipt[] = []
  for (const group of groups.values()) written.push(...(await commitGroup(work, group, notBefore, replace)))
  return written
}

async function commitGroup(work: Workspace, drafts: readonly Draft[], notBefore: number, replace: boolean): Promise<Receipt[]> {
  const { province } = (drafts[0] as Draft).receipt
  const year = yearOf(drafts[0] as Draft)
  const [landingsKey, findingsKey] = [tableKey('landings', province, year), tableKey('findings', province, year)]
  return untilWritten(
    (error) => error instanceof ConflictError,
    async () => {
      const landings = await work.load('landings', landingColumns, landingsKey)
      const findings = await work.load('findings', findingColumns, findingsKey)
      const newest = ((await work.rows('select max(landed_at) as newest from landings'))[0]?.newest as number | null) ?? 0
      const landedAt = Math.max(Date.now(), notBefore, newest + 1)
      await dropReplaced(work, drafts, replace)
      work.session.append(
        'landings',
        landingColumns,
        drafts.map((draft) => landingRow(draft, draft.landedAt ?? landedAt)),
      )
      work.session.append(
        'findings',
        findingColumns,
        drafts.flatMap((draft) => draft.receipt.findings.map((finding) => findingRow(draft.receipt, finding, draft.landedAt ?? landedAt))),
      )
      // Findings whose receipt never came are of a landing cut short.
      const owned = 'select f.* from findings f where exists (select 1 from landings l where l.sha256 = f.sha256 and l.landed_at = f.landed_at)'
      const [counts] = await work.rows(`select count(*) as n from (${owned})`)
      if (findings !== null || (counts?.n as number) > 0) await work.save(`${owned} order by landed_at, sha256, "row"`, findingsKey, findings)
      await work.save('select * from landings order by landed_at, sha256', landingsKey, landings)
      return drafts.map((draft) => ({ ...draft.receipt, landed_at: exactMoment(draft.landedAt ?? landedAt) }))
    },
  )
}

async function dropReplaced(work: Workspace, drafts: readonly Draft[], replace: boolean): Promise<void> {
  const shas = drafts.map(({ receipt }) => `'${receipt.sha256}'`).join(', ')
  await work.run(`delete from landings where sha256 in (${shas}) and state ${replace ? "in ('landed', 'refused')" : "= 'refused'"}`)
}

const landingRow = ({ receipt, said }: Draft, landedAt: number): Row => ({
  ...Object.fromEntries(landingColumns.map(({ name }) => [name, (receipt as unknown as Row)[name] ?? null])),
  received_at: parseMoment(receipt.received_at),
  landed_at: landedAt,
  withdrawn_at: null,
  said: said.province === null && said.date === null ? null : `${said.province ?? ''}/${said.date ?? ''}`,
})

const findingRow = (receipt: Draft['receipt'], finding: Finding, landedAt: number): Row => ({ ...finding, sha256: receipt.sha256, file: receipt.file, landed_at: landedAt })

export const saidOf = (text: string | null): Said => {
  const [province, date] = (text ?? '/').split('/')
  return { province: province || null, date: date || null }
}

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

/** A stored receipt, with what its place in the lake tells. */
export interface StoredReceipt {
  readonly key: string
  readonly row: Row
}

/** Receipts of files, or of all files, wherever in the lake they stand. */
export async function storedReceipts(work: Workspace, shas: readonly string[] | null): Promise<StoredReceipt[]> {
  const found: StoredReceipt[] = []
  for (const key of await work.storage.list('tables/landings/')) {
    const partition = partitionOf(key)
    if (!partition) continue
    const name = `seen_${randomUUID().replaceAll('-', '')}`
    await work.load(name, landingColumns, key)
    const rows = await work.rows(`select * from ${name} ${shas ? `where sha256 in (${shas.map((sha) => `'${sha}'`).join(', ') || 'null'})` : ''} order by landed_at, sha256`)
    await work.run(`drop table ${name}`)
    found.push(...rows.map((row) => ({ key, row: { ...row, province: partition.province === 'none' ? null : partition.province } })))
  }
  return found
}

/** A stored receipt as it is shown, with its findings. */
export async function receiptsOf(work: Workspace, stored: readonly StoredReceipt[]): Promise<Receipt[]> {
  const findings = new Map<string, Finding[]>()
  for (const key of new Set(stored.map((one) => one.key.replace('tables/landings/', 'tables/findings/')))) {
    await work.load('told', findingColumns, key)
    for (const row of await work.rows('select * from told order by landed_at, sha256')) {
      const of = `${row.sha256} ${row.landed_at}`
      findings.set(of, [...(findings.get(of) ?? []), findingOf(row)])
    }
  }
  return stored.map(({ row }) => receiptOf(row, findings.get(`${row.sha256} ${row.landed_at}`) ?? []))
}

const findingOf = (row: Row): Finding => ({
  code: row.code as FindingCode,
  severity: findingSeverity[row.code as FindingCode] ?? row.severity,
  sheet: row.sheet as string | null,
  row: row.row as number | null,
  column: row.column as string | null,
  unit_code: row.unit_code as string | null,
  date: row.date as string | null,
  message_vi: row.message_vi as string,
  message_en: row.message_en as string,
})

const moment = (value: unknown): string | null => (value == null ? null : exactMoment(value as number))

export const receiptOf = (row: Row, findings: readonly Finding[]): Receipt => ({
  file: row.file as string,
  sha256: row.sha256 as string,
  state: row.state as Receipt['state'],
  table: row.table as string | null,
  layout: row.layout as string | null,
  province: row.province as string | null,
  stated_at: row.stated_at as string | null,
  first: row.first as string | null,
  last: row.last as string | null,
  rows: row.rows as number,
  rejected: row.rejected as number,
  received_at: moment(row.received_at) as string,
  landed_at: moment(row.landed_at) as string,
  withdrawn_at: moment(row.withdrawn_at),
  reason: row.reason as string | null,
  findings,
})
