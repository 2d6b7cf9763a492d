import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseMoment } from '../../schema/days.ts'
import type { Storage } from '../../schema/lake.ts'
import { importUnits } from '../land/import-units.ts'
import { type Arrival, type Landing, land } from '../land/land.ts'
import { arrivalsOf } from './arrivals.ts'
import { CAMPAIGN, demoPicture, FIRST, LAST } from './demo-picture.ts'
import { openStorage, withLake } from './open-lake.ts'
import { progressLine } from './progress.ts'
import { findingsInWords, summary } from './receipt-report.ts'
import { serveLake } from './serve-command.ts'
import { parseAlone } from './usage.ts'

const LAKE = './lake-demo'

/** The demo's files lie beside the sources; the bundle finds them from the package's root. */
function demoFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, 'functions', 'demo')
    if (existsSync(found)) return found
    if (folder === dirname(folder)) throw new Error('functions/demo is missing from this installation')
  }
}

/** The main job on bundled exports: lands them into a lake of their own, tells what was found, shows the numbers, serves them. */
export async function demoCommand(words: readonly string[]): Promise<number> {
  const { options } = parseAlone('demo', words, ['port'])
  const lake = options.lake ?? LAKE
  await landDemo(openStorage(lake))
  await withLake(lake, async (asking) => say(await demoPicture(asking)))
  say(`
Xem tiếp / Where to look
  npx da06 query checks unit=82 from=${FIRST} to=${LAST} --lake ${lake}      kiểm tra số liệu / checks
  npx da06 query revisions unit=28288 metric=activated on=2023-09-04 --lake ${lake}   số này từ đâu / where a number comes from
  npx da06 query discipline unit=815 from=${CAMPAIGN.from} to=${CAMPAIGN.to} --lake ${lake}   ai gửi, đúng hạn / who sent, on time
  npx da06 land TỆP --lake ${lake}                                           nạp tệp của bạn / land a file of yours
  README.md, docs/                                                       hướng dẫn / guides
GraphQL và / and GraphiQL:
`)
  return serveLake(lake, options.port)
}

const say = (text: string): void => void process.stderr.write(text)

async function landDemo(storage: Storage): Promise<void> {
  const folder = demoFolder()
  for (const name of ['units-2023-01-01.csv', 'agencies-2023-01-01.csv']) await importUnits(storage, await readFile(join(folder, name)), '2023-01-01')
  const line = progressLine()
  const arrivals = await arrivalsOf([join(folder, 'exports')], Date.now())
  const landing: Landing = {
    said: { province: null, date: null },
    progress: ({ read, of, file, writing }) => line.tell(writing ? `ghi / writing ${writing}` : `đọc / reading ${read}/${of} ${file ?? ''}`),
  }
  // The second export of 4 September comes later, as it did: so its day has two versions to look at.
  const second = ({ file }: Arrival): boolean => file.includes('_lan2')
  const first = await land(
    storage,
    arrivals.filter((arrival) => !second(arrival)),
    landing,
  )
  const procedures = await procedureArrivals(folder)
  const receipts = [
    ...first,
    ...(await land(storage, arrivals.filter(second), landing)),
    ...(await land(storage, procedures, { ...landing, said: { province: '82', date: null } })),
  ]
  line.end()
  say(`Tiền Giang 2023 — đơn vị thật, SỐ LIỆU GIẢ ĐỊNH / real units, MADE-UP counts\nKho / lake: ${storage.address}\n\n${findingsInWords(receipts)}${summary(receipts)}\n\n`)
}

/** Reports of procedures name no province, and came in when made-up moments say. */
async function procedureArrivals(folder: string): Promise<Arrival[]> {
  const lines = (await readFile(join(folder, 'received.csv'), 'utf8')).trim().split('\n').slice(1)
  const received = new Map(lines.map((line) => line.split(',') as [string, string]))
  const arrivals = await arrivalsOf([join(folder, 'procedures')], Date.now())
  return arrivals.map((arrival) => ({ ...arrival, receivedAt: parseMoment(received.get(basename(arrival.file)) ?? '') ?? arrival.receivedAt }))
}
