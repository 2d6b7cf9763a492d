import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importUnits } from '../../functions/land/import-units.ts'
import { land } from '../../functions/land/land.ts'
import { reland } from '../../functions/land/reland.ts'
import { settleSpelling } from '../../functions/land/settle-spelling.ts'
import { withdraw } from '../../functions/land/withdraw.ts'
import type { Storage } from '../../schema/lake.ts'
import { arrivalsOf, flatExport } from '../landing/landing-lake.ts'
import { landSecond, said, secondExports, storageOf, storyDays, storyLakes, widerEdition } from './crash-story.ts'
import { dyingStorage, Killed, writesOf } from './dying-storage.ts'
import { answersOf, brokenTimelines, stateOf, wrongIn } from './lake-state.ts'

interface Deed {
  readonly given: (storage: Storage) => Promise<unknown>
  readonly deed: (storage: Storage) => Promise<unknown>
}

const nothing = async (): Promise<void> => undefined
const [corrected] = Object.values(secondExports) as [string]
const correctedSha = createHash('sha256').update(corrected).digest('hex')
const alias = (storage: Storage) => settleSpelling(storage, { text: 'K1', unitCode: '28264', within: null, saidBy: 'thử' })
const edition = readFileSync(new URL('../landing/registers/2025.csv', import.meta.url))
/** An export of a commune that no edition lists yet: its province is known only afterwards. */
const moving = flatExport('2023-08-22', { 28999: [5, 6] })
const widen = (storage: Storage) => importUnits(storage, Buffer.from(widerEdition), '2023-01-01')

const deeds: Readonly<Record<string, Deed>> = {
  'landing corrections': { given: nothing, deed: landSecond },
  'withdrawing a correction': { given: landSecond, deed: (storage) => withdraw(storage, correctedSha, 'nhầm') },
  'relanding after an edition': {
    given: async (storage) => {
      await landSecond(storage)
      await widen(storage)
    },
    deed: (storage) => reland(storage, []),
  },
  'relanding into the province known by now': {
    given: async (storage) => {
      await land(storage, arrivalsOf({ 'moving.csv': moving }), said)
      await widen(storage)
    },
    deed: (storage) => reland(storage, []),
  },
  'importing an edition': { given: nothing, deed: (storage) => importUnits(storage, edition, '2025-07-01') },
  'settling a spelling': { given: nothing, deed: alias },
}

let lakes: Awaited<ReturnType<typeof storyLakes>>
beforeAll(async () => {
  lakes = await storyLakes()
})
afterAll(() => lakes.remove())

const settled = async (): Promise<number> => {
  await pause(3)
  const now = Date.now()
  await pause(3)
  return now
}

/** Writes by their number from one; of raw files, which are alike, the first and the last. */
const pointsOf = (writes: readonly string[]): number[] => {
  const raws = writes.flatMap((key, i) => (key.startsWith('raw/') ? [i] : []))
  return writes.flatMap((_, i) => (!raws.includes(i) || i === raws[0] || i === raws.at(-1) ? [i + 1] : []))
}

describe.each(Object.entries(deeds))('%s', (_, { given, deed }) => {
  test('cut short between any two of its writes: nothing wrong, nothing lost, and done again it is as if nothing had happened', async () => {
    const calm = await lakes.copy()
    await given(storageOf(calm))
    const writes = await writesOf(storageOf(calm), deed)
    expect(writes.length).toBeGreaterThan(0)
    const expected = { state: await stateOf(calm), answers: await answersOf(calm, storyDays) }
    for (const nth of pointsOf(writes)) {
      const where = `after write ${nth} of ${writes.length}, ${writes[nth - 1]}`
      const folder = await lakes.copy()
      await given(storageOf(folder))
      const moment = await settled()
      const known = await answersOf(folder, storyDays)
      await expect(deed(dyingStorage(storageOf(folder), nth)), where).rejects.toThrow(Killed)
      expect(await wrongIn(folder), where).toEqual([])
      expect(await answersOf(folder, storyDays, moment), where).toEqual(known)
      const between = await settled()
      const knownBetween = await answersOf(folder, storyDays)
      await deed(storageOf(folder))
      expect({ state: await stateOf(folder), answers: await answersOf(folder, storyDays) }, where).toEqual(expected)
      expect([await wrongIn(folder), await brokenTimelines(folder)], where).toEqual([[], []])
      expect(await answersOf(folder, storyDays, moment), where).toEqual(known)
      expect(await answersOf(folder, storyDays, between), where).toEqual(knownBetween)
    }
  }, 600_000)
})
