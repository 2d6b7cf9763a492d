import { type DuckDBAppender, type DuckDBConnection, DuckDBDateValue, DuckDBInstance, DuckDBTimestampValue, type DuckDBValue } from '@duckdb/node-api'
import { type Column, type TableName, tables } from '../schema/columns.ts'
import { DAY_MS } from '../schema/days.ts'
import { partitionOf, type Storage, StorageError, tableKey, unitsKey } from '../schema/lake.ts'
import type { Cell, Engine, Row, Scope, Statement } from './engine.ts'
import { inlined } from './statement.ts'

/** One connection of DuckDB: the only file that knows its API. */
export interface Session {
  run(sql: string): Promise<void>
  rows(sql: string, signal?: AbortSignal): Promise<Row[]>
  /** Appends rows to a table, values in the order of its columns. */
  append(table: string, columns: readonly Column[], rows: Iterable<Readonly<Record<string, Cell>>>): void
  close(): void
}

export interface Database {
  session(): Promise<Session>
  close(): void
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

function plain(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') {
    if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) throw new RangeError(`a count of ${value} is beyond what can be told exactly`)
    return Number(value)
  }
  if (value instanceof DuckDBDateValue) return new Date(value.days * DAY_MS).toISOString().slice(0, 10)
  if (value instanceof DuckDBTimestampValue) return Number(value.micros / 1000n)
  if (typeof value === 'boolean') return value ? 1 : 0
  return String(value)
}

/** An interrupt before the query has started is lost, so it is repeated until the query has settled. */
async function interruptible<T>(connection: DuckDBConnection, work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work
  let timer: NodeJS.Timeout | undefined
  const stop = (): void => {
    connection.interrupt()
    timer ??= setInterval(() => connection.interrupt(), 10)
  }
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  try {
    return await work
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', stop)
  }
}

function put(appender: DuckDBAppender, type: Column['type'], value: Cell): void {
  if (value === null) appender.appendNull()
  else if (type === 'VARCHAR') appender.appendVarchar(String(value))
  else if (type === 'BIGINT') appender.appendBigInt(BigInt(value))
  else if (type === 'INTEGER') appender.appendInteger(Number(value))
  else if (type === 'DATE') appender.appendDate(new DuckDBDateValue(Date.parse(value as string) / DAY_MS))
  else appender.appendTimestamp(new DuckDBTimestampValue(BigInt(value) * 1000n))
}

async function sessionOf(instance: DuckDBInstance): Promise<Session> {
  const connection = await instance.connect()
  const appended = async (table: string, columns: readonly Column[], rows: Iterable<Readonly<Record<string, Cell>>>): Promise<void> => {
    const appender = await connection.createAppender(table)
    for (const row of rows) {
      for (const { name, type } of columns) put(appender, type, row[name] ?? null)
      appender.endRow()
    }
    appender.closeSync()
  }
  const pending: Promise<void>[] = []
  const settle = async (): Promise<void> => {
    while (pending.length > 0) await pending.shift()
  }
  return {
    async run(sql) {
      await settle()
      await connection.run(sql)
    },
    async rows(sql, signal) {
      await settle()
      const reader = await interruptible(connection, connection.runAndReadAll(sql), signal)
      const names = reader.columnNames()
      return reader.getRows().map((values) => {
        const row: Row = {}
        for (let i = 0; i < names.length; i++) row[names[i] as string] = plain(values[i] as DuckDBValue)
        return row
      })
    },
    append(table, columns, rows) {
      pending.push(appended(table, columns, rows))
    },
    close: () => connection.closeSync(),
  }
}

export interface DatabaseOptions {
  readonly memoryLimit?: string
  readonly threads?: number
  /** Where DuckDB may spill; without, everything must fit in memory. */
  readonly tempDirectory?: string
}

/** A DuckDB of its own in memory: nothing is installed or loaded from outside, time is UTC. */
export async function openDatabase({ memoryLimit = '1GB', threads = 2, tempDirectory = '' }: DatabaseOptions = {}): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    threads: String(threads),
    temp_directory: tempDirectory,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    preserve_insertion_order: 'true',
  })
  const first = await sessionOf(instance)
  await first.run("set TimeZone = 'UTC'")
  first.close()
  return { session: () => sessionOf(instance), close: () => instance.closeSync() }
}

/**
 * Takes a lock that the kernel keeps for this process and gives back when it ends, however it ends: DuckDB's own
 * on a database file. Null while another process holds it.
 */
export async function lockFile(path: string): Promise<(() => void) | null> {
  try {
    const instance = await DuckDBInstance.create(path, { threads: '1' })
    return () => instance.closeSync()
  } catch (error) {
    if (/lock/i.test(String(error))) return null
    throw error
  }
}

/** A table's columns with the place of its object beside them. */
const placed = (province: string, year: string): string => `*, ${province} as province, ${year} as year`

/** An object as it was when a statement began to read it. */
interface Seen {
  readonly key: string
  readonly etag: string
}

const MOST_TRIES = 50

interface Held {
  readonly etag: string
  readonly name: string
  uses: number
}

/**
 * The embedded engine. `hold`: objects in use are kept in memory by their tag, reloaded when it changes (a server);
 * without, each question reads its Parquet (a command that ends after one).
 */
export function duckdbEngine(storage: Storage, options: { hold: boolean; memoryLimit?: string; threads?: number }): Engine {
  let database: Promise<Database> | undefined
  const held = new Map<string, Promise<Held>>()
  /** Sessions to be used again, with the views that stand in them: making a view costs as much as a small question. */
  const idle: { session: Session; views: Map<TableName, string> }[] = []
  let made = 0
  const opened = (): Promise<Database> => (database ??= openDatabase(options))

  async function keysOf(scope: Scope): Promise<string[]> {
    if (scope.table === 'units') return [unitsKey]
    if (scope.provinces && scope.years) {
      const [from, to] = scope.years
      const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
      return scope.provinces.flatMap((province) => years.map((year) => tableKey(scope.table, province, year)))
    }
    const keys = await storage.list(`tables/${scope.table}/`)
    return keys.filter((key) => {
      const partition = partitionOf(key)
      return (
        partition && (!scope.provinces || scope.provinces.includes(partition.province)) && (!scope.years || (partition.year >= scope.years[0] && partition.year <= scope.years[1]))
      )
    })
  }

  const sourceOf = (key: string, path: string): string => {
    const partition = partitionOf(key)
    const columns = partition ? placed(quoted(partition.province), String(partition.year)) : '*'
    return `select ${columns} from read_parquet(${quoted(path)}, hive_partitioning = false)`
  }

  async function load(key: string, path: string, etag: string): Promise<Held> {
    const session = await (await opened()).session()
    const name = `held_${++made}`
    try {
      await session.run(`create table ${name} as ${sourceOf(key, path)}`)
    } finally {
      session.close()
    }
    return { etag, name, uses: 0 }
  }

  /** A file that is replaced while it is read may give half of each: it counts only if it is still the same afterwards. */
  async function unmoved<T>(keys: readonly Seen[], work: () => Promise<T>): Promise<{ result: T } | 'moved'> {
    const moved = async (): Promise<boolean> => (await Promise.all(keys.map(async ({ key, etag }) => (await storage.head(key)) !== etag))).includes(true)
    try {
      const result = await work()
      return (await moved()) ? 'moved' : { result }
    } catch (error) {
      if (await moved()) return 'moved'
      throw error
    }
  }

  async function loadWhole(key: string, path: string, etag: string): Promise<Held> {
    const loaded = await unmoved([{ key, etag }], () => load(key, path, etag))
    if (loaded !== 'moved') return loaded.result
    const found = await storage.local(key)
    if (!found) throw new StorageError(`${key}: biến mất khi đang đọc / it went while it was read`)
    return loadWhole(key, found.path, found.etag)
  }

  async function heldTable(key: string): Promise<Held | null> {
    const found = await storage.local(key)
    const before = held.get(key)
    if (!found) return null
    if (before && (await before.catch(() => null))?.etag === found.etag) return before
    const loading = loadWhole(key, found.path, found.etag)
    held.set(key, loading)
    loading.catch(() => held.delete(key))
    if (before) void drop(before)
    return loading
  }

  /** Old tables go once nobody reads them: a query still running keeps its own snapshot. */
  async function drop(old: Promise<Held>): Promise<void> {
    const table = await old.catch(() => null)
    if (!table) return
    while (table.uses > 0) await new Promise((go) => setTimeout(go, 50))
    const session = await (await opened()).session()
    await session.run(`drop table if exists ${table.name}`).finally(() => session.close())
  }

  async function sources(scope: Scope, used: Held[], seen: Seen[]): Promise<string[]> {
    const keys = await keysOf(scope)
    const parts = await Promise.all(
      keys.map(async (key) => {
        if (options.hold) {
          const table = await heldTable(key)
          if (table) {
            table.uses++
            used.push(table)
          }
          return table && `select * from ${table.name}`
        }
        const found = await storage.local(key)
        if (found) seen.push({ key, etag: found.etag })
        return found && sourceOf(key, found.path)
      }),
    )
    return parts.filter((part) => part !== null)
  }

  const nothing = (table: TableName): string => {
    const columns = tables[table].map(({ name, type }) => `cast(null as ${type}) as "${name}"`).join(', ')
    return `select ${table === 'units' ? '*' : placed('cast(null as varchar)', 'cast(null as integer)')} from (select ${columns}) where false`
  }

  const viewOf = async (scope: Scope, used: Held[], seen: Seen[]): Promise<string> => {
    const parts = await sources(scope, used, seen)
    return parts.length > 0 ? parts.join(' union all ') : nothing(scope.table)
  }

  async function attempt(statement: Statement, signal?: AbortSignal): Promise<{ result: Row[] } | 'moved'> {
    signal?.throwIfAborted()
    const used: Held[] = []
    const seen: Seen[] = []
    const seat = idle.pop() ?? { session: await (await opened()).session(), views: new Map() }
    try {
      const views = await Promise.all(statement.scopes.map(async (scope) => [scope.table, await viewOf(scope, used, seen)] as const))
      return await unmoved(seen, async () => {
        for (const [table, view] of views) {
          if (seat.views.get(table) === view) continue
          await seat.session.run(`create or replace temp view ${table} as ${view}`)
          seat.views.set(table, view)
        }
        return seat.session.rows(inlined(statement), signal)
      })
    } finally {
      for (const table of used) table.uses--
      idle.push(seat)
    }
  }

  return {
    async rows(statement, signal) {
      for (let tries = 1; ; tries++) {
        const answer = await attempt(statement, signal)
        if (answer !== 'moved') return answer.result
        if (tries === MOST_TRIES) throw new StorageError('kho thay đổi liên tục khi đang đọc; thử lại sau / the lake keeps changing while it is read; try again later')
      }
    },
    async version(scopes) {
      const keys = (await Promise.all(scopes.map(keysOf))).flat()
      const tags = await Promise.all(keys.map(async (key) => `${key} ${(await storage.head(key)) ?? '-'}`))
      return tags.join('\n')
    },
    close: () => {
      for (const { session } of idle.splice(0)) session.close()
      void database?.then((open) => open.close())
    },
  }
}
