import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TrinoAnswer, trinoRows } from './trino-rows.ts'

/** What Athena allows: https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const MOST_SQL_BYTES = 262_144
const MOST_PAGE = 1_000

type Body = Readonly<Record<string, unknown>>

/** A refusal in Athena's words. */
class Refusal extends Error {
  constructor(
    readonly type: 'InvalidRequestException' | 'TooManyRequestsException',
    message: string,
  ) {
    super(message)
  }
}

interface Execution {
  readonly sql: string
  readonly answer: Promise<TrinoAnswer>
  state: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  reason: string
  reused: boolean
}

export interface AthenaEndpoint {
  readonly url: string
  /** How often each operation was asked for, and what was refused. */
  readonly counts: Readonly<Record<string, number>>
  close(): Promise<void>
}

const withoutTexts = (sql: string): string => sql.replace(/'(?:[^']|'')*'/g, "''")

/** Athena as its API has it, over a Trino: refuses what Athena refuses. `atOnce`: how many queries may run. */
export async function athenaEndpoint(trino: string, { atOnce = 20 } = {}): Promise<AthenaEndpoint> {
  const executions = new Map<string, Execution>()
  const tokens = new Map<string, { id: string; sql: string }>()
  const counts: Record<string, number> = {}

  function start({ QueryString, ClientRequestToken, QueryExecutionContext, ExecutionParameters, ResultReuseConfiguration }: Body): Body {
    const sql = String(QueryString)
    const token = String(ClientRequestToken)
    if (token.length < 32 || token.length > 128) throw new Refusal('InvalidRequestException', 'ClientRequestToken')
    if (Buffer.byteLength(sql) > MOST_SQL_BYTES) throw new Refusal('InvalidRequestException', 'query string is too long')
    if (ExecutionParameters !== undefined || withoutTexts(sql).includes('?'))
      throw new Refusal('InvalidRequestException', 'this endpoint knows no parameters, and ? outside WHERE is none')
    if (/;\s*$/.test(sql)) throw new Refusal('InvalidRequestException', "mismatched input ';'")
    const before = tokens.get(token)
    if (before && before.sql !== sql) throw new Refusal('InvalidRequestException', 'Idempotent parameters do not match')
    if (before) return { QueryExecutionId: before.id }
    if ([...executions.values()].filter(({ state }) => state === 'RUNNING').length >= atOnce) throw new Refusal('TooManyRequestsException', 'You have exceeded the limit')
    const id = randomUUID()
    tokens.set(token, { id, sql })
    executions.set(id, executed(sql, String((QueryExecutionContext as Body).Database), reuses(ResultReuseConfiguration)))
    return { QueryExecutionId: id }
  }

  const reuses = (configuration: unknown): boolean => (configuration as { ResultReuseByAgeConfiguration?: { Enabled?: boolean } })?.ResultReuseByAgeConfiguration?.Enabled === true

  function executed(sql: string, database: string, reuse: boolean): Execution {
    const earlier = reuse ? [...executions.values()].find((one) => one.sql === sql && one.state === 'SUCCEEDED') : undefined
    if (earlier) return { ...earlier, reused: true }
    const execution: Execution = { sql, answer: trinoRows(trino, sql, database), state: 'RUNNING', reason: '', reused: false }
    execution.answer.then(
      () => {
        execution.state = execution.state === 'CANCELLED' ? 'CANCELLED' : 'SUCCEEDED'
      },
      (error: Error) => {
        execution.state = 'FAILED'
        execution.reason = error.message
      },
    )
    return execution
  }

  function executionOf({ QueryExecutionId }: Body): Execution {
    const execution = executions.get(String(QueryExecutionId))
    if (!execution) throw new Refusal('InvalidRequestException', 'QueryExecution was not found')
    return execution
  }

  function status(body: Body): Body {
    const { state, reason, reused, sql } = executionOf(body)
    return {
      QueryExecution: {
        QueryExecutionId: body.QueryExecutionId,
        Query: sql,
        Status: { State: state, ...(reason && { StateChangeReason: reason, AthenaError: { ErrorCategory: 2, ErrorType: 1_000, Retryable: false, ErrorMessage: reason } }) },
        Statistics: { DataScannedInBytes: sql.length, QueryQueueTimeInMillis: 1, ResultReuseInformation: { ReusedPreviousResult: reused } },
      },
    }
  }

  async function results(body: Body): Promise<Body> {
    const execution = executionOf(body)
    if (execution.state !== 'SUCCEEDED') throw new Refusal('InvalidRequestException', `Query has not yet finished. Current state: ${execution.state}`)
    const most = Number(body.MaxResults ?? MOST_PAGE)
    if (most < 1 || most > MOST_PAGE) throw new Refusal('InvalidRequestException', 'MaxResults is more than 1000')
    const { columns, rows } = await execution.answer
    const all = [columns.map(({ name }) => name), ...rows]
    const from = Number(body.NextToken ?? 0)
    const to = from + most
    return {
      ResultSet: {
        Rows: all.slice(from, to).map((values) => ({ Data: values.map((value) => (value === null ? {} : { VarCharValue: String(value) })) })),
        ResultSetMetadata: { ColumnInfo: columns.map(({ name, type }) => ({ Name: name, Type: type.replace(/\(.*/, ''), Nullable: 'UNKNOWN' })) },
      },
      ...(to < all.length && { NextToken: String(to) }),
    }
  }

  function stop(body: Body): Body {
    const execution = executionOf(body)
    if (execution.state === 'RUNNING') execution.state = 'CANCELLED'
    return {}
  }

  const operations: Readonly<Record<string, (body: Body) => Body | Promise<Body>>> = {
    StartQueryExecution: start,
    GetQueryExecution: status,
    GetQueryResults: results,
    StopQueryExecution: stop,
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const name = String(request.headers['x-amz-target']).replace('AmazonAthena.', '')
    counts[name] = (counts[name] ?? 0) + 1
    const send = (status: number, body: Body): void =>
      void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() }).end(JSON.stringify(body))
    try {
      send(200, (await operations[name]?.(JSON.parse(Buffer.concat(chunks).toString()) as Body)) ?? {})
    } catch (error) {
      const type = error instanceof Refusal ? error.type : 'InternalServerException'
      counts[type] = (counts[type] ?? 0) + 1
      send(type === 'InternalServerException' ? 500 : 400, { __type: type, message: (error as Error).message })
    }
  }

  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
