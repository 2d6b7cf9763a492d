import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { land } from '../../functions/land/land.ts'
import { folderStorage } from '../../functions/storage/folder.ts'
import { type Storage, unitsKey } from '../../schema/lake.ts'
import { arrivalsOf, flatExport, landingLake, RECEIVED } from '../landing/landing-lake.ts'

/** Communes of two provinces; 28999 is one that no edition lists yet. */
const communes = { 82: ['28249', '28252', '28261', '28264'], '01': ['00001', '00004'] } as const
const years = [2023, 2024]
export const storyDays = years.map((year) => `${year}-08-20`)

const counts = (code: string, day: string, more: number): number[] => [Number(code) % 97, Number(day.slice(-2)) + more]

function exportsOf(more: number): Record<string, string> {
  const files: Record<string, string> = {}
  for (const day of storyDays)
    for (const [province, codes] of Object.entries(communes)) {
      const rows = Object.fromEntries(codes.map((code) => [code, counts(code, day, more)]))
      files[`${more === 0 ? 'first' : 'second'} ${province} ${day.slice(0, 4)}.csv`] = flatExport(day, province === '82' ? { ...rows, 28999: [1, 1] } : rows)
    }
  return files
}

/** An edition of one province that lists a commune more. */
export const widerEdition = [
  'code,name,full_name,type,parent_code,level',
  '82,Tiền Giang,Tỉnh Tiền Giang,tỉnh,,province',
  '815,Mỹ Tho,Thành phố Mỹ Tho,thành phố thuộc tỉnh,82,district',
  ...[...communes[82], '28999'].map((code) => `${code},${code},Phường ${code},phường,815,commune`),
].join('\n')

/** Every day's export of each province, and the same days again with other counts, received an hour later. */
export const firstExports = exportsOf(0)
export const secondExports = exportsOf(1000)
export const secondReceived = RECEIVED + 3_600_000
export const said = { said: { province: null, date: null } }

export const landFirst = (storage: Storage) => land(storage, arrivalsOf(firstExports), said)
export const landSecond = (storage: Storage) => land(storage, arrivalsOf(secondExports, secondReceived), said)

/** A lake that holds the first exports, to be copied: each copy is a lake of its own. */
export async function storyLakes(): Promise<{ copy(): Promise<string>; empty(): Promise<string>; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'da06-crash-'))
  const lake = await landingLake('2023')
  const [empty, first] = [join(root, 'empty'), join(root, 'first')]
  await cp(lake.folder, empty, { recursive: true })
  await landFirst(lake.storage)
  // Something in it has been replaced before, so that the folder's lock is there.
  const units = await lake.storage.get(unitsKey)
  await lake.storage.put(unitsKey, units?.bytes ?? new Uint8Array(), { ifMatch: units?.etag ?? null })
  await cp(lake.folder, first, { recursive: true })
  lake.remove()
  let made = 0
  const copyOf = async (from: string): Promise<string> => {
    const folder = join(root, `lake-${++made}`)
    await cp(from, folder, { recursive: true })
    return folder
  }
  return { copy: () => copyOf(first), empty: () => copyOf(empty), remove: () => rm(root, { recursive: true, force: true }) }
}

export const storageOf = (folder: string): Storage => folderStorage(folder)
