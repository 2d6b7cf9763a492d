import { type FactTableName, factTables } from '../../schema/fact-columns.ts'
import type { Export } from './read-export.ts'
import type { ReadRow } from './read-table.ts'

/** That an export reports of a unit's period: who has sent what is judged by it. */
export interface Submission {
  readonly table: FactTableName
  readonly breakdown: 'all' | 'service' | 'field'
  readonly first: string
  readonly last: string
  readonly unit_code: string
  readonly rows: number
}

const breakdownOf = ({ service, field }: ReadRow): Submission['breakdown'] => (service !== null ? 'service' : field !== null ? 'field' : 'all')

/** A row a table, breakdown, period and unit; an export of days has none: its facts tell who reports. */
export function submissionsOf({ tables, rows }: Export): Submission[] {
  const found = new Map<string, Submission>()
  for (const row of rows) {
    if (row.first === null) continue
    for (const table of tables) {
      if (!factTables[table].counts.some(({ name }) => row.counts[name] != null)) continue
      const one = { table, breakdown: breakdownOf(row), first: row.first, last: row.date, unit_code: row.unit.code }
      const key = Object.values(one).join(' ')
      found.set(key, { ...one, rows: (found.get(key)?.rows ?? 0) + 1 })
    }
  }
  return [...found.values()]
}
