import { randomUUID } from 'node:crypto'
import type { Row } from '../../queries/engine.ts'
import { findingColumns, landingColumns } from '../../schema/columns.ts'
import { exactMoment } from '../../schema/days.ts'
import { partitionOf } from '../../schema/lake.ts'
import { type Finding, type FindingCode, findingSeverity, type Receipt } from '../../schema/receipts.ts'
import type { Workspace } from './workspace.ts'

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
