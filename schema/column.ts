/** A column of the lake, described once: Parquet, reading, the API's descriptions and the docs come from here. */
export type ColumnType = 'VARCHAR' | 'BIGINT' | 'INTEGER' | 'DATE' | 'TIMESTAMP'

export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly vi: string
  readonly en: string
}

export const column = (name: string, type: ColumnType, vi: string, en: string): Column => ({ name, type, vi, en })
