import type { TableName } from '../schema/columns.ts'

export type Cell = string | number | null
export type Row = Record<string, Cell>

export interface Parameter {
  readonly type: 'date' | 'text' | 'bigint' | 'timestamp'
  /** Day as ISO text, moment as milliseconds since 1970. */
  readonly value: string | number
}

/** What of the lake a statement touches: so an engine opens that and nothing else. */
export interface Scope {
  readonly table: TableName
  /** Null: every province. */
  readonly provinces: readonly string[] | null
  /** First and last year; null: every year. */
  readonly years: readonly [number, number] | null
}

/** A statement as plain data: running it is the engine's job. `?` stands for each parameter in turn. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly Parameter[]
  readonly scopes: readonly Scope[]
}

/** What an answer of an engine elsewhere took. */
export interface Reading {
  readonly engine: 'trino' | 'athena'
  /** The engine's own name for the query: for its console and its logs. */
  readonly query: string
  /** Bytes read; 0 where an earlier result was used again. */
  readonly bytes: number
  /** By the list price (docs/engines.md); null where nothing is charged by the query. */
  readonly usd: number | null
  readonly queuedMs: number
  readonly reused: boolean
}

/** Runs statements over one lake. DuckDB, Trino and Athena fill it. */
export interface Engine {
  /** `observed` hears what the answer took, from engines elsewhere; once a query, so twice where it had to be asked again. */
  rows(statement: Statement, signal?: AbortSignal, observed?: (reading: Reading) => void): Promise<Row[]>
  /** Changes whenever anything the scopes hold has changed; costs small requests only. */
  version(scopes: readonly Scope[]): Promise<string>
  close(): void
}
