import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { folderStorage } from '../../functions/storage/folder.ts'
import type { Asking } from '../../queries/asking.ts'
import { type Database, openDatabase } from '../../queries/duckdb.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Cell, Engine } from '../../queries/engine.ts'
import { registerReader } from '../../queries/register.ts'
import type { Column } from '../../schema/column.ts'
import { type TableName, tables } from '../../schema/columns.ts'
import { FOREVER } from '../../schema/days.ts'
import { tableKey, unitsKey, wholeTables } from '../../schema/lake.ts'
import type { Unit } from '../../schema/units.ts'

export type LakeRow = Readonly<Record<string, Cell>>
/** Rows by table; where a row lies follows from its unit's province (of an agency's it may say which) and its day. */
export type LakeRows = Partial<Record<Exclude<TableName, 'units'>, readonly LakeRow[]>>

export const unit = (code: string, parts: Partial<Unit> = {}): Unit => ({
  code,
  name: code,
  fullName: `Đơn vị ${code}`,
  type: code.length === 2 ? 'tỉnh' : code.length === 3 ? 'huyện' : 'xã',
  level: code.length === 2 ? 'province' : code.length === 3 ? 'district' : 'commune',
  parentCode: null,
  province: '82',
  district: null,
  validFrom: '2023-01-01',
  validTo: FOREVER,
  editions: '2023-01-01/VN',
  ...parts,
})

/** A province of two districts of two communes and three. */
export const smallRegister: readonly Unit[] = [
  unit('82'),
  unit('815', { parentCode: '82', type: 'thành phố' }),
  unit('816', { parentCode: '82' }),
  ...['00001', '00002'].map((code) => unit(code, { parentCode: '815', district: '815', type: 'phường' })),
  ...['00003', '00004', '00005'].map((code) => unit(code, { parentCode: '816', district: '816' })),
]

const unitRow = ({ fullName, parentCode, validFrom, validTo, ...rest }: Unit): LakeRow => ({
  ...rest,
  full_name: fullName,
  parent_code: parentCode,
  valid_from: validFrom,
  valid_to: validTo,
})

/** The moment a day's export lands, unless a test says another. */
export const landedAt = (day: string): number => Date.parse(`${day}T11:00:00Z`)
export const sha = (letter: string): string => letter.repeat(64)

/** A row of `activation` or, with superseded_at, of `activation_superseded`. */
export const fact = (date: string, unit_code: string, counts: LakeRow, more: LakeRow = {}): LakeRow => ({
  date,
  unit_code,
  stated_at: landedAt(date),
  received_at: landedAt(date),
  landed_at: landedAt(date),
  source: sha('a'),
  source_sheet: 'Sheet1',
  source_row: 7,
  ...counts,
  ...more,
})

/** A row of `dossiers`, of all dossiers of a unit unless it says which service or field; or of `digitisation`. */
export const periodFact = (first: string, last: string, unit_code: string, counts: LakeRow, more: LakeRow = {}): LakeRow => ({
  first,
  last,
  unit_code,
  stated_at: landedAt(last),
  received_at: landedAt(last),
  landed_at: landedAt(last),
  source: sha('a'),
  source_sheet: 'Sheet1',
  source_row: 7,
  ...counts,
  ...more,
})

let database: Promise<Database> | undefined

async function write(path: string, columns: readonly Column[], rows: readonly LakeRow[]): Promise<void> {
  database ??= openDatabase()
  const session = await (await database).session()
  const name = `t${randomUUID().replaceAll('-', '')}`
  mkdirSync(dirname(path), { recursive: true })
  await session.run(`create table ${name} (${columns.map((column) => `"${column.name}" ${column.type}`).join(', ')})`)
  session.append(name, columns, rows)
  await session.run(`copy (select * from ${name} order by ${columns.length > 2 ? '1, 2' : '1'}) to '${path}' (format parquet, compression zstd)`)
  await session.run(`drop table ${name}`)
  session.close()
}

function placeOf(table: TableName, row: LakeRow, units: readonly Unit[]): string {
  const whole = wholeTables[table]
  if (whole !== undefined) return whole
  if (table === 'landings' || table === 'findings' || table === 'submissions') return tableKey(table, (row.province as string | null) ?? null, 2023)
  const province = (row.province as string | undefined) ?? units.find((one) => one.code === row.unit_code)?.province ?? '82'
  return tableKey(table, province, Number(((row.date ?? row.last) as string).slice(0, 4)))
}

/** Writes a lake into a folder as landing would leave it. */
export async function writeLake(folder: string, units: readonly Unit[], rows: LakeRows): Promise<void> {
  await write(join(folder, unitsKey), tables.units, units.map(unitRow))
  for (const [table, list] of Object.entries(rows) as [Exclude<TableName, 'units'>, readonly LakeRow[]][]) {
    for (const key of new Set(list.map((row) => placeOf(table, row, units)))) {
      const here = list.filter((row) => placeOf(table, row, units) === key)
      await write(join(folder, key), tables[table], here)
    }
  }
}

export interface TestLake {
  readonly asking: Asking
  readonly engine: Engine
  readonly folder: string
  close(): void
}

/** A lake of its own with an engine over it. */
export async function lakeOf(rows: LakeRows, { units = smallRegister, hold = true, today = '2023-12-31' } = {}): Promise<TestLake> {
  const folder = mkdtempSync(join(tmpdir(), 'questions-'))
  await writeLake(folder, units, rows)
  const engine = duckdbEngine(folderStorage(folder), { hold })
  const register = await registerReader(engine)()
  return {
    asking: { engine, register, today },
    engine,
    folder,
    close: () => {
      engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
