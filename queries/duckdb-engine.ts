import { type TableName, tables } from '../schema/columns.ts'
import { type Storage, StorageError, wholeTables } from '../schema/lake.ts'
import { type Database, isOutOfMemory, openDatabase } from './duckdb.ts'
import { seatsOf, type Views } from './duckdb-seats.ts'
import type { Engine, Row, Scope, Statement } from './engine.ts'
import { usualHoldBytes } from './held-room.ts'
import { heldTables, isTable } from './held-tables.ts'
import { type ObjectFile, objectRows, parquetRows, placed } from './parquet-source.ts'
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
/** A question of more objects than these reads them from their files: what of each it needs is less than holding all of it costs. */
const MOST_HELD = 16
/** Unless some are replaced again and again while it reads: of tables only the replaced ones are read anew. */
const READS_OF_FILES = 3

export interface DuckdbOptions {
  /** Objects in use are kept in memory by their tag, reloaded when it changes (a server); without, each question reads its Parquet (a command that ends after one). */
  readonly hold: boolean
  /** What they may take together; an object that does not fit is read from its Parquet. Default: half of the memory. */
  readonly holdBytes?: number
  readonly memoryLimit?: string
  readonly threads?: number
}

/** An object of the lake and the table that holds its rows. */
interface ObjectTable {
  readonly key: string
  readonly table: string
}

/** What a statement has in use, to be given back. */
interface Reading {
  /** A scope of more objects than these is read from its files; 0: every one. */
  readonly most: number
  readonly paired: boolean
  readonly seen: Seen[]
  readonly ends: (() => void)[]
  /** How many of its objects are read from their files. */
  files: number
}

/** The embedded engine. */
export function duckdbEngine(storage: Storage, options: DuckdbOptions): Engine {
  let database: Promise<Database> | undefined
  const opened = (): Promise<Database> => (database ??= openDatabase(options))
  const seats = seatsOf(opened)
  const held = heldTables(storage, opened, options.holdBytes ?? usualHoldBytes(options.memoryLimit), seats.closeIdle)

  async function taken(key: string, reading: Reading, holds: boolean): Promise<ObjectFile | ObjectTable | null> {
    const found = await (holds ? held.take(key) : storage.local(key))
    if (!found) return null
    const isHeld = isTable(found)
    if (!isHeld) reading.files++
    reading.ends.push(() => (isHeld ? held.give(found) : found.release?.()))
    if (reading.paired || !(isHeld || found.isCopy)) reading.seen.push({ key, etag: found.etag })
    return isHeld ? { key, table: found.name } : { key, path: found.path }
  }

  const nothing = (table: TableName): string => {
    const columns = tables[table].map(({ name, type }) => `cast(null as ${type}) as "${name}"`).join(', ')
    return `select ${table in wholeTables ? '*' : placed('cast(null as varchar)', 'cast(null as integer)')} from (select ${columns}) where false`
  }

  async function viewOf(scope: Scope, reading: Reading): Promise<string> {
    const keys = await keysOf(storage, scope)
    const holds = keys.length <= reading.most
    const objects = (await settled(keys.map((key) => taken(key, reading, holds)))).filter((one) => one !== null)
    const tables = objects.flatMap((one) => ('table' in one ? [objectRows(one.key, `${one.table}.main.held`)] : []))
    const files = parquetRows(objects.filter((one) => 'path' in one))
    return [...tables, ...(files === '' ? [] : [files])].join(' union all ') || nothing(scope.table)
  }

  async function answered(views: Views, sql: string, inTables: boolean, signal?: AbortSignal): Promise<Row[]> {
    const seat = await seats.take(views)
    try {
      return await (inTables ? seat.session.planned(sql, signal) : seat.session.rows(sql, signal))
    } finally {
      seats.give(seat)
    }
  }

  async function attempt(statement: Statement, most: number, signal?: AbortSignal): Promise<{ result: Row[] } | 'moved'> {
    signal?.throwIfAborted()
    // Current and superseded rows are asked together, so both objects must be of one moment.
    const reading: Reading = { most, paired: statement.scopes.some(({ table }) => table.endsWith('_superseded')), seen: [], ends: [], files: 0 }
    try {
      const views = new Map(await settled(statement.scopes.map(async (scope) => [scope.table, await viewOf(scope, reading)] as const)))
      return await unmoved(storage, reading.seen, () => answered(views, inlined(statement), reading.files === 0, signal))
    } catch (error) {
      // Now, while what this statement reads is in use: that much it needs when it is asked again.
      if (isOutOfMemory(error)) await held.dropIdle()
      throw error
    } finally {
      for (const end of reading.ends) end()
    }
  }

  /** For want of memory once more, then without loading anything; so too where holding failed otherwise: what is wrong with an object its Parquet tells. */
  async function patient(statement: Statement, signal: AbortSignal | undefined, [most = 0, ...rest]: readonly number[]): Promise<{ result: Row[] } | 'moved'> {
    try {
      return await attempt(statement, most, signal)
    } catch (error) {
      signal?.throwIfAborted()
      if (rest.length === 0) throw error
      return patient(statement, signal, isOutOfMemory(error) ? rest : [0])
    }
  }

  return {
    async rows(statement, signal) {
      for (let tries = 1; ; tries++) {
        const most = tries > READS_OF_FILES ? Number.POSITIVE_INFINITY : MOST_HELD
        const answer = await patient(statement, signal, options.hold ? [most, most, 0] : [0]).catch(unreadable)
        if (answer !== 'moved') return answer.result
        if (tries === MOST_TRIES) throw new StorageError('kho thay đổi liên tục khi đang đọc; thử lại sau / the lake keeps changing while it is read; try again later')
      }
    },
    version: async (scopes) => versionOf(await seenOf(storage, scopes)),
    close: () => {
      seats.closeIdle()
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
