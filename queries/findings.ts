import type { FindingRow } from './answers.ts'
import type { Asking } from './asking.ts'
import sql from './findings.sql'
import { type ReceiptKeys, receiptFilter } from './receipt-filter.ts'
import { compose } from './statement.ts'

/** What was wrong or odd in the files handed in, file by file in the order of landing, row by row. */
export async function findings(asking: Asking, keys: ReceiptKeys = {}): Promise<FindingRow[]> {
  const filter = receiptFilter(keys, 'g.code = :code')
  const statement = compose(sql, filter.fragments, filter.values, [filter.scope('landings'), filter.scope('findings')])
  return (await asking.engine.rows(statement, asking.signal)) as unknown as FindingRow[]
}
