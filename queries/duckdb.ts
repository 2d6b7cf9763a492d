import {
  DATE,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  type DuckDBMaterializedResult,
  type DuckDBPreparedStatement,
  DuckDBTableFunction,
  DuckDBTimestampValue,
  type DuckDBValue,
  INTEGER,
} from '@duckdb/node-api'
import bindings from '@duckdb/node-bindings'
import type { Column } from '../schema/column.ts'
import { DAY_MS } from '../schema/days.ts'
import { quoted } from '../schema/quoted.ts'
import type { Cell, Row } from './engine.ts'
import { exactCount } from './exact-count.ts'

/** One connection of DuckDB: the only file that knows its API. */
export interface Session {
  run(sql: string): Promise<void>
  rows(sql: string, signal?: AbortSignal): Promise<Row[]>
  /**
   * Rows by a plan that is kept for the next time, until something else is run: a third of a small question's time is its
   * planning. Only of tables: a plan over a file reads the file that was there when it was made.
   */
  planned(sql: string, signal?: AbortSignal): Promise<Row[]>
  /** Appends rows to a table, values in the order of its columns. */
  append(table: string, columns: readonly Column[], rows: Iterable<Readonly<Record<string, Cell>>>): void
  /**
   * Makes a table function that every connection sees, of a name that is not taken: `name(0)` are the rows of the first part, as
   * they lie in this process's memory. They are read on this thread while a statement runs elsewhere. Gives what lets go of them.
   */
  provide(name: string, columns: readonly NumberColumn[], parts: readonly NumberRows[]): () => void
  close(): void
}

export interface NumberColumn {
  readonly name: string
  readonly type: 'INTEGER' | 'DATE'
}

/** Rows of whole numbers, and of days since 1970. */
export interface NumberRows {
  readonly count: number
  /** Puts in the values of a column from a row on, as many as there is room for. */
  fill(column: number, from: number, into: Int32Array): void
}

export interface Database {
  session(): Promise<Session>
  close(): void
}

/** A lake holds few days, an answer repeats them often, and writing one costs more than finding it. */
const dayTexts = new Map<number, string>()

function dayText(days: number): string {
  const known = dayTexts.get(days)
  if (known !== undefined) return known
  const text = new Date(days * DAY_MS).toISOString().slice(0, 10)
  dayTexts.set(days, text)
  return text
}

function plain(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') return exactCount(value)
  if (value instanceof DuckDBDateValue) return dayText(value.days)
  if (value instanceof DuckDBTimestampValue) return Number(value.micros / 1000n)
  if (typeof value === 'boolean') return value ? 1 : 0
  return String(value)
}

/** Column by column: a third of the time and of the garbage of going by rows. */
function appendRows(rows: Row[], names: readonly string[], chunk: DuckDBDataChunk): void {
  const [before, count] = [rows.length, chunk.rowCount]
  for (let i = 0; i < count; i++) rows.push({})
  for (const [column, name] of names.entries()) {
    const vector = chunk.getColumnVector(column)
    for (let i = 0; i < count; i++) (rows[before + i] as Row)[name] = plain(vector.getItem(i))
  }
}

async function rowsOf(result: DuckDBMaterializedResult): Promise<Row[]> {
  const names = result.columnNames()
  const rows: Row[] = []
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return rows
    appendRows(rows, names, chunk)
  }
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

/** A plan keeps what its run needed, some megabytes where that was much, so those of long runs are not kept: there planning is little. */
const LONG_RUN_MS = 200
const MOST_PLANS = 12

/** Plans of one connection, the last used last. */
function keptPlans(connection: DuckDBConnection) {
  const plans = new Map<string, DuckDBPreparedStatement>()
  const drop = (sql: string): void => {
    plans.get(sql)?.destroySync()
    plans.delete(sql)
  }
  const forget = (): void => {
    for (const sql of [...plans.keys()]) drop(sql)
  }
  async function run(sql: string, signal?: AbortSignal): Promise<DuckDBMaterializedResult> {
    const plan = plans.get(sql) ?? (await connection.prepare(sql))
    plans.delete(sql)
    plans.set(sql, plan)
    const start = performance.now()
    let short = false
    try {
      const result = await interruptible(connection, plan.run(), signal)
      short = performance.now() - start < LONG_RUN_MS
      return result
    } finally {
      if (!short) drop(sql)
      const [oldest] = plans.keys()
      if (plans.size > MOST_PLANS && oldest !== undefined) drop(oldest)
    }
  }
  return { run, forget }
}

function put(appender: DuckDBAppender, type: Column['type'], value: Cell): void {
  if (value === null) appender.appendNull()
  else if (type === 'VARCHAR') appender.appendVarchar(String(value))
  else if (type === 'BIGINT') appender.appendBigInt(BigInt(value))
  else if (type === 'INTEGER') appender.appendInteger(Number(value))
  else if (type === 'DATE') appender.appendDate(new DuckDBDateValue(Date.parse(value as string) / DAY_MS))
  else appender.appendTimestamp(new DuckDBTimestampValue(BigInt(value) * 1000n))
}

/** Statements that run, and whether one of them may be waiting for this thread. */
let running = 0
let provided = false
// Node would wait for ever for a DuckDB that waits for rows. Whoever ends a process in the middle of a landing gets what they ask for.
process.once('exit', () => {
  if (provided && running > 0) process.kill(process.pid, 'SIGKILL')
})

/** Rows that DuckDB takes at a time. */
const CHUNK = bindings.vector_size()

/** Whole columns are copied as they lie in memory: handing the values over one by one takes ten times as long. */
function numbersFunction(name: string, columns: readonly NumberColumn[], parts: readonly NumberRows[]): DuckDBTableFunction {
  const room = new Int32Array(CHUNK)
  return DuckDBTableFunction.create({
    name,
    parameterTypes: [INTEGER],
    bindFunction(bind) {
      const part = parts[Number(bind.getParameter(0))]
      if (!part) return bind.setError(`${name}: no such part`)
      for (const column of columns) bind.addResultColumn(column.name, column.type === 'DATE' ? DATE : INTEGER)
      bind.setBindData(part)
      bind.setCardinality(part.count, true)
    },
    initFunction(init) {
      init.setMaxThreads(1)
      init.setInitData({ from: 0 })
    },
    mainFunction(info, chunk) {
      const part = info.bindData as NumberRows
      const read = info.initData as { from: number }
      const into = room.subarray(0, Math.min(CHUNK, part.count - read.from))
      chunk.rowCount = into.length
      for (let column = 0; into.length > 0 && column < columns.length; column++) {
        part.fill(column, read.from, into)
        bindings.copy_data_to_vector(bindings.data_chunk_get_vector(chunk.chunk, column), 0, room.buffer, 0, into.byteLength)
      }
      read.from += into.length
    },
  })
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
  const plans = keptPlans(connection)
  const pending: Promise<void>[] = []
  const settle = async (): Promise<void> => {
    while (pending.length > 0) await pending.shift()
  }
  return {
    async run(sql) {
      await settle()
      plans.forget()
      running++
      await connection.run(sql).finally(() => running--)
    },
    async rows(sql, signal) {
      await settle()
      return rowsOf(await interruptible(connection, connection.run(sql), signal))
    },
    async planned(sql, signal) {
      return rowsOf(await plans.run(sql, signal))
    },
    append(table, columns, rows) {
      pending.push(appended(table, columns, rows))
    },
    provide(name, columns, parts) {
      const held = [...parts]
      connection.registerTableFunction(numbersFunction(name, columns, held))
      provided = true
      return () => void held.splice(0)
    },
    close() {
      plans.forget()
      connection.closeSync()
    },
  }
}

export const isOutOfMemory = (error: unknown): boolean => error instanceof Error && /^Out of Memory Error|Original error: (could not allocate|failed to)/.test(error.message)

export interface DatabaseOptions {
  readonly memoryLimit?: string
  readonly threads?: number
  /** Where DuckDB may spill; without, everything must fit in memory. */
  readonly tempDirectory?: string
}

/** Nothing is installed or loaded from outside. */
const CLOSED = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', allow_community_extensions: 'false' }

/** A DuckDB of its own in memory; time is UTC. */
export async function openDatabase({ memoryLimit = '1GB', threads = 2, tempDirectory = '' }: DatabaseOptions = {}): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    threads: String(threads),
    temp_directory: tempDirectory,
    ...CLOSED,
    preserve_insertion_order: 'true',
  })
  const first = await sessionOf(instance)
  await first.run("set TimeZone = 'UTC'")
  first.close()
  return { session: () => sessionOf(instance), close: () => instance.closeSync() }
}

/** Files are locked by one DuckDB that has nothing else to do: attaching one takes half a millisecond, opening a DuckDB on it fifteen. */
let keeper: Promise<DuckDBConnection> | undefined
let locks = 0

/**
 * Takes a lock that the kernel keeps for this process and gives back when it ends, however it ends: DuckDB's own
 * on a database file. Null while another process holds it, or this one does.
 */
export async function lockFile(path: string): Promise<(() => Promise<void>) | null> {
  keeper ??= DuckDBInstance.create(':memory:', { ...CLOSED, threads: '1' }).then((instance) => instance.connect())
  const connection = await keeper.catch((error) => {
    keeper = undefined
    throw error
  })
  const name = `lock_${++locks}`
  try {
    await connection.run(`attach ${quoted(path)} as ${name}`)
  } catch (error) {
    if (/could not set lock|conflicting lock|already attached/i.test(String(error))) return null
    throw error
  }
  return async () => void (await connection.run(`detach ${name}`))
}
