import {
  AthenaClient,
  type AthenaClientConfig,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { StorageError } from '../schema/lake.ts'

export interface AthenaSettings {
  readonly workgroup: string
  readonly database: string
  /** Beside what the SDK finds for itself (region, credentials, endpoint). */
  readonly client?: AthenaClientConfig
}

export interface AthenaPage {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly (string | undefined)[])[]
}

/** How far a query is. */
export interface AthenaExecution {
  readonly state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | undefined
  readonly reason: string
  /** Athena itself says that the same query may work. */
  readonly retryable: boolean
  readonly bytes: number
  readonly queuedMs: number
  readonly reused: boolean
}

/** What is asked of Athena, and no more; the only file that knows its SDK. */
export interface Athena {
  /** Starts a query and gives its id. The same token starts it once, however often it is sent. */
  start(query: { readonly sql: string; readonly token: string; readonly reuse: boolean }): Promise<string>
  execution(id: string, signal: AbortSignal): Promise<AthenaExecution>
  /** Pages of an answer; the first row is its head. */
  pages(id: string, signal: AbortSignal): AsyncIterable<AthenaPage>
  stop(id: string): Promise<void>
  close(): void
}

/** Throttling and lost answers are tried again by the SDK: doubling, with jitter, as often as this. */
const MOST_TRIES = 8
const REQUEST_MS = 30_000
const PAGE_ROWS = 1_000
/** Seven days, Athena's most: the query's text names the lake's version, so age alone makes no answer wrong. */
const REUSE_MINUTES = 10_080

function told(error: unknown, signal?: AbortSignal): never {
  if (signal?.aborted) throw signal.reason
  const name = error instanceof Error ? error.name : 'Error'
  if (name === 'TooManyRequestsException' || name === 'ThrottlingException')
    throw new StorageError('Athena đang quá nhiều câu hỏi; thử lại sau / Athena has too many queries at once; try again later')
  throw new StorageError(
    `Athena không nhận câu hỏi; xem DA06_ATHENA_WORKGROUP, vùng và quyền AWS / Athena did not take the query; see DA06_ATHENA_WORKGROUP, the AWS region and rights (${name})`,
  )
}

export function openAthena({ workgroup, database, client: config = {} }: AthenaSettings): Athena {
  const client = new AthenaClient({ maxAttempts: MOST_TRIES, retryMode: 'standard', requestHandler: { requestTimeout: REQUEST_MS, connectionTimeout: 5_000 }, ...config })
  return {
    async start({ sql, token, reuse }) {
      const command = new StartQueryExecutionCommand({
        QueryString: sql,
        ClientRequestToken: token,
        WorkGroup: workgroup,
        QueryExecutionContext: { Database: database },
        ResultReuseConfiguration: { ResultReuseByAgeConfiguration: reuse ? { Enabled: true, MaxAgeInMinutes: REUSE_MINUTES } : { Enabled: false } },
      })
      const { QueryExecutionId } = await client.send(command).catch((error) => told(error))
      return QueryExecutionId as string
    },
    async execution(id, signal) {
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }), { abortSignal: signal }).catch((error) => told(error, signal))
      const { Status, Statistics } = QueryExecution ?? {}
      return {
        state: Status?.State,
        reason: Status?.StateChangeReason ?? '',
        retryable: Status?.AthenaError?.Retryable ?? false,
        bytes: Statistics?.DataScannedInBytes ?? 0,
        queuedMs: Statistics?.QueryQueueTimeInMillis ?? 0,
        reused: Statistics?.ResultReuseInformation?.ReusedPreviousResult ?? false,
      }
    },
    async *pages(id, signal) {
      let token: string | undefined
      do {
        const command = new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: PAGE_ROWS, NextToken: token })
        const { ResultSet, NextToken } = await client.send(command, { abortSignal: signal }).catch((error) => told(error, signal))
        yield {
          columns: (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '', Type = '' }) => ({ name: Name, type: Type })),
          rows: (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue)),
        }
        token = NextToken
      } while (token !== undefined)
    },
    async stop(id) {
      await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }))
    },
    close: () => client.destroy(),
  }
}
