import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { importUnits } from '../functions/land/import-units.ts'
import { folderStorage } from '../functions/storage/folder.ts'
import { openDatabase } from '../queries/duckdb.ts'
import type { TableName } from '../schema/columns.ts'
import { activationCounts } from '../schema/fact-columns.ts'
import { LAKE_FORMAT, lakeKey, tableKey } from '../schema/lake.ts'
import { quoted } from '../schema/quoted.ts'
import type { Scale } from './bench-options.ts'
import { currentRows, DISTRICTS, FIRST_DAY, findingRows, landingRows, supersededRows, YEAR } from './made-up-facts.ts'
import { AGENCIES, agencyCode, digitisationRows, dossierRows, PROCEDURE_PROVINCES } from './made-up-procedures.ts'

export interface MadeUpLakes {
  readonly units: string
  readonly one: string
  readonly all: string
}

export const codeOf = (number: number, digits: number): string => String(number).padStart(digits, '0')

const rowsOf: Partial<Record<TableName, (province: number, communes: number, days: number) => string>> = {
  activation: currentRows,
  activation_superseded: supersededRows,
  landings: landingRows,
  findings: findingRows,
}
const procedureRowsOf: Partial<Record<TableName, (province: number, communes: number) => string>> = { dossiers: dossierRows, digitisation: digitisationRows }

function unitLines({ provinces, communes }: Scale): string {
  const lines = ['code,name,full_name,type,parent_code,level']
  for (let p = 0; p < provinces; p++) {
    const province = codeOf(p + 1, 2)
    lines.push(`${province},${province},Tỉnh ${province},Tỉnh,,province`)
    for (let d = 1; d <= DISTRICTS; d++) lines.push(`${codeOf(p * DISTRICTS + d, 3)},${p * DISTRICTS + d},Huyện ${p * DISTRICTS + d},Huyện,${province},district`)
    for (let k = 0; k < communes; k++) {
      const [number, type] = [p * communes + k + 1, k % 7 === 0 ? 'Phường' : k % 11 === 0 ? 'Thị trấn' : 'Xã']
      lines.push(`${codeOf(number, 5)},${number},${type} ${number},${type},${codeOf(p * DISTRICTS + (k % DISTRICTS) + 1, 3)},commune`)
    }
    for (let a = 1; a <= AGENCIES; a++) lines.push(`${agencyCode(a)},${a},Sở ${a},Sở,${province},agency`)
  }
  return `${lines.join('\n')}\n`
}

async function copyInto(path: string, select: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const database = await openDatabase({ memoryLimit: '4GB' })
  const session = await database.session()
  await session.run(`copy (${select}) to ${quoted(path)} (format parquet, compression zstd)`)
  session.close()
  database.close()
}

/** Three lakes of one made-up country: units alone, one province's year, and every province's. */
export async function makeUpLakes(folder: string, scale: Scale, say: (text: string) => void): Promise<MadeUpLakes> {
  const lakes = { units: join(folder, 'lake-units'), one: join(folder, 'lake-one'), all: join(folder, 'lake-all') }
  const storage = folderStorage(lakes.units)
  await storage.put(lakeKey, Buffer.from(`${JSON.stringify({ format: LAKE_FORMAT })}\n`))
  await importUnits(storage, Buffer.from(unitLines(scale)), FIRST_DAY)
  for (const lake of [lakes.one, lakes.all]) await cp(lakes.units, lake, { recursive: true })
  for (let province = 0; province < scale.provinces; province++) {
    say(`making up province ${province + 1} of ${scale.provinces}`)
    for (const [table, rows] of Object.entries({ ...rowsOf, ...(province < PROCEDURE_PROVINCES && procedureRowsOf) }))
      await copyInto(join(lakes.all, tableKey(table as TableName, codeOf(province + 1, 2), YEAR)), rows(province, scale.communes, scale.days))
  }
  for (const table of Object.keys({ ...rowsOf, ...procedureRowsOf })) {
    const key = tableKey(table as TableName, codeOf(1, 2), YEAR)
    await cp(join(lakes.all, key), join(lakes.one, key), { recursive: true })
  }
  return lakes
}

/** A flat CSV of the made-up facts, commune by commune, with a few cells that are no counts. */
export async function makeUpCsv(path: string, lake: string, rows: number, days: number): Promise<void> {
  const counts = activationCounts
    .map(({ name }) => (name === 'target' ? `case when n % 50000 = 7 then 'đang cập nhật' else cast(target as varchar) end as target` : name))
    .join(', ')
  const communes = Math.ceil((rows / days) * 1.01)
  const facts = `read_parquet(${quoted(join(lake, 'tables/activation/*/*/data.parquet'))}, hive_partitioning = false)`
  const select = `select date, unit_code, ${counts} from (select *, row_number() over (order by date, unit_code) as n from ${facts} where unit_code <= '${codeOf(communes, 5)}') order by date, unit_code limit ${rows}`
  const database = await openDatabase({ memoryLimit: '4GB' })
  const session = await database.session()
  await session.run(`copy (${select}) to ${quoted(path)} (format csv, header)`)
  session.close()
  database.close()
}
