import type { TableName } from './columns.ts'

/** The lake's format number, kept in `lake.json`. */
export const LAKE_FORMAT = 1

/** An object as stored: its bytes and the tag that changes whenever they do. */
export interface StoredObject {
  readonly bytes: Uint8Array
  readonly etag: string
}

/** Somebody was faster: the object is no longer the one that was read. Read it again and retry. */
export class ConflictError extends Error {
  override name = 'ConflictError'
}

/** The lake can't be read or written; the message names the key and what to do, never a path of the machine. */
export class StorageError extends Error {
  override name = 'StorageError'
}

/** The storage did not do what it was asked: that says nothing of the objects in it. */
export class OutOfReachError extends StorageError {
  override name = 'OutOfReachError'
}

export interface LocalFile {
  readonly path: string
  readonly etag: string
  /** The file is a copy that never changes: whoever has begun to read it need not look again. */
  readonly isCopy?: true
  /** The reader says that it has read: until then the file stays. */
  release?(): void
}

/** Where the lake lives. Keys are `/`-joined; one put is atomic, and conditional where `ifMatch` is given. */
export interface Storage {
  /** For people: the folder or s3:// address. */
  readonly address: string
  get(key: string): Promise<StoredObject | null>
  /** The tag alone, by one small request; null where there is no object. */
  head(key: string): Promise<string | null>
  /** How many bytes an object has, where the storage can tell by a small request; null where there is no object. */
  size?(key: string): Promise<number | null>
  /** A local file that holds the object's bytes, for engines that read files; null where there is no object. */
  local(key: string): Promise<LocalFile | null>
  /** Writes; `ifMatch` null means "only if there is none". Throws ConflictError where that does not hold. */
  put(key: string, bytes: Uint8Array, options?: { ifMatch?: string | null }): Promise<string>
  /** Keys below a prefix that ends with `/`, sorted. */
  list(prefix: string): Promise<string[]>
  /** Keys of what writers that were killed have left of objects they never finished, where the storage keeps such. */
  leftovers?(): Promise<string[]>
}

export const rawKey = (sha256: string): string => `raw/${sha256}`
export const unitsKey = 'tables/units/data.parquet'
export const aliasesKey = 'tables/aliases/data.parquet'
export const servicesKey = 'tables/services/data.parquet'
export const lakeKey = 'lake.json'
/** Tables of one object: what they hold is of no one province and year. */
export const wholeTables: Readonly<Partial<Record<TableName, string>>> = { units: unitsKey, aliases: aliasesKey, services: servicesKey }
/** One object a table, province and year. */
export const tableKey = (table: TableName, province: string | null, year: number): string => `tables/${table}/province=${province ?? 'none'}/year=${year}/data.parquet`

export interface Partition {
  readonly table: TableName
  readonly province: string
  readonly year: number
}

export function partitionOf(key: string): Partition | null {
  const match = /^tables\/(\w+)\/province=(\w+)\/year=(\d{4})\/data\.parquet$/.exec(key)
  return match ? { table: match[1] as TableName, province: match[2] as string, year: Number(match[3]) } : null
}
