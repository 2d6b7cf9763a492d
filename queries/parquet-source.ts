import { partitionOf } from '../schema/lake.ts'
import { quoted } from '../schema/quoted.ts'

/** An object of the lake and the file that holds its bytes. */
export interface ObjectFile {
  readonly key: string
  readonly path: string
}

/** Columns with the place of their object beside them. */
export const placed = (province: string, year: string): string => `*, ${province} as province, ${year} as year`

/** An object's rows, read from its Parquet file or from a table that holds them. Its place is a word of the query, so that what is asked of it is known before a row is read. */
export function objectRows(key: string, from: string): string {
  const partition = partitionOf(key)
  return `select ${partition ? placed(quoted(partition.province), String(partition.year)) : '*'} from ${from}`
}

export const parquetFile = (path: string): string => `read_parquet(${quoted(path)}, hive_partitioning = false)`

/** Whether a file's folders tell its place, and nothing else that looks like one. */
const tellsPlace = ({ key, path }: ObjectFile): boolean => partitionOf(key) !== null && path.endsWith(`/${key}`) && !path.slice(0, -key.length).includes('=')

/** Rows of several objects. Where folders tell each file's place it is one scan, which DuckDB plans better than many. */
export function parquetRows(files: readonly ObjectFile[]): string {
  if (files.length > 1 && files.every(tellsPlace))
    return `select * from read_parquet([${files.map(({ path }) => quoted(path)).join(', ')}], hive_partitioning = true, hive_types = {province: varchar, year: integer})`
  return files.map(({ key, path }) => objectRows(key, parquetFile(path))).join(' union all ')
}
