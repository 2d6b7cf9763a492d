import type { Cell, Row } from '../../queries/engine.ts'
import { type Column, column } from '../../schema/column.ts'
import { type TableName, tables } from '../../schema/columns.ts'
import { breakdownColumns, type FactTableName, factTables } from '../../schema/fact-columns.ts'
import { ConflictError, tableKey } from '../../schema/lake.ts'
import { type Contribution, contributionsOf, type FactRow, type Merged, mergeFacts } from './merge-facts.ts'
import { rebuildFacts } from './rebuild-facts.ts'
import { DEAD_MS, timestamp, untilWritten, type Workspace } from './workspace.ts'

/** Keys merged in memory at a time. */
const CHUNK = 20_000

/** What of an object is written: rows staged for it; with `rebuild`, the keys listed in `rebuilt` are made anew from what is staged. */
export interface Commit {
  readonly table: FactTableName
  readonly province: string
  readonly year: number
  /** Sources that no longer count; null where rows are added to what is there. */
  readonly rebuild: ReadonlySet<string> | null
  /** The file that all arriving rows are of, in which a key stands once; null where there are several. */
  readonly alone: OneFile | null
  /** A relation that has its rows, and may have others. */
  readonly from: string
  /** Whether its rows come in the order of their keys. */
  readonly sorted: boolean
}

export interface OneFile {
  readonly source: string
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

export const keyColumns = (table: FactTableName): readonly Column[] => factTables[table].key
export const countColumns = (table: FactTableName): string[] => factTables[table].counts.map(({ name }) => name)
export const cellColumns = (table: FactTableName): string[] => factTables[table].cells.map(({ name }) => name)
export const keyList = (table: FactTableName, of = ''): string =>
  keyColumns(table)
    .map(({ name }) => `${of}"${name}"`)
    .join(', ')

/** Rows of exports on their way into an object: a fact table's columns without those that merging adds. */
export const stagedColumns = (table: FactTableName): Column[] => [
  ...tables[table].filter(({ name }) => !['landed_at', 'carried', 'confirmed'].includes(name)),
  column('province', 'VARCHAR', 'Mã tỉnh', 'Code of the province'),
]

/** Rows of one key: of all dossiers, where a breakdown is null, or of the same service or field. */
export const sameKey =
  (table: FactTableName) =>
  (a: string, b: string): string =>
    keyColumns(table)
      .map(({ name }) => `${a}."${name}" ${breakdownColumns.includes(name) ? 'is not distinct from' : '='} ${b}."${name}"`)
      .join(' and ')

/** The year that a row's object is of. */
export const yearOf = (table: FactTableName): string => `year("${factTables[table].day}")`
/** Where a table's rows wait to be merged (arriving.ts), and where their keys are noted that are to be made anew (rebuild.ts). */
export const arrivingView = (table: FactTableName): string => `arriving_${table}`
export const rebuiltTable = (table: FactTableName): string => `rebuilt_${table}`

/**
 * Merges staged rows into one object and writes it once, superseded rows first. Returns the moment its new versions were
 * landed at, or null where nothing had to be written. Whoever was faster is read again.
 */
export async function commitFacts(work: Workspace, commit: Commit): Promise<number | null> {
  return untilWritten(
    (error) => error instanceof ConflictError,
    async (tries) => {
      if (commit.alone && !commit.rebuild && (await isNew(work, commit))) return writeNew(work, commit, commit.alone)
      const etag = await work.load('stored', tables[commit.table], tableKey(commit.table, commit.province, commit.year))
      const newest = (await work.rows('select max(landed_at) as newest from stored'))[0]?.newest as number | null
      const landedAt = Math.max(Date.now(), (newest ?? 0) + 1)
      const touched = await merge(work, commit, landedAt)
      if (!touched && tries === 0) return null
      await writeSuperseded(work, commit, landedAt)
      if (touched) await writeCurrent(work, commit, etag, landedAt)
      return landedAt
    },
  )
}

/** Whether nothing is there yet of an object, nor of what was replaced in it. */
async function isNew({ storage }: Workspace, { table, province, year }: Commit): Promise<boolean> {
  const heads = [table, `${table}_superseded` as const].map((name) => storage.head(tableKey(name, province, year)))
  return (await Promise.all(heads)).every((etag) => etag === null)
}

/** Into an object that is not there yet, rows of one file go as they are. What is the same in all of them needs no sorting. */
async function writeNew(work: Workspace, commit: Commit, { source, receivedAt }: OneFile): Promise<number> {
  const { table } = commit
  const landedAt = Date.now()
  const same = new Map([
    ['received_at', timestamp(receivedAt)],
    ['landed_at', timestamp(landedAt)],
    ['source', `'${source}'`],
    ['carried', 'cast(null as varchar)'],
    ['confirmed', 'cast(null as varchar)'],
  ])
  const names = tables[table].map(({ name }) => name)
  const own = names.filter((name) => !same.has(name)).map((name) => `"${name}"`)
  const rows = `select ${own.join(', ')} from ${commit.from} where ${within(commit)}${commit.sorted ? '' : ` order by ${keyList(table)}`}`
  await work.save(`select ${names.map((name) => `${same.get(name) ?? `"${name}"`} as "${name}"`).join(', ')} from (${rows})`, tableKey(table, commit.province, commit.year), null)
  return landedAt
}

/** Rows of an object among those of all: by its year's days, which a reader can skip by. */
const within = ({ table, province, year }: Commit): string => `province = '${province}' and "${factTables[table].day}" between date '${year}-01-01' and date '${year}-12-31'`

/** Fills `merged` (rows to be stored in place of `stored` ones), `replaced` (versions to be superseded) and `fresh`. */
async function merge(work: Workspace, commit: Commit, landedAt: number): Promise<boolean> {
  const { table } = commit
  const same = sameKey(table)
  const keys = keyList(table)
  await work.create('merged', tables[table])
  await work.create('replaced', tables[table])
  await work.run(`create or replace temp table mine as select * from ${commit.from} where ${within(commit)}`)
  const meeting = commit.rebuild
    ? `select distinct ${keys} from ${rebuiltTable(table)} where ${within(commit)}`
    : `select ${keys} from mine ${commit.alone ? 'where false' : `group by ${keys} having count(*) > 1`} union select ${keyList(table, 'm.')} from mine m join stored s on ${same('m', 's')}`
  await work.run(`create or replace temp table meeting as select *, row_number() over (order by ${keys}) as n from (${meeting})`)
  await work.run(
    `create or replace temp view fresh as select m.* from mine m where ${commit.rebuild ? 'false' : 'true'} and not exists (select 1 from meeting k where ${same('k', 'm')})`,
  )
  const count = (await work.rows('select count(*) as n from meeting'))[0]?.n as number
  for (let from = 0; from < count; from += CHUNK) await mergeChunk(work, commit, landedAt, from)
  const [found] = await work.rows('select (select count(*) from merged) + (select count(*) from replaced) + (select count(*) from fresh) as n')
  return (found?.n as number) > 0
}

async function mergeChunk(work: Workspace, commit: Commit, landedAt: number, from: number): Promise<void> {
  const among = `n > ${from} and n <= ${from + CHUNK}`
  const of = (source: string): string => `select k.n, x.* from ${source} x join meeting k on ${sameKey(commit.table)('k', 'x')} where ${among} order by k.n`
  const stored = new Map((await work.rows(of('stored'))).map((row) => [row.n as number, row]))
  const said = new Map<number, Row[]>()
  for (const row of await work.rows(of('mine'))) said.set(row.n as number, [...(said.get(row.n as number) ?? []), row])
  const columns = cellColumns(commit.table)
  const merged: FactRow[] = []
  const replaced: FactRow[] = []
  for (const { n, ...key } of await work.rows(`select * from meeting where ${among} order by n`)) {
    const before = stored.get(n as number) ?? null
    const contributions = (said.get(n as number) ?? []).map((row) => contributionOf(row, columns))
    const after = decide(key, before, contributions, columns, landedAt, commit.rebuild)
    if (!after?.touched) continue
    if (after.row) merged.push(after.row)
    if (before && after.changed) replaced.push(before)
  }
  work.session.append('merged', tables[commit.table], merged)
  work.session.append('replaced', tables[commit.table], replaced)
}

type Decided = Omit<Merged, 'row'> & { readonly row: FactRow | null }

function decide(
  key: FactRow,
  stored: FactRow | null,
  said: readonly Contribution[],
  columns: readonly string[],
  landedAt: number,
  gone: ReadonlySet<string> | null,
): Decided | null {
  if (gone === null) return mergeFacts(key, stored, said, columns, landedAt)
  const read = new Set(said.map(({ source }) => source))
  // What a source said that was read neither now nor taken back is kept: another landing may have just written it.
  const others = stored ? contributionsOf(stored, columns).filter(({ source }) => !gone.has(source) && !read.has(source)) : []
  return rebuildFacts(key, stored, [...said, ...others], columns, landedAt)
}

export const contributionOf = (row: FactRow, columns: readonly string[]): Contribution => ({
  source: row.source as string,
  stated: row.stated_at as number,
  received: row.received_at as number,
  sheet: row.source_sheet as string | null,
  row: row.source_row as number | null,
  cells: Object.fromEntries(columns.map((column) => [column, row[column] as Cell])),
})

/**
 * Rows about to be replaced, beside those replaced before; each version stands once. One ends no later than the next of its
 * unit and day begins, so that what attempts that lost the race have put there is mended. A row whose version is still
 * current is of a writer that has yet to write the current ones, and is kept for it, or of one that died: then it goes.
 */
async function writeSuperseded(work: Workspace, { table, province, year }: Commit, landedAt: number): Promise<void> {
  const name: TableName = `${table}_superseded`
  const key = tableKey(name, province, year)
  const etag = await work.load('superseded', tables[name], key)
  if (etag === null && (await work.rows('select 1 as replaced from replaced limit 1')).length === 0) return
  const columns = tables[table].map((column) => `s."${column.name}"`).join(', ')
  const same = sameKey(table)
  const keys = keyList(table)
  const stands = (rows: string): string => `exists (select 1 from ${rows} o where ${same('o', 's')} and o.landed_at = s.landed_at)`
  const dead = `s.superseded_at < ${timestamp(landedAt - DEAD_MS)} and ${stands('stored')}`
  await work.run(`create or replace temp table ended as
    with versions as (select ${keys}, landed_at from superseded union select ${keys}, landed_at from stored),
    following as (select *, lead(landed_at) over (partition by ${keys} order by landed_at) as next from versions),
    gone as (
      select ${columns}, s.superseded_at from superseded s where not ${stands('replaced')} and not (${dead})
      union all
      select ${columns}, greatest(${timestamp(landedAt)}, (select max(o.superseded_at) from superseded o where ${same('o', 's')} and o.landed_at = s.landed_at)) from replaced s
    )
    select ${columns}, least(s.superseded_at, f.next) as superseded_at from gone s join following f on ${same('f', 's')} and f.landed_at = s.landed_at`)
  const told = `${keys}, landed_at, superseded_at`
  const [found] = await work.rows(`select (select count(*) from ended) - (select count(*) from superseded) as more,
    (select count(*) from (select ${told} from ended except select ${told} from superseded)) as other`)
  if (found?.more === 0 && found.other === 0) return
  await work.save(`select * from ended order by ${keys}, landed_at`, key, etag)
}

async function writeCurrent(work: Workspace, { table, province, year }: Commit, etag: string | null, landedAt: number): Promise<void> {
  const same = sameKey(table)
  const columns = tables[table].map(({ name }) => `"${name}"`).join(', ')
  const fresh = tables[table]
    .map(({ name }) => (name === 'landed_at' ? `${timestamp(landedAt)} as landed_at` : name === 'carried' || name === 'confirmed' ? `null as ${name}` : `"${name}"`))
    .join(', ')
  await work.save(
    `select ${columns} from stored s where not exists (select 1 from merged m where ${same('m', 's')}) and not exists (select 1 from replaced r where ${same('r', 's')})
     union all select ${columns} from merged union all select ${fresh} from fresh order by ${keyList(table)}`,
    tableKey(table, province, year),
    etag,
  )
}
