import type { LandingRow } from './answers.ts'
import type { Asking } from './asking.ts'
import sql from './landings.sql'
import { type ReceiptKeys, receiptFilter } from './receipt-filter.ts'
import { compose } from './statement.ts'

const hasCode = 'exists (select 1 from findings g where g.sha256 = l.sha256 and g.landed_at = l.landed_at and g.code = :code)'

/** Receipts of the files handed in, the first landed first. A file that landed twice has two. */
export async function landings(asking: Asking, keys: ReceiptKeys = {}): Promise<LandingRow[]> {
  const filter = receiptFilter(keys, hasCode)
  const scopes = [filter.scope('landings'), ...(keys.code === undefined ? [] : [filter.scope('findings')])]
  return (await asking.engine.rows(compose(sql, filter.fragments, filter.values, scopes), asking.signal)) as unknown as LandingRow[]
}
