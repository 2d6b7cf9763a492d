import { expect, test } from 'vitest'
import { type TableName, tables } from '../../schema/columns.ts'
import { glueTable, lakeReach, trinoTable } from '../../schema/external-tables.ts'
import { partitionOf, tableKey, wholeTables } from '../../schema/lake.ts'

const names = Object.keys(tables) as TableName[]
const LAKE = 's3://kho/de-an-06/'

test.each(names)('%s: every column, in order, with what it means', (name) => {
  const { StorageDescriptor, Parameters, PartitionKeys } = glueTable(name, LAKE)
  expect(StorageDescriptor.Columns.map((column) => column.Name)).toEqual(tables[name].map((column) => column.name))
  // Glue's own limit, and no line breaks.
  for (const { Comment } of [...StorageDescriptor.Columns, ...PartitionKeys]) expect(Comment).toMatch(/^.{1,255}$/)
  expect(StorageDescriptor.Location).toBe(`s3://kho/de-an-06/tables/${name}/`)
  const [drop, create] = trinoTable(name, LAKE, 'hive.da06')
  expect(drop).toBe(`drop table if exists hive.da06.${name}`)
  for (const column of tables[name]) expect(create).toContain(`  "${column.name}" `)
  expect(Parameters['projection.enabled'] === 'true').toBe(wholeTables[name] === undefined)
  expect(create?.includes('partition_projection_enabled')).toBe(wholeTables[name] === undefined)
  expect(PartitionKeys.map((key) => key.Name)).toEqual(wholeTables[name] === undefined ? ['province', 'year'] : [])
})

test('a lake at the top of its place', () => {
  expect(trinoTable('units', 'local://', 'hive.da06')[1]).toContain("'local:///tables/units/'")
  expect(glueTable('units', 's3://kho').StorageDescriptor.Location).toBe('s3://kho/tables/units/')
})

test('a partition lies where landing puts it', () => {
  const template = glueTable('activation', LAKE).Parameters['storage.location.template'] as string
  const place = template.replace(/\$\{province\}/, '82').replace(/\$\{year\}/, '2023')
  expect(`${place}data.parquet`).toBe(`${LAKE}${tableKey('activation', '82', 2023)}`)
})

test('the 63 provinces of 2023, those of 2025 among them, and receipts of none', () => {
  const { provinces, years } = lakeReach
  expect(new Set(provinces).size).toBe(64)
  expect(provinces).toContain(partitionOf(tableKey('landings', null, 2023))?.province)
  const kept = '01 04 08 11 12 14 15 19 20 22 24 25 31 33 37 38 40 42 44 46 48 51 52 56 66 68 75 79 80 82 86 91 92 96'.split(' ')
  expect(kept.length).toBe(34)
  expect(kept.filter((code) => !provinces.includes(code))).toEqual([])
  expect(years[0]).toBeLessThan(2022)
})
