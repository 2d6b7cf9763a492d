import type { Row } from '../../queries/engine.ts'
import { endOfDay } from '../../schema/days.ts'
import { type FactTableName, factTableNames, factTables } from '../../schema/fact-columns.ts'
import { arrivingView, type OneFile, stagedColumns, yearOf } from './commit-facts.ts'
import type { Export } from './read-export.ts'
import type { ReadRow } from './read-table.ts'
import type { Workspace } from './workspace.ts'

/**
 * Rows of exports on their way into the lake: for each fact table a view over the table that they are put into. Rows of large
 * files may wait where they were read, until the object they belong to is written.
 */
export interface Arriving {
  readonly work: Workspace
  /** The files that have rows in it. */
  files(): readonly OneFile[]
  /** Puts an export's rows in, and with them those of a large file that are in order. */
  stage(read: Export, sha256: string, receivedAt: number, large?: LargeRows): Promise<void>
  /** Leaves those rows of a table that a condition holds for; columns are `a.…`. */
  keep(table: FactTableName, condition: string): Promise<void>
  /** Objects that its rows belong to. */
  places(): Promise<ArrivingPlace[]>
  /** A relation that has all rows of an object, and may have others'. */
  from(place: ArrivingPlace): string
}

export interface ProvinceYear {
  readonly province: string
  readonly year: number
}

/** An object of a fact table. */
export interface Place extends ProvinceYear {
  readonly table: FactTableName
}

export interface ArrivingPlace extends Place {
  /** Whether its rows come in the order of their keys. */
  readonly sorted: boolean
}

/** Rows of activation that wait in memory, those of each object in the order of their keys. */
export interface LargeRows {
  readonly places: readonly ProvinceYear[]
  /** What they take in memory. */
  readonly bytes: number
  /** Lets every connection read them, until released: gives what selects the staged columns of each object's rows. */
  provide(work: Workspace): { readonly selects: readonly string[]; release(): void }
}

/** More than these do not wait in memory: DuckDB may put away what is staged. */
const MOST_WAITING = 512 * 1024 * 1024

/** `waiting`: rows of large files wait for from(), and no view shows them. */
export async function openArriving(work: Workspace, { waiting = false } = {}): Promise<Arriving> {
  const files: OneFile[] = []
  const large: { readonly place: ProvinceYear; readonly select: string }[] = []
  let waitingBytes = 0
  for (const table of factTableNames) {
    await work.share(staged(table), stagedColumns(table))
    await work.run(`create or replace view ${arrivingView(table)} as select * from ${staged(table)}`)
  }
  async function putIn(rows: LargeRows): Promise<void> {
    const { selects, release } = rows.provide(work)
    if (waiting && (waitingBytes === 0 || waitingBytes + rows.bytes <= MOST_WAITING)) {
      waitingBytes += rows.bytes
      large.push(...rows.places.map((place, i) => ({ place, select: selects[i] as string })))
      return
    }
    for (const select of selects) await work.run(`insert into ${staged('activation')} by name ${select}`)
    release()
  }
  return {
    work,
    files: () => files,
    async stage(read, sha256, receivedAt, rows) {
      if (read.rowCount > 0) files.push({ source: sha256, receivedAt })
      if (rows) await putIn(rows)
      for (const table of read.tables)
        work.session.append(
          staged(table),
          stagedColumns(table),
          rowsOf(table, table === read.table ? read.rows : read.rows.filter(({ counts }) => says(table, counts)), sha256, receivedAt),
        )
    },
    async keep(table, condition) {
      await work.run(`create or replace temp table kept as select * from ${staged(table)} a where ${condition}`)
      await work.share(staged(table), stagedColumns(table))
      await work.run(`insert into ${staged(table)} by name select * from kept`)
      await work.run('drop table kept')
    },
    async places() {
      const found = await work.rows(
        factTableNames.map((table) => `select distinct '${table}' as "table", province, ${yearOf(table)} as year from ${staged(table)}`).join(' union all '),
      )
      const all = new Map<string, ArrivingPlace>()
      const waiters = large.map(({ place: { province, year } }) => ({ table: 'activation' as const, province, year, sorted: true }))
      for (const place of [...found.map(placeOf), ...waiters]) all.set(nameOf(place), all.has(nameOf(place)) ? { ...place, sorted: false } : place)
      return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place)
    },
    from(place) {
      const selects = large.filter((one) => nameOf({ ...one.place, table: 'activation' }) === nameOf(place)).map(({ select }) => select)
      const staying = place.sorted ? [] : [`select * from ${arrivingView(place.table)}`]
      return `(${[...staying, ...selects].join(' union all by name ')})`
    },
  }
}

const nameOf = ({ table, province, year }: Place): string => `${table} ${province} ${year}`

const staged = (table: FactTableName): string => `staged_${table}`

const placeOf = ({ table, province, year }: Row): ArrivingPlace => ({ table: table as FactTableName, province: String(province), year: Number(year), sorted: false })

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
