import { randomUUID } from 'node:crypto'
import { InputError } from '../schema/input-error.ts'
import type { Storage } from '../schema/lake.ts'
import { quoted } from '../schema/quoted.ts'
import type { Athena, AthenaExecution, AthenaSettings } from './athena-client.ts'
import type { Engine, Reading, Row, Statement } from './engine.ts'
import { backoff, pause } from './pause.ts'
import { remoteCell } from './remote-cell.ts'
import { type RemoteAnswer, type RemoteOptions, remoteEngine } from './remote-engine.ts'
import { remoteFailure } from './remote-failure.ts'
import { inlined } from './statement.ts'

export interface AthenaOptions extends RemoteOptions {
  /** The list price of a terabyte read. */
  readonly usdPerTb?: number
}

const USD_PER_TB = 5
/** Athena bills at least so much a query. */
const LEAST_BILLED = 10_000_000
const MOST_BYTES = 262_144
const MOST_TRIES = 3
const [FIRST_MS, MOST_MS] = [100, 2_000]

/**
 * The question as text. `?` is for Athena's WHERE alone, so values are written in, typed and quoted by us (literal). The
 * lake's version stands in it: Athena uses an earlier answer again only for the same text, and never looks at the data.
 */
export function athenaSql(statement: Statement, version: string): string {
  const named = `with lake_version as (select ${quoted(version)} as version)`
  const question = inlined(statement)
  const sql = question.startsWith('with ') ? `${named},${question.slice('with'.length)}` : `${named}\n${question}`
  const bytes = Buffer.byteLength(sql)
  if (bytes > MOST_BYTES)
    throw new InputError(
      'LIMIT_EXCEEDED',
      'query',
      `Câu hỏi dài ${bytes} byte, Athena nhận tối đa ${MOST_BYTES}; hỏi ít đơn vị hơn / ${bytes} bytes of SQL, Athena takes ${MOST_BYTES}; ask for fewer units`,
    )
  return sql
}

/** Names that Athena's reasons begin with, or what they say where they have none. */
function nameOf({ state, reason }: AthenaExecution): string {
  if (/bytes scanned limit/i.test(reason)) return 'BYTES_SCANNED_LIMIT'
  if (/exhausted resources/i.test(reason)) return 'EXHAUSTED_RESOURCES'
  return /^(?:\w+Exception: )?([A-Z][A-Z_]{5,}):/.exec(reason)?.[1] ?? state ?? 'FAILED'
}

/** A start is never cut off: only its answer says what is to be stopped when whoever asked has gone meanwhile. */
function started(athena: Athena, sql: string, reuse: boolean, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const starting = athena.start({ sql, token: randomUUID(), reuse })
  return new Promise((done, fail) => {
    const leave = (): void => {
      fail(signal.reason)
      void starting.then((id) => athena.stop(id)).catch(() => undefined)
    }
    signal.addEventListener('abort', leave, { once: true })
    void starting.then(done, fail).finally(() => signal.removeEventListener('abort', leave))
  })
}

async function finished(athena: Athena, id: string, signal: AbortSignal): Promise<AthenaExecution> {
  for (let polls = 0; ; polls++) {
    const execution = await athena.execution(id, signal)
    if (execution.state === 'SUCCEEDED' || execution.state === 'FAILED' || execution.state === 'CANCELLED') return execution
    await pause(backoff(polls, FIRST_MS, MOST_MS), signal)
  }
}

async function rowsOf(athena: Athena, id: string, signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = []
  let heads = 1
  for await (const { columns, rows: page } of athena.pages(id, signal)) {
    for (const values of page.slice(heads)) rows.push(Object.fromEntries(columns.map(({ name, type }, i) => [name, remoteCell(type, values[i])])))
    heads = 0
  }
  return rows
}

function readingOf(query: string, { bytes, queuedMs, reused }: AthenaExecution, usdPerTb: number): Reading {
  if (reused) return { engine: 'athena', query, bytes: 0, usd: 0, queuedMs, reused }
  return { engine: 'athena', query, bytes, usd: (Math.max(bytes, LEAST_BILLED) / 1e12) * usdPerTb, queuedMs, reused }
}

/** Athena over the lake where it lies. Its tables: `da06 tables --for glue`. */
export function athenaEngine(storage: Storage, settings: AthenaSettings, { usdPerTb = USD_PER_TB, ...options }: AthenaOptions = {}): Engine {
  let opened: Promise<Athena> | undefined
  /** The SDK is loaded when the first question is asked: who answers with another engine does without. */
  const open = (): Promise<Athena> => (opened ??= import('./athena-client.ts').then(({ openAthena }) => openAthena(settings)))

  /** Null: it failed in a way that Athena says is worth another try. */
  async function answerOnce(sql: string, reuse: boolean, signal: AbortSignal): Promise<RemoteAnswer | null> {
    const athena = await open()
    const id = await started(athena, sql, reuse, signal)
    try {
      const execution = await finished(athena, id, signal)
      if (execution.state === 'SUCCEEDED') return { rows: await rowsOf(athena, id, signal), reading: readingOf(id, execution, usdPerTb) }
      if (execution.retryable) return null
      throw remoteFailure('Athena', nameOf(execution), id)
    } catch (error) {
      // Told and forgotten: whoever asked has gone.
      if (signal.aborted) void athena.stop(id).catch(() => undefined)
      throw error
    }
  }

  return remoteEngine(
    storage,
    {
      async answer(statement, version, signal) {
        const sql = athenaSql(statement, version)
        for (let tries = 0; tries < MOST_TRIES; tries++) {
          const answer = await answerOnce(sql, tries === 0, signal)
          if (answer) return answer
          await pause(backoff(tries, FIRST_MS, MOST_MS), signal)
        }
        throw remoteFailure('Athena', 'FAILED', '-')
      },
      close: () => void opened?.then((athena) => athena.close()),
    },
    options,
  )
}
