import { open, rm } from 'node:fs/promises'
import type { Column } from '../../schema/column.ts'
import { quoted } from '../../schema/quoted.ts'
import type { Arriving } from './arriving.ts'
import { countColumns, stagedColumns } from './commit-facts.ts'
import { MOST_COUNT } from './count.ts'
import { type FlatTable, flatTable, indexOf, plainParts, sheetWith, topOf } from './flat-table.ts'
import { withinBounds } from './open-file.ts'
import { type Clean, type Export, exportOf } from './read-export.ts'
import type { LandingRegister } from './register.ts'
import type { Said } from './said.ts'
import { tablesOf } from './sheet-tables.ts'
import { timestamp, type Workspace } from './workspace.ts'

/** Rows that DuckDB leaves to the careful reader; beyond that it reads the whole file. */
const MOST_LEFT = 100_000

/**
 * A large flat table: rows in perfect order go into the lake by DuckDB's reader, every other row to the reader of all
 * exports. The same facts and findings either way; null where the file is no such table.
 */
export async function readLargeText(arriving: Arriving, bytes: Buffer, source: string, receivedAt: number, said: Said, register: LandingRegister): Promise<Export | null> {
  const flat = flatTable(bytes)
  if (!flat || flat.lines.odd.length > MOST_LEFT) return null
  const { work } = arriving
  const table = arriving.nextName()
  try {
    const found = await readRows(work, flat, table, (left, clean) => {
      const sheet = sheetWith(flat, left)
      const [top = null] = withinBounds([topOf(flat)])
      // Rows below a second heading are another table's.
      return tablesOf(sheet).length > 1 ? null : exportOf([sheet], said, register, { ...clean, top })
    })
    if (!found) return null
    await addSorted(arriving, table, found.partitions, source, receivedAt)
    return { ...found.read, rows: [] }
  } finally {
    await work.run(`drop view if exists ${table}_clean`)
    await work.run(`drop table if exists ${table}_read`)
  }
}

interface Place {
  readonly province: string
  readonly year: number
}

interface Together {
  readonly read: Export
  readonly partitions: readonly Place[]
}

type CarefulReader = (left: readonly number[], clean: Omit<Clean, 'top'>) => Export | null

/** Reads the file by DuckDB, and gathers its rows in a table; null where only a reader of all rows can tell. */
async function readRows(work: Workspace, flat: FlatTable, table: string, careful: CarefulReader): Promise<Together | null> {
  if (!(await readPlain(work, flat, `${table}_read`))) return null
  await work.run(`create table ${table}_units as select * from units where level = 'commune'`)
  await work.run(`create view ${table}_clean as select r.rowid + 1 as n, u.province, ${factColumns(flat)}
    from ${table}_read r join ${table}_units u on u.code = r.unit_code and r.date >= u.valid_from and r.date <= u.valid_to where ${inOrder(flat)}`)
  const found = await together(work, flat, table, careful)
  if (!found) await work.run(`drop table if exists ${table}`)
  return found
}

/**
 * Puts the rows in order, and what the careful reader makes of all others, into one table, sorted as the lake keeps them. Of
 * rows of one unit and day none is in order: then it is done again. Null where only a reader of all rows can tell.
 */
async function together(work: Workspace, flat: FlatTable, table: string, careful: CarefulReader): Promise<Together | null> {
  const groups = await work.rows(`select province, year(date) as year, count(*) as rows, min(date) as first, max(date) as last from ${table}_clean group by 1, 2`)
  const rows = groups.reduce((total, group) => total + Number(group.rows), 0)
  const left = await leftOf(work, flat, table, rows)
  if (!left) return null
  const days = groups.flatMap(({ first, last }) => [String(first), String(last)]).sort()
  const places = groups.map(({ province, year }) => ({ province: String(province), year: Number(year) }))
  const read = careful(left, { rows, first: days[0] ?? null, last: days.at(-1) ?? null, provinces: [...new Set(places.map(({ province }) => province))] })
  // A sum among the rows can be checked only by whoever has them all.
  if (!read || read.sums > 0) return null
  await sortRows(work, table, read)
  if (await takeTwice(work, table)) return together(work, flat, table, careful)
  return { read, partitions: [...places, ...read.rows.map(({ unit, date }) => ({ province: unit.province, year: Number(date.slice(0, 4)) }))] }
}

/** Lines that are not in order; null: too many, or DuckDB counts otherwise. */
async function leftOf(work: Workspace, { lines }: FlatTable, table: string, rows: number): Promise<readonly number[] | null> {
  const count = lines.lines - 1 - rows
  if (count > MOST_LEFT) return null
  if (count === lines.odd.length) return lines.odd
  const left = await work.rows(`select rowid + 1 as n from ${table}_read r where not exists (select 1 from ${table}_clean c where c.n = r.rowid + 1) order by n`)
  return left.length === count ? left.map(({ n }) => Number(n)) : null
}

async function sortRows(work: Workspace, table: string, { rows }: Export): Promise<void> {
  const columns = [{ name: 'n', type: 'INTEGER' } as Column, ...stagedColumns('activation').filter(({ name }) => sorted.has(name))]
  await work.create(`${table}_mended`, columns)
  const mended = rows.map((row) => ({ ...row.counts, n: row.row - 1, date: row.date, unit_code: row.unit.code, province: row.unit.province }))
  work.session.append(`${table}_mended`, columns, mended)
  await work.run(`create or replace table ${table} as
    select * from ${table}_clean union all by name select * from ${table}_mended order by province, date, unit_code`)
}

/** Whether a row stands beside another of its unit and day: then the lines of both are no longer in order. */
async function takeTwice(work: Workspace, table: string): Promise<boolean> {
  const beside = (side: string): string => `date = ${side}(date) over () and unit_code = ${side}(unit_code) over ()`
  await work.run(`create or replace table ${table}_twice as select n from (select n, ${beside('lag')} as after, ${beside('lead')} as before from ${table}) where after or before`)
  const [found] = await work.rows(`select count(*) as n from ${table}_twice`)
  if (found?.n === 0) return false
  await work.run(`update ${table}_read set unit_code = null where rowid + 1 in (select n from ${table}_twice)`)
  return true
}

async function readPlain(work: Workspace, flat: FlatTable, table: string): Promise<boolean> {
  const path = work.path(`${table}.csv`)
  try {
    const file = await open(path, 'w')
    await file.writev(plainParts(flat)).finally(() => file.close())
    await work.run(`create table ${table} as select ${readColumns(flat)} from ${csvOf(flat, path)}`)
    return true
  } catch (error) {
    // What DuckDB's reader can't take apart, the reader of all exports may.
    if (error instanceof Error && /CSV/.test(error.message)) return false
    throw error
  } finally {
    await rm(path, { force: true })
  }
}

/** What differs from row to row. */
const sorted = new Set(['date', 'unit_code', 'province', ...countColumns('activation')])

const column = (index: number): string => `c${index}`

function csvOf({ kinds, lines, delimiter }: FlatTable, path: string): string {
  const columns = kinds.map((kind, i) => `'${column(i)}': '${kind === 'count' && !lines.grouped.has(i) ? 'INTEGER' : 'VARCHAR'}'`)
  return `read_csv(${quoted(path)}, auto_detect = false, header = false, delim = ${quoted(delimiter)}, quote = '"', escape = '"', columns = {${columns.join(', ')}})`
}

/** A count as it was read: where digits are grouped, what is none is null here, and the careful reader's. */
const groupedCount = (cell: string): string =>
  `case when regexp_full_match(${cell}, '[0-9]{1,8}') then cast(${cell} as integer)
        when regexp_full_match(${cell}, '[1-9][0-9]{0,2}((\\.[0-9]{3})+|(,[0-9]{3})+)') then cast(replace(replace(${cell}, '.', ''), ',', '') as integer) end`

function readColumns({ header, lines }: FlatTable): string {
  const day = column(indexOf(header, 'date') as number)
  const name = indexOf(header, 'unit_name')
  const counts = countColumns('activation').map((field) => ({ field, index: indexOf(header, field) }))
  const grouped = [...lines.grouped].map((index) => `(${column(index)} is null or ${groupedCount(column(index))} is not null)`)
  const dayFirst = `when substr(${day}, 3, 1) = '/' then cast(try_strptime(${day}, '%d/%m/%Y') as date)`
  return [
    `${lines.dayFirst ? `case ${dayFirst} else try_cast(${day} as date) end` : `try_cast(${day} as date)`} as date`,
    `${column(indexOf(header, 'unit_code') as number)} as unit_code`,
    `${name === undefined ? 'cast(null as varchar)' : column(name)} as unit_name`,
    ...counts.map(({ field, index }) => `${index === undefined ? 'cast(null as integer)' : lines.grouped.has(index) ? groupedCount(column(index)) : column(index)} as ${field}`),
    `${[...grouped, 'true'].join(' and ')} as told`,
  ].join(', ')
}

/** What the careful reader would find nothing to say of. */
function inOrder({ header }: FlatTable): string {
  const total = (name: string): string => (header.layout.parts[name] ? `coalesce(r.${name}, ${partsOf(header.layout.parts[name])})` : `r.${name}`)
  return [
    "r.told and r.date between date '1900-01-01' and date '8999-12-31' and (r.unit_name is null or r.unit_name in (u.full_name, u.name))",
    ...Object.entries(header.layout.parts).map(([name, parts]) => `coalesce(r.${name} = ${partsOf(parts)}, true)`),
    `coalesce(${total('approved')} >= ${total('activated')}, true) and coalesce(${total('received')} >= ${total('approved')}, true)`,
    ...countColumns('activation').map((name) => `coalesce(r.${name} <= ${MOST_COUNT}, true)`),
  ].join(' and ')
}

const partsOf = (parts: readonly string[]): string => parts.map((part) => `r.${part}`).join(' + ')

/** Key and counts, with the totals that are left to be added up. */
function factColumns({ header }: FlatTable): string {
  const { parts } = header.layout
  return ['r.date', 'r.unit_code', ...countColumns('activation').map((name) => (parts[name] ? `coalesce(r.${name}, ${partsOf(parts[name])}) as ${name}` : `r.${name}`))].join(', ')
}

/** The rows as the other staged ones look. A day without an hour counts as its end, in Viet Nam. */
async function addSorted({ work, add }: Arriving, table: string, partitions: readonly Place[], source: string, receivedAt: number): Promise<void> {
  const own: Readonly<Record<string, string>> = {
    stated_at: 'cast(date as timestamp) + interval 17 hours - interval 1 millisecond',
    received_at: timestamp(receivedAt),
    source: quoted(source),
    source_sheet: 'cast(null as varchar)',
    source_row: 'cast(n + 1 as integer)',
  }
  const columns = stagedColumns('activation').map(({ name, type }) => `cast(${own[name] ?? name} as ${type}) as ${name}`)
  await work.run(`create view ${table}_facts as select ${columns.join(', ')} from ${table}`)
  await add(`${table}_facts`, partitions)
}
