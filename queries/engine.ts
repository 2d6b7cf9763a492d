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

/** Runs statements over one lake. DuckDB, Trino and Athena fill it. */
export interface Engine {
  rows(statement: Statement, signal?: AbortSignal): Promise<Row[]>
  /** Changes whenever anything the scopes hold has changed; costs small requests only. */
  version(scopes: readonly Scope[]): Promise<string>
  close(): void
}
