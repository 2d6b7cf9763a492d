import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { importUnits } from '../functions/land/import-units.ts'
import { land } from '../functions/land/land.ts'
import { folderStorage } from '../functions/storage/folder.ts'
import { openDatabase } from '../queries/duckdb.ts'
import { quoted } from '../schema/quoted.ts'
import type { Scale } from './bench-options.ts'
import { type Figure, held, told } from './figure.ts'
import { type LandedOnce, landedOnce } from './landed-once.ts'
import { milliseconds, timed } from './timing.ts'

const DEMO = 'functions/demo'
const RECEIVED = Date.parse('2024-01-01T09:00:00+07:00')

async function plainCopy(csv: string, to: string): Promise<void> {
  const database = await openDatabase({ memoryLimit: '2GB' })
  const session = await database.session()
  await session.run(`copy (select * from read_csv(${quoted(csv)})) to ${quoted(to)} (format parquet, compression zstd)`)
  session.close()
  database.close()
}

/** A large flat CSV into an empty lake, against DuckDB's own copy of the same file to Parquet: at most 3 times. */
export async function measureLargeLanding(units: string, csv: string, scale: Scale, say: (text: string) => void): Promise<Figure[]> {
  const [landed, copied]: [LandedOnce[], number[]] = [[], []]
  for (let round = 0; round < scale.landings; round++) {
    say(`b  landing ${scale.csvRows} rows, ${round + 1} of ${scale.landings}`)
    landed.push(await landedOnce(units, csv))
    copied.push(await milliseconds(() => plainCopy(csv, `${csv}.parquet`)))
  }
  const { p50, p95, rounds } = timed(landed.map((one) => one.milliseconds))
  const rows = landed[0]?.rows ?? 0
  return [
    held(`b  landing ${rows.toLocaleString('en')} flat CSV rows, against COPY to Parquet`, 'ms', p50, timed(copied).p50, 3, { rounds, p95 }),
    told(`d  peak of landing ${rows.toLocaleString('en')} flat CSV rows`, 'MB', Math.max(...landed.map((one) => one.peakMegabytes))),
  ]
}

/** The demo's province: its units, and all its daily workbooks but the last. */
async function provinceLake(folder: string, files: readonly string[]): Promise<string> {
  const lake = join(folder, `lake-province-${files.length}`)
  await importUnits(folderStorage(lake), await readFile(join(DEMO, 'units-2023-01-01.csv')), '2023-01-01')
  const arrivals = files.map((file) => ({ file, receivedAt: RECEIVED, bytes: () => readFile(join(DEMO, 'exports', file)) }))
  if (arrivals.length > 0) await land(folderStorage(lake), arrivals, { said: { province: null, date: null } })
  return lake
}

/** One province's daily workbook in a fresh process: under half a second of CPU after start. */
export async function measureWorkbook(folder: string, scale: Scale, say: (text: string) => void): Promise<Figure[]> {
  const files = (await readdir(join(DEMO, 'exports'))).filter((file) => file.endsWith('.xlsx')).sort()
  const last = files.pop() as string
  const figures: Figure[] = []
  for (const [before, beside] of [
    [[], 'into an empty lake'],
    [files, `beside ${files.length} others`],
  ] as const) {
    say(`c  one workbook ${beside}`)
    const lake = await provinceLake(folder, before)
    const landed: LandedOnce[] = []
    for (let round = 0; round < 2 * scale.landings + 1; round++) landed.push(await landedOnce(lake, join(DEMO, 'exports', last)))
    const seconds = timed(landed.map((one) => one.cpuSeconds))
    figures.push({ ...told(`c  CPU of one daily workbook ${beside}`, 's', seconds.p50, 0.5), rounds: seconds.rounds, p95: seconds.p95 })
    figures.push(told(`c  time of one daily workbook ${beside}`, 'ms', timed(landed.map((one) => one.milliseconds)).p50))
  }
  return figures
}
