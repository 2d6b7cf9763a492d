import { isUtf8 } from 'node:buffer'
import { rm, writeFile } from 'node:fs/promises'
import { quoted } from '../../schema/quoted.ts'
import type { Register } from '../../schema/units.ts'
import type { Arriving } from './arriving.ts'
import { countColumns, stagedColumns } from './commit-facts.ts'
import { MOST_COUNT } from './count.ts'
import { findHeader, type Header } from './find-header.ts'
import { delimiterOf, parseText } from './open-text.ts'
import { type Clean, type Export, exportOf } from './read-export.ts'
import type { Said } from './said.ts'
import type { Cell, Sheet } from './sheet.ts'
import { tablesOf } from './sheet-tables.ts'
import { timestamp, type Workspace } from './workspace.ts'

/** Rows that DuckDB leaves to the careful reader; beyond that it reads the whole file. */
const MOST_LEFT = 100_000

interface Flat {
  readonly header: Header
  readonly width: number
  readonly delimiter: string
  readonly top: readonly (readonly Cell[])[]
}

/**
 * A large flat table: rows in perfect order go into the lake by DuckDB's reader, every other row to the reader of all
 * exports. The same facts and findings either way; null where the file is no such table.
 */
export async function readLargeText(arriving: Arriving, bytes: Buffer, source: string, receivedAt: number, said: Said, register: Register): Promise<Export | null> {
  const flat = flatTable(bytes)
  if (!flat) return null
  const { work } = arriving
  const path = work.path('large.csv')
  const table = arriving.nextName()
  try {
    await writeFile(path, bytes)
    // Without padding short rows DuckDB reads in parallel; a file that has some is read again with it.
    const read = await split(work, flat, path, table, false).catch(unlessCsv(() => split(work, flat, path, table, true).catch(unlessCsv(() => null))))
    if (!read) return null
    const sheet: Sheet = { name: null, hidden: false, rows: read.left, merges: [], hiddenRows: new Set(), lines: [] }
    // Rows below a second heading are another table's; a sum among the rows can be checked only by whoever has them all.
    if (tablesOf(sheet).length > 1) return null
    const found = exportOf([sheet], said, register, read.clean)
    if (found.sums > 0) return null
    if (await meets(work, table, found)) return null
    await addClean(arriving, table, read.partitions, source, receivedAt)
    return found
  } finally {
    await rm(path, { force: true })
  }
}

/** What DuckDB's reader can't take apart, the reader of all exports may. */
const unlessCsv =
  <T>(otherwise: () => T) =>
  (error: unknown): T => {
    if (error instanceof Error && /CSV/.test(error.message)) return otherwise()
    throw error
  }

/** Whether a mended row is of a unit and day that a row in order is of too: then only a reader of all rows can tell. */
async function meets(work: Workspace, table: string, { rows }: Export): Promise<boolean> {
  if (rows.length === 0) return false
  const columns = stagedColumns('activation').filter(({ name }) => name === 'date' || name === 'unit_code')
  await work.create('mended', columns)
  work.session.append(
    'mended',
    columns,
    rows.map(({ date, unit }) => ({ date, unit_code: unit.code })),
  )
  const [found] = await work.rows(`select count(*) as n from mended m join ${table}_ready k on k.date = m.date and k.unit_code = m.unit_code`)
  return found?.n !== 0
}

/** Valid UTF-8 whose first line is a known heading with a date and a code column, without blank lines. */
function flatTable(bytes: Buffer): Flat | null {
  if (!isUtf8(bytes) || bytes.includes('\n\n') || bytes.includes('\n\r\n')) return null
  const head = bytes
    .subarray(0, 8192)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  const delimiter = delimiterOf(head)
  const top = parseText(head.slice(0, head.lastIndexOf('\n')), delimiter)
  const header = findHeader({ name: null, hidden: false, rows: top, merges: [], hiddenRows: new Set(), lines: [] })
  const has = (field: string): boolean => header?.columns.some((column) => column.field === field) ?? false
  return header && header.top === 0 && header.below === 1 && has('date') && has('unit_code') ? { header, width: (top[0] ?? []).length, delimiter, top } : null
}

const column = (index: number): string => `c${index}`

/** A count written plainly or grouped in threes; anything else is null here, and the careful reader's. */
const countOf = (cell: string): string =>
  `case when cast(try_cast(${cell} as bigint) as varchar) = ${cell} then try_cast(${cell} as bigint)
        when regexp_full_match(${cell}, '[1-9][0-9]{0,2}((\\.[0-9]{3})+|(,[0-9]{3})+)') then try_cast(replace(replace(${cell}, '.', ''), ',', '') as bigint) end`

interface Split {
  /** The file's rows, but for those in order, which are empty. */
  readonly left: Cell[][]
  readonly clean: Clean
  readonly partitions: readonly { province: string; year: number }[]
}

/** Reads the file once: every row as typed values, and the province of those in order. */
async function split(work: Workspace, flat: Flat, path: string, table: string, padding: boolean): Promise<Split | null> {
  const csv = `read_csv(${quoted(path)}, auto_detect = false, header = true, all_varchar = true, delim = ${quoted(flat.delimiter)}, quote = '"', escape = '"', null_padding = ${padding},
    columns = {${Array.from({ length: flat.width }, (_, i) => `'${column(i)}': 'VARCHAR'`).join(', ')}})`
  await work.run(`create or replace table ${table}_read as select ${typedColumns(flat)} from ${csv}`)
  await work.run(`create or replace table ${table}_twice as select date, unit_code from ${table}_read where date is not null group by date, unit_code having count(*) > 1`)
  await work.run(`create or replace table ${table}_units as select * from units where level = 'commune'`)
  await work.run(`create or replace table ${table}_ready as select r.rowid as n, u.province, ${readyColumns(flat)}
    from ${table}_read r join ${table}_units u on ${inOrder(flat, table)} order by u.province, r.date, r.unit_code`)
  const ready = await work.rows(`select province, year(date) as year, count(*) as rows, min(date) as first, max(date) as last from ${table}_ready group by 1, 2`)
  const rows = ready.reduce((total, group) => total + Number(group.rows), 0)
  const lines = Number((await work.rows(`select count(*) as n from ${table}_read`))[0]?.n)
  if (lines - rows > MOST_LEFT) return null
  const days = ready.flatMap(({ first, last }) => [String(first), String(last)]).sort()
  const partitions = ready.map(({ province, year }) => ({ province: String(province), year: Number(year) }))
  const left: Cell[][] = new Array(lines + 1).fill([])
  left[0] = [...(flat.top[0] ?? [])]
  if (rows < lines) {
    await work.run(`create or replace table ${table}_left as select rowid as n from ${table}_read r where not exists (select 1 from ${table}_ready k where k.n = r.rowid)`)
    const others = `select * from (select row_number() over () - 1 as n, * from ${csv}) t where n in (select n from ${table}_left)`
    for (const { n, ...row } of await work.rows(others)) left[Number(n) + 1] = Object.values(row)
  }
  return { left, partitions, clean: { rows, first: days[0] ?? null, last: days.at(-1) ?? null, provinces: [...new Set(partitions.map(({ province }) => province))] } }
}

const indexOf = ({ header }: Flat, field: string): number | undefined => header.columns.find((one) => one.field === field)?.index

function typedColumns(flat: Flat): string {
  const day = column(indexOf(flat, 'date') as number)
  const name = indexOf(flat, 'unit_name')
  const counts = countColumns('activation').map((field) => ({ field, index: indexOf(flat, field) }))
  const given = counts.flatMap(({ index }) => (index === undefined ? [] : [`(${column(index)} is null or ${countOf(column(index))} is not null)`]))
  // Long words in a column that is not landed may be somebody's data: the careful reader looks at them.
  const others = flat.header.columns.filter(({ field }) => field === null || ['notes', 'derived', 'number', 'district_name'].includes(field))
  return [
    `cast(case when substr(${day}, 5, 1) = '-' then try_strptime(${day}, '%Y-%m-%d') else try_strptime(${day}, '%d/%m/%Y') end as date) as date`,
    `${column(indexOf(flat, 'unit_code') as number)} as unit_code`,
    `${name === undefined ? 'null' : column(name)} as unit_name`,
    ...counts.map(({ field, index }) => `${index === undefined ? 'cast(null as bigint)' : countOf(column(index))} as ${field}`),
    `(${[...given, ...others.map(({ index }) => `coalesce(length(${column(index)}), 0) < 10`), 'true'].join(' and ')}) as told`,
  ].join(', ')
}

/** What the careful reader would find nothing to say of. */
function inOrder({ header }: Flat, table: string): string {
  const total = (name: string): string => (header.layout.parts[name] ? `coalesce(r.${name}, ${partsOf(header, name)})` : `r.${name}`)
  return [
    "u.code = r.unit_code and r.date between u.valid_from and u.valid_to and r.told and r.date between date '1900-01-01' and date '9998-12-31' and (r.unit_name is null or r.unit_name in (u.full_name, u.name))",
    ...Object.keys(header.layout.parts).map((name) => `coalesce(r.${name} = ${partsOf(header, name)}, true)`),
    `coalesce(${total('approved')} >= ${total('activated')}, true) and coalesce(${total('received')} >= ${total('approved')}, true)`,
    ...countColumns('activation').map((name) => `coalesce(r.${name} between 0 and ${MOST_COUNT}, true)`),
    `(r.date, r.unit_code) not in (select (date, unit_code) from ${table}_twice)`,
  ].join(' and ')
}

const partsOf = ({ layout }: Header, total: string): string => (layout.parts[total] ?? []).map((part) => `r.${part}`).join(' + ')

/** Key and counts of rows in order, with the totals that are left to be added up. */
function readyColumns({ header }: Flat): string {
  const counts = countColumns('activation').map((name) => (header.layout.parts[name] ? `coalesce(r.${name}, ${partsOf(header, name)}) as ${name}` : `r.${name}`))
  return ['r.date', 'r.unit_code', ...counts].join(', ')
}

/** The rows in order, as the other staged ones look. A day without an hour counts as its end, in Viet Nam. */
async function addClean({ work, add }: Arriving, table: string, partitions: Split['partitions'], source: string, receivedAt: number): Promise<void> {
  const own: Readonly<Record<string, string>> = {
    stated_at: 'cast(date as timestamp) + interval 17 hours - interval 1 millisecond',
    received_at: timestamp(receivedAt),
    source: quoted(source),
    source_sheet: 'cast(null as varchar)',
    source_row: 'cast(n + 2 as integer)',
  }
  const columns = stagedColumns('activation').map(({ name }) => (own[name] ? `${own[name]} as ${name}` : name))
  await work.run(`create or replace view ${table} as select ${columns.join(', ')} from ${table}_ready`)
  await add(table, partitions)
}
