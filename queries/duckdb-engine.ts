import { type TableName, tables } from '../schema/columns.ts'
import { type LocalFile, partitionOf, type Storage, StorageError, wholeTables } from '../schema/lake.ts'
import { quoted } from '../schema/quoted.ts'
import { type Database, openDatabase, type Session } from './duckdb.ts'
import type { Engine, Row, Scope, Statement } from './engine.ts'
import { keysOf, type Seen, seenOf, unmoved, versionOf } from './scope-keys.ts'
import { inlined } from './statement.ts'

/** A table's columns with the place of its object beside them. */
const placed = (province: string, year: string): string => `*, ${province} as province, ${year} as year`

/** DuckDB's words for a damaged object name a path of the machine; which object it is, verify tells. */
function unreadable(error: unknown): never {
  if (error instanceof Error && /^(IO Error|Invalid Error|Invalid Input Error)|Parquet|TProtocol/.test(error.message))
    throw new StorageError('một đối tượng của kho không đọc được; chạy da06 verify / an object of the lake can not be read; run da06 verify')
  throw error
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
  let closed = false
  const opened = (): Promise<Database> => (database ??= openDatabase(options))

  const sourceOf = (key: string, path: string): string => {
    const partition = partitionOf(key)
    const columns = partition ? placed(quoted(partition.province), String(partition.year)) : '*'
    return `select ${columns} from read_parquet(${quoted(path)}, hive_partitioning = false)`
  }

  /** Two objects are loaded at a time: each is loose, ten times as large, until it is compressed. */
  const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()]
  let turns = 0
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const lane = turns++ % lanes.length
    const done = (lanes[lane] as Promise<unknown>).then(work)
    lanes[lane] = done.catch(() => undefined)
    return done
  }

  /** Each object in a database of its own: DuckDB compresses in memory at a checkpoint only, which no query there may hold up. */
  async function load(key: string, path: string, etag: string): Promise<Held> {
    const session = await (await opened()).session()
    const name = `held_${++made}`
    try {
      await session.run(`attach ':memory:' as ${name} (compress)`)
      await session.run(`create table ${name}.main.held as ${sourceOf(key, path)}`)
      await session.run(`checkpoint ${name}`)
    } catch (error) {
      await session.run(`detach database if exists ${name}`)
      throw error
    } finally {
      session.close()
    }
    return { etag, name, uses: 0 }
  }

  async function loadWhole(key: string, { path, etag, isCopy }: LocalFile): Promise<Held> {
    const loaded = await unmoved(storage, isCopy ? [] : [{ key, etag }], () => inTurn(() => load(key, path, etag)))
    if (loaded !== 'moved') return loaded.result
    const found = await storage.local(key)
    if (!found) throw new StorageError(`${key}: biến mất khi đang đọc / it went while it was read`)
    return loadWhole(key, found)
  }

  async function heldTable(key: string): Promise<Held | null> {
    const found = await storage.local(key)
    const before = held.get(key)
    if (!found) return null
    if (before && (await before.catch(() => null))?.etag === found.etag) return before
    const loading = loadWhole(key, found)
    held.set(key, loading)
    loading.catch(() => held.delete(key))
    if (before)
      void drop(before).catch((error) => {
        if (!closed) throw error
      })
    return loading
  }

  /** Old tables go once nobody reads them: a query still running keeps its own snapshot. */
  async function drop(old: Promise<Held>): Promise<void> {
    const table = await old.catch(() => null)
    if (!table) return
    // First a while: who was handed it a moment ago has not said so yet.
    do await new Promise((go) => setTimeout(go, 50))
    while (table.uses > 0)
    if (closed) return
    const session = await (await opened()).session()
    await session.run(`detach database if exists ${table.name}`).finally(() => session.close())
  }

  /** `paired`: current and superseded rows are asked together, so both objects must be of one moment. */
  async function sources(scope: Scope, used: Held[], seen: Seen[], paired: boolean): Promise<string[]> {
    const keys = await keysOf(storage, scope)
    const parts = await Promise.all(
      keys.map(async (key) => {
        if (options.hold) {
          const table = await heldTable(key)
          if (table) {
            table.uses++
            used.push(table)
            if (paired) seen.push({ key, etag: table.etag })
          }
          return table && `select * from ${table.name}.main.held`
        }
        const found = await storage.local(key)
        if (found && (paired || !found.isCopy)) seen.push({ key, etag: found.etag })
        return found && sourceOf(key, found.path)
      }),
    )
    return parts.filter((part) => part !== null)
  }

  const nothing = (table: TableName): string => {
    const columns = tables[table].map(({ name, type }) => `cast(null as ${type}) as "${name}"`).join(', ')
    return `select ${table in wholeTables ? '*' : placed('cast(null as varchar)', 'cast(null as integer)')} from (select ${columns}) where false`
  }

  const viewOf = async (scope: Scope, used: Held[], seen: Seen[], paired: boolean): Promise<string> => {
    const parts = await sources(scope, used, seen, paired)
    return parts.length > 0 ? parts.join(' union all ') : nothing(scope.table)
  }

  async function attempt(statement: Statement, signal?: AbortSignal): Promise<{ result: Row[] } | 'moved'> {
    signal?.throwIfAborted()
    const used: Held[] = []
    const seen: Seen[] = []
    const seat = idle.pop() ?? { session: await (await opened()).session(), views: new Map() }
    try {
      const paired = statement.scopes.some(({ table }) => table.endsWith('_superseded'))
      const views = await Promise.all(statement.scopes.map(async (scope) => [scope.table, await viewOf(scope, used, seen, paired)] as const))
      return await unmoved(storage, seen, async () => {
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
        const answer = await attempt(statement, signal).catch(unreadable)
        if (answer !== 'moved') return answer.result
        if (tries === MOST_TRIES) throw new StorageError('kho thay đổi liên tục khi đang đọc; thử lại sau / the lake keeps changing while it is read; try again later')
      }
    },
    version: async (scopes) => versionOf(await seenOf(storage, scopes)),
    close: () => {
      closed = true
      for (const { session } of idle.splice(0)) session.close()
      void database?.then((open) => open.close())
    },
  }
}
