import { endOfDay } from '../../schema/days.ts'
import { type OneFile, stagedColumns } from './commit-facts.ts'
import type { Export } from './read-export.ts'
import type { Workspace } from './workspace.ts'

/**
 * Rows of exports on their way into the lake: the view `arriving` over the table `staged`, which rows are put into, and over
 * what large files were read into.
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
  /** Adds a relation that has the columns of `staged`, sorted by province, day and unit, and says to which objects its rows belong. */
  add(relation: string, partitions: readonly Place[]): Promise<void>
  /** Leaves those rows that a condition holds for; columns are `a.…`. */
  keep(condition: string): Promise<void>
  /** Objects that its rows belong to. */
  partitions(): Promise<Place[]>
}

interface Place {
  readonly province: string
  readonly year: number
}

export async function openArriving(work: Workspace): Promise<Arriving> {
  const files: OneFile[] = []
  let names = 0
  let sorted = true
  const places: Place[] = []
  let relations: readonly string[] = ['staged']
  const show = async (shown: readonly string[]): Promise<void> => {
    relations = shown
    await work.run(`create or replace view arriving as ${relations.map((name) => `select * from ${name}`).join(' union all by name ')}`)
  }
  const nextName = (): string => `large_${++names}`
  await work.share('staged', stagedColumns('activation'))
  await show(relations)
  return {
    work,
    nextName,
    files: () => files,
    sorted: () => sorted,
    stage(read, sha256, receivedAt) {
      if (read.rowCount > 0) files.push({ source: sha256, receivedAt })
      if (read.rows.length > 0) sorted = false
      work.session.append('staged', stagedColumns(read.table), rowsOf(read, sha256, receivedAt))
    },
    async add(relation, partitions) {
      places.push(...partitions)
      if (relations.length > 1) sorted = false
      await show([...relations, relation])
    },
    async keep(condition) {
      sorted = false
      const kept = nextName()
      await work.run(`create table ${kept} as select * from arriving a where ${condition}`)
      await work.run('delete from staged')
      await show(['staged', kept])
    },
    async partitions() {
      const staged = (await work.rows('select distinct province, year(date) as year from staged')).map(({ province, year }) => ({ province: String(province), year: Number(year) }))
      const all = new Map([...staged, ...places].map((place) => [`${place.province} ${place.year}`, place]))
      return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place)
    },
  }
}

const rowsOf = (read: Export, sha256: string, receivedAt: number) =>
  read.rows.map((row) => ({
    ...row.counts,
    date: row.date,
    unit_code: row.unit.code,
    province: row.unit.province,
    stated_at: row.moment ?? endOfDay(row.date),
    received_at: receivedAt,
    source: sha256,
    source_sheet: row.sheet,
    source_row: row.row,
  }))
