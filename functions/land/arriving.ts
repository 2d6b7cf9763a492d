import type { Row } from '../../queries/engine.ts'
import { endOfDay } from '../../schema/days.ts'
import { type FactTableName, factTableNames, factTables } from '../../schema/fact-columns.ts'
import { arrivingView, type OneFile, stagedColumns, yearOf } from './commit-facts.ts'
import type { Export } from './read-export.ts'
import type { ReadRow } from './read-table.ts'
import type { Workspace } from './workspace.ts'

/**
 * Rows of exports on their way into the lake: for each fact table a view over the table that rows are put into, and over what
 * large files were read into.
 */
export interface Arriving {
  readonly work: Workspace
  /** The files that have rows in it. */
  files(): readonly OneFile[]
  /** Puts an export's rows in. */
  stage(read: Export, sha256: string, receivedAt: number): void
  /** A name for the tables of one more large file. */
  nextName(): string
  /** Whether the rows of each object come sorted as they are: all of them are of one relation that was added. */
  sorted(): boolean
  /** Adds a relation that has the staged columns of `activation`, sorted by province and key, and says to which objects its rows belong. */
  add(relation: string, partitions: readonly Omit<Place, 'table'>[]): Promise<void>
  /** Leaves those rows of a table that a condition holds for; columns are `a.…`. */
  keep(table: FactTableName, condition: string): Promise<void>
  /** Objects that its rows belong to. */
  partitions(): Promise<Place[]>
}

export interface Place {
  readonly table: FactTableName
  readonly province: string
  readonly year: number
}

export async function openArriving(work: Workspace): Promise<Arriving> {
  const files: OneFile[] = []
  let names = 0
  let sorted = true
  const places: Place[] = []
  const relations = new Map<FactTableName, readonly string[]>()
  const show = async (table: FactTableName, shown: readonly string[]): Promise<void> => {
    relations.set(table, shown)
    await work.run(`create or replace view ${arrivingView(table)} as ${shown.map((name) => `select * from ${name}`).join(' union all by name ')}`)
  }
  const nextName = (): string => `large_${++names}`
  for (const table of factTableNames) {
    await work.share(staged(table), stagedColumns(table))
    await show(table, [staged(table)])
  }
  return {
    work,
    nextName,
    files: () => files,
    sorted: () => sorted,
    stage(read, sha256, receivedAt) {
      if (read.rowCount > 0) files.push({ source: sha256, receivedAt })
      if (read.rows.length > 0) sorted = false
      for (const table of read.tables)
        work.session.append(
          staged(table),
          stagedColumns(table),
          rowsOf(table, table === read.table ? read.rows : read.rows.filter(({ counts }) => says(table, counts)), sha256, receivedAt),
        )
    },
    async add(relation, partitions) {
      places.push(...partitions.map((place) => ({ table: 'activation' as const, ...place })))
      const before = relations.get('activation') ?? []
      if (before.length > 1) sorted = false
      await show('activation', [...before, relation])
    },
    async keep(table, condition) {
      sorted = false
      const kept = nextName()
      await work.run(`create table ${kept} as select * from ${arrivingView(table)} a where ${condition}`)
      await work.run(`delete from ${staged(table)}`)
      await show(table, [staged(table), kept])
    },
    async partitions() {
      const found = await work.rows(
        factTableNames.map((table) => `select distinct '${table}' as "table", province, ${yearOf(table)} as year from ${staged(table)}`).join(' union all '),
      )
      const all = new Map([...found.map(placeOf), ...places].map((place) => [`${place.table} ${place.province} ${place.year}`, place]))
      return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place)
    },
  }
}

const staged = (table: FactTableName): string => `staged_${table}`

const placeOf = ({ table, province, year }: Row): Place => ({ table: table as FactTableName, province: String(province), year: Number(year) })

/** Whether a row has anything to say to a table beside its own. */
const says = (table: FactTableName, counts: ReadRow['counts']): boolean => factTables[table].counts.some(({ name }) => counts[name] != null)

const rowsOf = (table: FactTableName, rows: readonly ReadRow[], sha256: string, receivedAt: number): Row[] =>
  rows.map((row) => ({
    ...row.counts,
    ...row.texts,
    ...(factTables[table].day === 'date' ? { date: row.date } : { first: row.first, last: row.date }),
    unit_code: row.unit.code,
    service: row.service,
    field: row.field,
    province: row.unit.province,
    stated_at: row.moment ?? endOfDay(row.date),
    received_at: receivedAt,
    source: sha256,
    source_sheet: row.sheet,
    source_row: row.row,
  }))
