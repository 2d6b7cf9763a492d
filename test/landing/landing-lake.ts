import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importUnits } from '../../functions/land/import-units.ts'
import { type Arrival, type Landing, land } from '../../functions/land/land.ts'
import { folderStorage } from '../../functions/storage/folder.ts'
import { openDatabase } from '../../queries/duckdb.ts'
import type { Row } from '../../queries/engine.ts'
import type { Storage } from '../../schema/lake.ts'
import type { Receipt } from '../../schema/receipts.ts'

export const RECEIVED = Date.parse('2023-11-01T02:00:00Z')
const registers = new URL('registers/', import.meta.url)

export interface LandingLake {
  readonly folder: string
  readonly storage: Storage
  land(files: Readonly<Record<string, string | Buffer>>, more?: Partial<Landing> & { receivedAt?: number }): Promise<Receipt[]>
  /** Rows of a table as any Parquet reader sees them. */
  rows(table: string, columns?: string): Promise<Row[]>
  remove(): void
}

/** An empty lake in a folder of its own that knows the units of some register files. */
export async function landingLake(...register: readonly ('2023' | '2025' | 'agencies')[]): Promise<LandingLake> {
  const folder = mkdtempSync(join(tmpdir(), 'da06-test-'))
  const storage = folderStorage(folder)
  for (const year of register) await importUnits(storage, readFileSync(new URL(`${year}.csv`, registers)), year === '2025' ? '2025-07-01' : '2023-01-01')
  return {
    folder,
    storage,
    land: (files, more = {}) => land(storage, arrivalsOf(files, more.receivedAt), { said: { province: null, date: null }, ...more }),
    rows: (table, columns = '*') => rowsOf(folder, table, columns),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export const arrivalsOf = (files: Readonly<Record<string, string | Buffer>>, receivedAt = RECEIVED): Arrival[] =>
  Object.entries(files).map(([file, bytes]) => ({ file, receivedAt, bytes: async () => Buffer.from(bytes) }))

async function rowsOf(folder: string, table: string, columns: string): Promise<Row[]> {
  const database = await openDatabase()
  const session = await database.session()
  try {
    return await session.rows(`select ${columns} from read_parquet('${folder}/tables/${table}/**/*.parquet', hive_partitioning = false) order by all`)
  } catch (error) {
    if (/No files found/.test(String(error))) return []
    throw error
  } finally {
    session.close()
    database.close()
  }
}

/** A day's flat export: unit codes to counts. */
export const flatExport = (day: string, rows: Readonly<Record<string, readonly (number | string)[]>>, columns = ['activated_l1', 'activated_l2']): string =>
  [['date', 'unit_code', ...columns].join(','), ...Object.entries(rows).map(([code, counts]) => [day, code, ...counts].join(','))].join('\n')
