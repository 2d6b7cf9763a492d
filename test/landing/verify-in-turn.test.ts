import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyInTurn } from '../../functions/land/verify-in-turn.ts'
import { shiftDay } from '../../schema/days.ts'
import { flatExport, type LandingLake, landingLake } from './landing-lake.ts'

let lake: LandingLake
let raws: Record<string, string>
beforeAll(async () => {
  lake = await landingLake('2023')
  const receipts = await lake.land({
    'a.csv': flatExport('2023-08-20', { 28249: [1, 2] }),
    'b.csv': flatExport('2024-08-20', { 28249: [3, 4] }),
    'c.csv': flatExport('2023-08-20', { '00001': [5, 6] }),
    'both.csv': flatExport('2023-08-21', { '00001': [7, 8], 28249: [9, 10] }),
  })
  raws = Object.fromEntries(receipts.map(({ file, sha256 }) => [file, join(lake.folder, 'raw', sha256)]))
})
afterAll(() => lake.remove())

const LATER = '2040-01-01'
const nights = (): Promise<{ name: string; wrong: string[] }[]> =>
  Promise.all(
    [0, 1, 2].map(async (i) => {
      const { part, parts, verdicts } = await verifyInTurn(lake.storage, shiftDay(LATER, i))
      expect(parts).toBe(3)
      return { name: `${part?.province} ${part?.year}`, wrong: verdicts.filter(({ state }) => state === 'wrong').map(({ object }) => object) }
    }),
  )

test('each province and year has its turn, and a lake that is whole is so every night', async () => {
  const found = await nights()
  expect(found.map(({ name }) => name).sort()).toEqual(['01 2023', '82 2023', '82 2024'])
  expect(found.flatMap(({ wrong }) => wrong)).toEqual([])
})

test('a raw file that was changed is found in its turn, in each that its rows are in, and in none other', async () => {
  writeFileSync(raws['both.csv'] ?? '', 'changed')
  const found = await nights()
  expect(
    found
      .filter(({ wrong }) => wrong.some((object) => object.startsWith('raw/')))
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['01 2023', '82 2023'])
})

test('raw files of today and yesterday are read whosever turn it is', async () => {
  const today = new Date().toISOString().slice(0, 10)
  for (let i = 0; i < 3; i++) {
    const { verdicts } = await verifyInTurn(lake.storage, shiftDay(today, -i))
    expect(verdicts.filter(({ state }) => state === 'wrong').map(({ object }) => object.slice(0, 4))).toContain('raw/')
  }
})

test('a lake of which nothing can be read is told, whatever its state', async () => {
  rmSync(join(lake.folder, 'tables'), { recursive: true })
  const { part, verdicts } = await verifyInTurn(lake.storage, LATER)
  expect(part).toBeNull()
  expect(verdicts.length).toBeGreaterThan(0)
})
