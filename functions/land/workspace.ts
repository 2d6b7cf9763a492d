import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Database, type NumberColumn, type NumberRows, openDatabase, type Session } from '../../queries/duckdb.ts'
import type { Row } from '../../queries/engine.ts'
import type { Column } from '../../schema/column.ts'
import { isoMoment } from '../../schema/days.ts'
import { type Storage, StorageError } from '../../schema/lake.ts'
import { quoted } from '../../schema/quoted.ts'
import { workspaceFolder } from './workspace-folder.ts'

/** A DuckDB and a folder of one command's own, gone when it ends: objects of the lake are taken apart and put together here. */
export interface Workspace {
  readonly storage: Storage
  readonly session: Session
  /** Makes a table of this connection's own of the object's rows, columns by name, empty where there is no object. Returns the object's tag. */
  load(table: string, columns: readonly Column[], key: string): Promise<string | null>
  /** Writes a select's rows as the object, if it is still the one with this tag (null: none). Throws ConflictError. */
  save(select: string, key: string, etag: string | null): Promise<void>
  /** Makes an empty table of this connection's own. */
  create(table: string, columns: readonly Column[]): Promise<void>
  /** Makes an empty table that every connection sees. */
  share(table: string, columns: readonly Column[]): Promise<void>
  /** Makes a table function of rows in memory that every connection sees, a part by its number; released, it has none. */
  provide(columns: readonly NumberColumn[], parts: readonly NumberRows[]): { readonly name: string; release(): void }
  rows(sql: string): Promise<Row[]>
  run(sql: string): Promise<void>
  /** The same tables by a connection of its own: what it makes with load() and temp tables are its own. */
  beside(): Promise<Workspace>
  /** A path in the workspace's folder. */
  path(name: string): string
  close(): Promise<void>
}

/** A commit of several objects that wrote its first so long ago, and not its last, is taken to have died. */
export const DEAD_MS = 10 * 60_000

/** A moment (milliseconds since 1970) as SQL. */
export const timestamp = (ms: number): string => `timestamp '${isoMoment(ms).slice(0, 23).replace('T', ' ')}'`

const definition = (columns: readonly Column[]): string => columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')

/** What is said of an object that can't be put into a table; one with a column that a newer version has added would lose it when written back. */
async function whyNotLoaded(session: Session, path: string, columns: readonly Column[], key: string, error: unknown): Promise<unknown> {
  const known = new Set(columns.map(({ name }) => name))
  const unknown = (await session.rows(`describe select * from read_parquet(${quoted(path)}, hive_partitioning = false)`))
    .map((row) => String(row.column_name))
    .filter((name) => !known.has(name))
  if (unknown.length === 0) return error
  return new StorageError(`${key}: có cột mà phiên bản này chưa biết (${unknown.join(', ')}); hãy nâng cấp da06 / has columns this version does not know; upgrade da06`)
}

export async function openWorkspace(storage: Storage): Promise<Workspace> {
  const folder = await workspaceFolder()
  const database = await openDatabase({ memoryLimit: '2GB', tempDirectory: join(folder, 'spill') })
  let files = 0
  const next = (): number => ++files
  const work = await connected(storage, database, folder, next)
  return {
    ...work,
    async close() {
      await work.close()
      database.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

async function connected(storage: Storage, database: Database, folder: string, next: () => number): Promise<Workspace> {
  const session = await database.session()
  const create = (table: string, columns: readonly Column[]): Promise<void> => session.run(`create or replace temp table ${table} (${definition(columns)})`)
  return {
    storage,
    session,
    beside: () => connected(storage, database, folder, next),
    create,
    share: (table, columns) => session.run(`create or replace table ${table} (${definition(columns)})`),
    async load(table, columns, key) {
      await create(table, columns)
      const object = await storage.get(key)
      if (!object) return null
      const path = join(folder, `in-${next()}.parquet`)
      await writeFile(path, object.bytes)
      // Refused where the object has a column that the table has not.
      await session.run(`insert into ${table} by name select * from read_parquet(${quoted(path)}, hive_partitioning = false)`).catch(async (error) => {
        throw await whyNotLoaded(session, path, columns, key, error)
      })
      await rm(path)
      return object.etag
    },
    async save(select, key, etag) {
      const path = join(folder, `out-${next()}.parquet`)
      await session.run(`copy (${select}) to ${quoted(path)} (format parquet, compression zstd)`)
      const bytes = await readFile(path)
      await rm(path)
      await storage.put(key, bytes, { ifMatch: etag })
    },
    provide(columns, parts) {
      const name = `rows_${next()}`
      return { name, release: session.provide(name, columns, parts) }
    },
    rows: (sql) => session.rows(sql),
    run: (sql) => session.run(sql),
    path: (name) => join(folder, name),
    close: async () => session.close(),
  }
}

const MOST_TRIES = 200

/** Does it again, a little later, while somebody else was faster. */
export async function untilWritten<T>(isConflict: (error: unknown) => boolean, attempt: (tries: number) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt(tries)
    } catch (error) {
      if (!isConflict(error) || tries >= MOST_TRIES) throw error
      await new Promise((go) => setTimeout(go, Math.random() * Math.min(1000, 20 * 2 ** Math.min(tries, 6))))
    }
  }
}
