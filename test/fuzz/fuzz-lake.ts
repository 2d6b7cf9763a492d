import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { land } from '../../functions/land/land.ts'
import { type Export, readExport } from '../../functions/land/read-export.ts'
import { loadRegister } from '../../functions/land/register.ts'
import type { Said } from '../../functions/land/said.ts'
import { openWorkspace } from '../../functions/land/workspace.ts'
import { folderStorage } from '../../functions/storage/folder.ts'
import { type Database, openDatabase, type Session } from '../../queries/duckdb.ts'
import type { Row } from '../../queries/engine.ts'
import type { Receipt } from '../../schema/receipts.ts'
import type { Register } from '../../schema/units.ts'
import { landingLake, RECEIVED } from '../landing/landing-lake.ts'
import type { FuzzFile } from './fuzz-file.ts'

/** Thousands of lakes, each written with care: on a disk that is none. */
const fast = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** What a file left behind when it was landed alone, in a lake of its own. */
export interface Landed {
  readonly receipt: Receipt
  readonly facts: readonly Row[]
  /** How its sheets were understood; null where it was refused. */
  readonly read: Export | null
  /** Objects of the lake, and every text that stands in them, in receipts, findings and on the standard error. */
  readonly keys: readonly string[]
  readonly texts: string
  readonly ms: number
  readonly errors: string
}

export interface FuzzLakes {
  readonly register: Register
  land(file: FuzzFile, said: Said): Promise<Landed>
  close(): void
}

/** Lakes that know one province, one a file; what they hold is read by a DuckDB of the suite's own. */
export async function fuzzLakes(): Promise<FuzzLakes> {
  const template = await landingLake('2023')
  const database: Database = await openDatabase()
  const session = await database.session()
  const work = await openWorkspace(template.storage)
  const register = await loadRegister(work)
  await work.close()
  return {
    register,
    land: (file, said) => landAlone(template.folder, session, register, file, said),
    close() {
      session.close()
      database.close()
      template.remove()
    },
  }
}

async function landAlone(template: string, session: Session, register: Register, { name, bytes }: FuzzFile, said: Said): Promise<Landed> {
  const folder = mkdtempSync(join(fast, 'da06-fuzz-'))
  cpSync(template, folder, { recursive: true })
  const written: string[] = []
  const own = process.stderr.write
  process.stderr.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0
  try {
    const from = performance.now()
    const receipts = await land(folderStorage(folder), [{ file: name, receivedAt: RECEIVED, bytes: async () => bytes }], { said })
    const ms = performance.now() - from
    const [receipt] = receipts
    if (receipts.length !== 1 || !receipt) throw new Error(`${receipts.length} receipts of one file`)
    const read = receipt.state === 'landed' ? await readExport(bytes, said, register) : null
    return { receipt, read, ms, errors: written.join(''), ...(await leftIn(folder, session, receipt)) }
  } finally {
    process.stderr.write = own
    rmSync(folder, { recursive: true })
  }
}

/** Objects of the lake but the raw file itself, as bytes and as any Parquet reader sees them. */
async function leftIn(folder: string, session: Session, receipt: Receipt): Promise<Pick<Landed, 'facts' | 'keys' | 'texts'>> {
  const keys = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  const tables = keys.filter((key) => key.endsWith('.parquet') && !key.startsWith('tables/units'))
  const rows = new Map<string, Row[]>()
  for (const key of tables) rows.set(key, await session.rows(`select * from read_parquet('${join(folder, key)}', hive_partitioning = false)`))
  const objects = keys.filter((key) => !key.startsWith('raw/')).map((key) => readFileSync(join(folder, key), 'latin1') + readFileSync(join(folder, key), 'utf8'))
  return {
    keys,
    facts: [...rows].filter(([key]) => key.startsWith('tables/activation/')).flatMap(([, found]) => found),
    texts: JSON.stringify([receipt, keys, [...rows.values()]]) + objects.join(''),
  }
}
