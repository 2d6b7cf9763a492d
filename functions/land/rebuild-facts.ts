import { type Contribution, contributionsOf, type FactRow, mergeFacts } from './merge-facts.ts'

export interface Rebuilt {
  /** Null: nobody says anything of this unit and day any more. */
  readonly row: FactRow | null
  readonly changed: boolean
  readonly touched: boolean
}

/** A row made anew from all that still counts. A stored version stays where its values and its sources still hold. */
export function rebuildFacts(key: FactRow, stored: FactRow | null, contributions: readonly Contribution[], columns: readonly string[], landedAt: number): Rebuilt | null {
  const fresh = mergeFacts(key, null, contributions, columns, landedAt)?.row ?? null
  if (!stored) return fresh && { row: fresh, changed: true, touched: true }
  if (!fresh) return { row: null, changed: true, touched: true }
  const equal = columns.every((column) => (stored[column] ?? null) === (fresh[column] ?? null))
  if (!equal || !sourcesHold(stored, contributions, columns)) return { row: fresh, changed: true, touched: true }
  return { row: stored, changed: false, touched: false }
}

/** Whether every source that the stored row names for a cell still says this value. */
function sourcesHold(stored: FactRow, contributions: readonly Contribution[], columns: readonly string[]): boolean {
  const said = new Map(contributions.map((one) => [one.source, one.cells]))
  return contributionsOf(stored, columns).every(({ source, cells }) => Object.entries(cells).every(([column, value]) => said.get(source)?.[column] === value))
}
