import type { Row } from '../../queries/engine.ts'
import { type Column, type TableName, tables } from '../../schema/columns.ts'
import { ConflictError, tableKey } from '../../schema/lake.ts'
import { type Contribution, contributionsOf, type FactRow, type Merged, mergeFacts } from './merge-facts.ts'
import { rebuildFacts } from './rebuild-facts.ts'
import { DEAD_MS, timestamp, untilWritten, type Workspace } from './workspace.ts'

/** Keys merged in memory at a time. */
const CHUNK = 20_000

export type FactTable = Extract<TableName, 'activation'>

/** What of an object is written: rows staged for it; with `rebuild`, the keys listed in `rebuilt` are made anew from what is staged. */
export interface Commit {
  readonly table: FactTable
  readonly province: string
  readonly year: number
  /** Sources that no longer count; null where rows are added to what is there. */
  readonly rebuild: ReadonlySet<string> | null
  /** The file that all arriving rows are of, in which a key stands once; null where there are several. */
  readonly alone: (OneFile & { readonly sorted: boolean }) | null
}

export interface OneFile {
  readonly source: string
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

export const keyColumns = (table: FactTable): Column[] => tables[table].filter(({ name }) => name === 'date' || name === 'unit_code')
export const countColumns = (table: FactTable): string[] => tables[table].filter(({ type }) => type === 'BIGINT').map(({ name }) => name)

/** Rows of exports on their way into an object: a fact table's columns without those that merging adds. */
export const stagedColumns = (table: FactTable): Column[] => [
  ...tables[table].filter(({ name }) => !['landed_at', 'carried', 'confirmed'].includes(name)),
  { name: 'province', type: 'VARCHAR', vi: '', en: '' },
]

const same = (a: string, b: string): string => `${a}.date = ${b}.date and ${a}.unit_code = ${b}.unit_code`

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
async function writeNew(work: Workspace, { table, province, year }: Commit, { source, receivedAt, sorted }: NonNullable<Commit['alone']>): Promise<number> {
  const landedAt = Date.now()
  const same = new Map([
    ['received_at', timestamp(receivedAt)],
    ['landed_at', timestamp(landedAt)],
    ['source', `'${source}'`],
    ['carried', 'cast(null as varchar)'],
    ['confirmed', 'cast(null as varchar)'],
  ])
  const names = tables[table].map(({ name }) => name)
  const rows = `select ${names.filter((name) => !same.has(name)).join(', ')} from arriving where ${within(province, year)}${sorted ? '' : ' order by date, unit_code'}`
  await work.save(`select ${names.map((name) => `${same.get(name) ?? name} as "${name}"`).join(', ')} from (${rows})`, tableKey(table, province, year), null)
  return landedAt
}

/** Rows of an object among those of all. */
const within = (province: string, year: number): string => `province = '${province}' and date between date '${year}-01-01' and date '${year}-12-31'`

/** Fills `merged` (rows to be stored in place of `stored` ones), `replaced` (versions to be superseded) and `fresh`. */
async function merge(work: Workspace, commit: Commit, landedAt: number): Promise<boolean> {
  const { table } = commit
  await work.create('merged', tables[table])
  await work.create('replaced', tables[table])
  await work.run(`create or replace temp table mine as select * from arriving where ${within(commit.province, commit.year)}`)
  const keys = commit.rebuild
    ? `select distinct date, unit_code from rebuilt where ${within(commit.province, commit.year)}`
    : `select date, unit_code from mine ${commit.alone ? 'where false' : 'group by 1, 2 having count(*) > 1'} union select m.date, m.unit_code from mine m join stored s on ${same('m', 's')}`
  await work.run(`create or replace temp table meeting as select *, row_number() over (order by date, unit_code) as n from (${keys})`)
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
  const of = (source: string): string => `select k.n, x.* from ${source} x join meeting k on ${same('k', 'x')} where ${among} order by k.n`
  const stored = new Map((await work.rows(of('stored'))).map((row) => [row.n as number, row]))
  const said = new Map<number, Row[]>()
  for (const row of await work.rows(of('mine'))) said.set(row.n as number, [...(said.get(row.n as number) ?? []), row])
  const columns = countColumns(commit.table)
  const merged: FactRow[] = []
  const replaced: FactRow[] = []
  for (const { n, date, unit_code } of await work.rows(`select n, date, unit_code from meeting where ${among} order by n`)) {
    const before = stored.get(n as number) ?? null
    const contributions = (said.get(n as number) ?? []).map((row) => contributionOf(row, columns))
    const after = decide({ date: date as string, unit_code: unit_code as string }, before, contributions, columns, landedAt, commit.rebuild)
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

const contributionOf = (row: FactRow, columns: readonly string[]): Contribution => ({
  source: row.source as string,
  stated: row.stated_at as number,
  received: row.received_at as number,
  sheet: row.source_sheet as string | null,
  row: row.source_row as number | null,
  cells: Object.fromEntries(columns.map((column) => [column, row[column] as number | null])),
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
  const columns = tables[table].map((column) => `s."${column.name}"`).join(', ')
  const stands = (rows: string): string => `exists (select 1 from ${rows} o where ${same('o', 's')} and o.landed_at = s.landed_at)`
  const dead = `s.superseded_at < ${timestamp(landedAt - DEAD_MS)} and ${stands('stored')}`
  await work.run(`create or replace temp table ended as
    with versions as (select date, unit_code, landed_at from superseded union select date, unit_code, landed_at from stored),
    following as (select *, lead(landed_at) over (partition by date, unit_code order by landed_at) as next from versions),
    gone as (
      select ${columns}, s.superseded_at from superseded s where not ${stands('replaced')} and not (${dead})
      union all
      select ${columns}, greatest(${timestamp(landedAt)}, (select max(o.superseded_at) from superseded o where ${same('o', 's')} and o.landed_at = s.landed_at)) from replaced s
    )
    select ${columns}, least(s.superseded_at, f.next) as superseded_at from gone s join following f on ${same('f', 's')} and f.landed_at = s.landed_at`)
  const told = 'date, unit_code, landed_at, superseded_at'
  const [found] = await work.rows(`select (select count(*) from ended) - (select count(*) from superseded) as more,
    (select count(*) from (select ${told} from ended except select ${told} from superseded)) as other`)
  if (found?.more === 0 && found.other === 0) return
  await work.save('select * from ended order by date, unit_code, landed_at', key, etag)
}

async function writeCurrent(work: Workspace, { table, province, year }: Commit, etag: string | null, landedAt: number): Promise<void> {
  const columns = tables[table].map(({ name }) => `"${name}"`).join(', ')
  const fresh = tables[table]
    .map(({ name }) => (name === 'landed_at' ? `${timestamp(landedAt)} as landed_at` : name === 'carried' || name === 'confirmed' ? `null as ${name}` : `"${name}"`))
    .join(', ')
  await work.save(
    `select ${columns} from stored s where not exists (select 1 from merged m where ${same('m', 's')}) and not exists (select 1 from replaced r where ${same('r', 's')})
     union all select ${columns} from merged union all select ${fresh} from fresh order by date, unit_code`,
    tableKey(table, province, year),
    etag,
  )
}
