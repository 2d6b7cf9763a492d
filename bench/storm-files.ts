import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CellValue, readXlsx, writeXlsx } from 'hucre/xlsx'
import { localDay, shiftDay } from '../schema/days.ts'

export const DEMO = 'functions/demo'
const WORKBOOKS = 0.7
const FLAT = 0.2

/** A folder of so many exports under names in no order: daily workbooks, flat corrections of their days, and the same files twice. */
export async function makeUpStorm(folder: string, count: number, say: (text: string) => void): Promise<void> {
  await mkdir(folder, { recursive: true })
  const demo = (await readdir(join(DEMO, 'exports'))).filter((name) => /^DC01_[\d-]+\.xlsx$/.test(name)).sort()
  const written: string[] = []
  const name = (ending: string): string => join(folder, `${shuffled(written.length)} ${written.length}.${ending}`)
  const [workbooks, flat] = [Math.round(count * WORKBOOKS), Math.round(count * FLAT)]
  for (let i = 0; i < workbooks; i++) {
    if (i % 100 === 0) say(`made ${i} of ${count} files`)
    const path = name('xlsx')
    await writeFile(path, await ofDay(join(DEMO, 'exports', demo[i % demo.length] as string), shiftDay('2023-01-01', i)))
    written.push(path)
  }
  const codes = (await readFile(join(DEMO, 'units-2023-01-01.csv'), 'utf8')).split('\n').flatMap((line) => /^(\d{5}),/.exec(line)?.[1] ?? [])
  for (let i = 0; i < flat; i++) {
    const day = shiftDay('2023-01-01', (i * 7) % workbooks)
    const path = name('csv')
    await writeFile(path, ['date,unit_code,activated_l1,activated_l2', ...codes.map((code, k) => `${day},${code},${k + i},${2 * k}`)].join('\n'))
    written.push(path)
  }
  while (written.length < count) {
    const of = written[(written.length * 13) % (workbooks + flat)] as string
    const path = name(of.slice(of.lastIndexOf('.') + 1))
    await copyFile(of, path)
    written.push(path)
  }
}

/** A number's place in a mixed order that is the same every time. */
const shuffled = (n: number): string => String((n * 7919 + 13) % 100_003).padStart(6, '0')

const inVietnam = (day: string): string => day.split('-').reverse().join('/')

/** A demo workbook as of another day. */
async function ofDay(path: string, day: string): Promise<Uint8Array> {
  const old = /\d{4}-\d\d-\d\d/.exec(path)?.[0] ?? localDay(Date.now())
  const moved = (cell: CellValue): CellValue => (typeof cell === 'string' ? cell.replaceAll(inVietnam(old), inVietnam(day)) : cell)
  const { sheets } = await readXlsx(await readFile(path))
  return writeXlsx({ sheets: sheets.map(({ name, rows, merges }) => ({ name, rows: rows.map((row) => row.map(moved)), merges })) })
}
