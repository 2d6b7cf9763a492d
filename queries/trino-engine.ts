import type { Storage } from '../schema/lake.ts'
import { quoted } from '../schema/quoted.ts'
import type { Engine, Row, Statement } from './engine.ts'
import { backoff, pause } from './pause.ts'
import { remoteCell } from './remote-cell.ts'
import { type RemoteAnswer, type RemoteOptions, remoteEngine } from './remote-engine.ts'
import { remoteFailure } from './remote-failure.ts'
import { literal } from './statement.ts'
import { type TrinoHttp, type TrinoPage, type TrinoSettings, trinoHttp } from './trino-http.ts'

/** Starting, ending, or with as many queries as it takes: the same query may work a moment later. */
const BUSY = /^(QUERY_QUEUE_FULL|SERVER_STARTING_UP|SERVER_SHUTTING_DOWN|NO_NODES_AVAILABLE|REMOTE_HOST_GONE|REMOTE_TASK_ERROR)$/
const MOST_TRIES = 6
const [FIRST_MS, MOST_MS] = [250, 5_000]

/** The statement with its values handed over apart: Trino parses each as an expression of its own, never as part of the question. */
export function executeImmediate({ sql, parameters }: Statement): string {
  if (parameters.length === 0) return sql
  return `execute immediate ${quoted(sql)} using ${parameters.map(literal).join(', ')}`
}

/** The pages of one query; `busy` where it is worth asking again. */
async function answerOnce(http: TrinoHttp, sql: string, signal: AbortSignal): Promise<RemoteAnswer | 'busy'> {
  const rows: Row[] = []
  let page: TrinoPage = await http.start(sql, signal)
  let columns = page.columns
  try {
    while (page.nextUri) {
      page = await http.next(page.nextUri, signal)
      columns ??= page.columns
      for (const values of page.data ?? []) rows.push(Object.fromEntries((columns ?? []).map(({ name, type }, i) => [name, remoteCell(type, values[i])])))
    }
  } catch (error) {
    // Told and forgotten: whoever asked has gone, and Trino ends what nobody fetches by itself after a while.
    if (page.nextUri) void http.cancel(page.nextUri).catch(() => undefined)
    throw error
  }
  const { id, error, stats } = page
  if (error && BUSY.test(error.errorName)) return 'busy'
  if (error) throw remoteFailure('Trino', error.errorName, id)
  return { rows, reading: { engine: 'trino', query: id, bytes: stats.physicalInputBytes ?? 0, usd: null, queuedMs: stats.queuedTimeMillis ?? 0, reused: false } }
}

/** Trino over the lake where it lies. Its tables: `da06 tables --for trino`. */
export function trinoEngine(storage: Storage, settings: TrinoSettings, options: RemoteOptions = {}): Engine {
  const http = trinoHttp(settings)
  return remoteEngine(
    storage,
    {
      async answer(statement, _, signal) {
        const sql = executeImmediate(statement)
        for (let tries = 0; ; tries++) {
          const answer = await answerOnce(http, sql, signal)
          if (answer !== 'busy') return answer
          if (tries + 1 === MOST_TRIES) throw remoteFailure('Trino', 'BUSY', '-')
          await pause(backoff(tries, FIRST_MS, MOST_MS), signal)
        }
      },
      close: () => undefined,
    },
    options,
  )
}
