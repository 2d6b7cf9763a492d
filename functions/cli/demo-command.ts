import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Asking } from '../../queries/asking.ts'
import type { AnswerRow } from '../../queries/question.ts'
import { questionNamed } from '../../queries/questions.ts'
import type { Storage } from '../../schema/lake.ts'
import { importUnits } from '../land/import-units.ts'
import { type Arrival, type Landing, land } from '../land/land.ts'
import { arrivalsOf } from './arrivals.ts'
import { bar, sparkline } from './chart.ts'
import { openStorage, withLake } from './open-lake.ts'
import { aligned } from './print-rows.ts'
import { progressLine } from './progress.ts'
import { findingsInWords, summary } from './receipt-report.ts'
import { serveLake } from './serve-command.ts'
import { parseAlone } from './usage.ts'

const LAKE = './lake-demo'
const [FIRST, LAST] = ['2023-08-20', '2023-10-18']

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
  await withLake(lake, tellNumbers)
  say(`
Xem tiếp / Where to look
  npx da06 query checks unit=82 from=${FIRST} to=${LAST} --lake ${lake}      kiểm tra số liệu / checks
  npx da06 query revisions unit=28288 metric=activated on=2023-09-04 --lake ${lake}   số này từ đâu / where a number comes from
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
  const receipts = [...first, ...(await land(storage, arrivals.filter(second), landing))]
  line.end()
  say(`Tiền Giang 2023 — đơn vị thật, SỐ LIỆU GIẢ ĐỊNH / real units, MADE-UP counts\nKho / lake: ${storage.address}\n\n${findingsInWords(receipts)}${summary(receipts)}\n\n`)
}

async function tellNumbers(asking: Asking): Promise<void> {
  const ask = async (name: string, keys: Record<string, string>): Promise<AnswerRow[]> => (await questionNamed(name)?.run(asking, keys)) ?? []
  const days = await ask('trend', { unit: '82', metric: 'activated', from: FIRST, to: LAST })
  const values = days.map(({ value }) => value as number | null)
  say(`Tài khoản đã kích hoạt toàn tỉnh / accounts activated, ${FIRST} – ${LAST}\n${sparkline(values)}  ${number(values.at(0))} → ${number(values.at(-1))}\n\n`)
  const districts = await ask('comparison', { unit: '82', level: 'district', metric: 'activation_rate_by_target', on: LAST, since: '2023-10-11' })
  const rows = districts.map((row) => ({
    hạng: row.rank,
    'đơn vị': row.unit_name,
    'kích hoạt': row.numerator,
    'chỉ tiêu': row.denominator,
    'tỷ lệ %': row.value === null ? null : Math.round((row.value as number) * 10_000) / 100,
    '±hạng': row.rank_change,
    ' ': bar(row.value as number | null, 30),
  }))
  say(
    `Tỷ lệ kích hoạt trên chỉ tiêu theo huyện, ${LAST} (so với 2023-10-11) / activation rate by district\n${aligned(
      Object.keys(rows[0] ?? {}).map((name) => ({ name })),
      rows,
    )}\n`,
  )
}

const number = (value: number | null | undefined): string => (value == null ? '—' : value.toLocaleString('vi-VN'))
