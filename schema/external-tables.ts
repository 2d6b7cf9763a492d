import type { Column, ColumnType } from './column.ts'
import { type TableName, tables } from './columns.ts'
import { wholeTables } from './lake.ts'
import { quoted } from './quoted.ts'

/** Every code a province has had since 2004; the 34 of July 2025 are among them. `none`: receipts of no province. */
const PROVINCES =
  '01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96 none'

/** What the tables cover: partitions are told in advance, so that a landing has nothing to register. */
export const lakeReach: { readonly provinces: readonly string[]; readonly years: readonly [number, number] } = { provinces: PROVINCES.split(' '), years: [2020, 2035] }

/** A table as Glue's API and CloudFormation take it (`TableInput`). */
export interface GlueTable {
  readonly Name: string
  readonly Description: string
  readonly TableType: 'EXTERNAL_TABLE'
  readonly Parameters: Readonly<Record<string, string>>
  readonly PartitionKeys: readonly GlueColumn[]
  readonly StorageDescriptor: {
    readonly Columns: readonly GlueColumn[]
    readonly Location: string
    readonly InputFormat: string
    readonly OutputFormat: string
    readonly SerdeInfo: { readonly SerializationLibrary: string; readonly Parameters: Readonly<Record<string, string>> }
  }
}

interface GlueColumn {
  readonly Name: string
  readonly Type: string
  readonly Comment: string
}

/** Hive reads a TIMESTAMP to the millisecond; landing writes whole ones. */
const glueTypes: Readonly<Record<ColumnType, string>> = { VARCHAR: 'string', BIGINT: 'bigint', INTEGER: 'int', DATE: 'date', TIMESTAMP: 'timestamp' }
const trinoTypes: Readonly<Record<ColumnType, string>> = { VARCHAR: 'varchar', BIGINT: 'bigint', INTEGER: 'integer', DATE: 'date', TIMESTAMP: 'timestamp(3)' }

const partitions = [
  { name: 'province', type: 'VARCHAR', vi: 'Mã tỉnh', en: 'Code of the province' },
  { name: 'year', type: 'INTEGER', vi: 'Năm', en: 'Year' },
] as const satisfies readonly Column[]

const meaning = ({ vi, en }: { readonly vi: string; readonly en: string }): string => `${vi} / ${en}`
const glueColumn = (column: Column): GlueColumn => ({ Name: column.name, Type: glueTypes[column.type], Comment: meaning(column) })
const folderOf = (lake: string, table: TableName): string => `${lake.replace(/(?<![:/])\/+$/, '')}/tables/${table}/`
const isWhole = (table: TableName): boolean => wholeTables[table] !== undefined

/** A table of the lake for Glue, and so for Athena. `lake`: s3://bucket/prefix. */
export function glueTable(table: TableName, lake: string): GlueTable {
  const location = folderOf(lake, table)
  const [first, last] = lakeReach.years
  const projection = {
    'projection.enabled': 'true',
    'projection.province.type': 'enum',
    'projection.province.values': lakeReach.provinces.join(','),
    'projection.year.type': 'integer',
    'projection.year.range': `${first},${last}`,
    // Blanks that Glue fills.
    'storage.location.template': `${location}province=\${province}/year=\${year}/`,
  }
  return {
    Name: table,
    Description: 'Đề án 06 Analytics, docs/lake.md',
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: 'parquet', ...(!isWhole(table) && projection) },
    PartitionKeys: isWhole(table) ? [] : partitions.map(glueColumn),
    StorageDescriptor: {
      Columns: tables[table].map(glueColumn),
      Location: location,
      InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
      SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe', Parameters: { 'serialization.format': '1' } },
    },
  }
}

const trinoList = (values: readonly (string | number)[]): string => `array[${values.map((value) => quoted(String(value))).join(', ')}]`

/** The statements that make a table of the lake in Trino's Hive connector anew; the lake itself is not touched. `schema`: "catalog.schema". */
export function trinoTable(table: TableName, lake: string, schema: string): string[] {
  const projections = {
    province: `partition_projection_type = 'enum', partition_projection_values = ${trinoList(lakeReach.provinces)}`,
    year: `partition_projection_type = 'integer', partition_projection_range = ${trinoList(lakeReach.years)}`,
  }
  const columnOf = (column: Column, projection = ''): string => `  "${column.name}" ${trinoTypes[column.type]} comment ${quoted(meaning(column))}${projection}`
  const columns = [
    ...tables[table].map((column) => columnOf(column)),
    ...(isWhole(table) ? [] : partitions.map((column) => columnOf(column, ` with (${projections[column.name]})`))),
  ]
  const placing = isWhole(table) ? '' : ", partitioned_by = array['province', 'year'], partition_projection_enabled = true"
  return [
    `drop table if exists ${schema}.${table}`,
    `create table ${schema}.${table} (\n${columns.join(',\n')}\n) with (format = 'PARQUET', external_location = ${quoted(folderOf(lake, table))}${placing})`,
  ]
}
