import { type TableName, tables } from '../schema/columns.ts'
import { type Storage, StorageError, wholeTables } from '../schema/lake.ts'
import { type Database, isOutOfMemory, openDatabase, type Session } from './duckdb.ts'
import type { Engine, Row, Scope, Statement } from './engine.ts'
import { usualHoldBytes } from './held-room.ts'
import { heldTables, isTable } from './held-tables.ts'
import { parquetSource, placed } from './parquet-source.ts'
import { keysOf, type Seen, seenOf, unmoved, versionOf } from './scope-keys.ts'
import { inlined } from './statement.ts'

/** DuckDB's words for a damaged object name a path of the machine; which object it is, verify tells. */
function unreadable(error: unknown): never {
  if (isOutOfMemory(error))
    throw new StorageError(
      'câu hỏi cần nhiều bộ nhớ hơn mức cho phép; hỏi ít đơn vị hay ít ngày hơn / the question needs more memory than it may take; ask about fewer units or days',
    )
  if (error instanceof Error && /^(IO Error|Invalid Error|Invalid Input Error)|Parquet|TProtocol/.test(error.message))
    throw new StorageError('một đối tượng của kho không đọc được; chạy da06 verify / an object of the lake can not be read; run da06 verify')
  throw error
}

const MOST_TRIES = 50

export interface DuckdbOptions {
  /** Objects in use are kept in memory by their tag, reloaded when it changes (a server); without, each question reads its Parquet (a command that ends after one). */
  readonly hold: boolean
  /** What they may take together; an object that does not fit is read from its Parquet. Default: half of the memory. */
  readonly holdBytes?: number
  readonly memoryLimit?: string
  readonly threads?: number
}

/** What a statement has in use, to be given back. */
interface Reading {
  readonly holds: boolean
  readonly paired: boolean
  readonly seen: Seen[]
  readonly ends: (() => void)[]
}

/** The embedded engine. */
export function duckdbEngine(storage: Storage, options: DuckdbOptions): Engine {
  let database: Promise<Database> | undefined
  /** Sessions to be used again, with the views that stand in them: making a view costs as much as a small question. */
  const idle: { session: Session; views: Map<TableName, string> }[] = []
  const opened = (): Promise<Database> => (database ??= openDatabase(options))
  const held = heldTables(storage, opened, options.holdBytes ?? usualHoldBytes(options.memoryLimit))

  async function source(key: string, { holds, paired, seen, ends }: Reading): Promise<string | null> {
    const taken = await (holds ? held.take(key) : storage.local(key))
    if (!taken) return null
    const isHeld = isTable(taken)
    ends.push(() => (isHeld ? held.give(taken) : taken.release?.()))
    if (paired || !(isHeld || taken.isCopy)) seen.push({ key, etag: taken.etag })
    return isHeld ? `select * from ${taken.name}.main.held` : parquetSource(key, taken.path)
  }

  const nothing = (table: TableName): string => {
    const columns = tables[table].map(({ name, type }) => `cast(null as ${type}) as "${name}"`).join(', ')
    return `select ${table in wholeTables ? '*' : placed('cast(null as varchar)', 'cast(null as integer)')} from (select ${columns}) where false`
  }

  async function viewOf(scope: Scope, reading: Reading): Promise<string> {
    const keys = await keysOf(storage, scope)
    const parts = await settled(keys.map((key) => source(key, reading)))
    return parts.filter((part) => part !== null).join(' union all ') || nothing(scope.table)
  }

  async function attempt(statement: Statement, holds: boolean, signal?: AbortSignal): Promise<{ result: Row[] } | 'moved'> {
    signal?.throwIfAborted()
    // Current and superseded rows are asked together, so both objects must be of one moment.
    const reading: Reading = { holds, paired: statement.scopes.some(({ table }) => table.endsWith('_superseded')), seen: [], ends: [] }
    const seat = idle.pop() ?? { session: await (await opened()).session(), views: new Map() }
    try {
      const views = await settled(statement.scopes.map(async (scope) => [scope.table, await viewOf(scope, reading)] as const))
      return await unmoved(storage, reading.seen, async () => {
        for (const [table, view] of views) {
          if (seat.views.get(table) === view) continue
          await seat.session.run(`create or replace temp view ${table} as ${view}`)
          seat.views.set(table, view)
        }
        return seat.session.rows(inlined(statement), signal)
      })
    } catch (error) {
      // Now, while what this statement reads is in use: that much it needs when it is asked again.
      if (isOutOfMemory(error)) await held.dropIdle()
      throw error
    } finally {
      for (const end of reading.ends) end()
      idle.push(seat)
    }
  }

  /** For want of memory once more, then without loading anything; so too where holding failed otherwise: what is wrong with an object its Parquet tells. */
  async function patient(statement: Statement, signal: AbortSignal | undefined, [holds = false, ...rest]: readonly boolean[]): Promise<{ result: Row[] } | 'moved'> {
    try {
      return await attempt(statement, holds, signal)
    } catch (error) {
      if (rest.length === 0 || signal?.aborted) throw error
      return patient(statement, signal, isOutOfMemory(error) ? rest : [false])
    }
  }

  return {
    async rows(statement, signal) {
      for (let tries = 1; ; tries++) {
        const answer = await patient(statement, signal, options.hold ? [true, true, false] : [false]).catch(unreadable)
        if (answer !== 'moved') return answer.result
        if (tries === MOST_TRIES) throw new StorageError('kho thay đổi liên tục khi đang đọc; thử lại sau / the lake keeps changing while it is read; try again later')
      }
    },
    version: async (scopes) => versionOf(await seenOf(storage, scopes)),
    close: () => {
      for (const { session } of idle.splice(0)) session.close()
      database?.then(
        (open) => open.close(),
        () => undefined,
      )
    },
  }
}

/** Like Promise.all, but when it fails all has come to its end: nothing is taken after what was taken has been given back. */
async function settled<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works)
  return Promise.all(works)
}
