import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importUnits } from '../../functions/land/import-units.ts'
import { land } from '../../functions/land/land.ts'
import { reland } from '../../functions/land/reland.ts'
import { withdraw } from '../../functions/land/withdraw.ts'
import type { Storage } from '../../schema/lake.ts'
import { arrivalsOf, flatExport } from '../landing/landing-lake.ts'
import { firstExports, said, secondExports, secondReceived, storageOf, storyDays, storyLakes, widerEdition } from './crash-story.ts'
import { answersOf, brokenTimelines, noticesIn, stateOf, wrongIn } from './lake-state.ts'
import { pausingStorage } from './pausing-storage.ts'

let lakes: Awaited<ReturnType<typeof storyLakes>>
beforeAll(async () => {
  lakes = await storyLakes()
})
afterAll(() => lakes.remove())

const correction = 'second 82 2023.csv'
const landOne = (storage: Storage, name: string, text: string) => land(storage, arrivalsOf({ [name]: text }, secondReceived), said)
const landCorrection = (storage: Storage) => landOne(storage, correction, secondExports[correction] as string)
const healthy = async (folder: string) => expect([await wrongIn(folder), await noticesIn(folder), await brokenTimelines(folder)]).toEqual([[], [], []])
const other = flatExport('2023-09-01', { 28249: [7, 8], 99999: [1, 1] })
const otherAgain = flatExport('2023-09-01', { 28249: [70, 80], 99999: [1, 1] })

test.each([
  ['its current rows', /activation\/province=82\/year=2023/],
  ['its superseded rows', /activation_superseded\/province=82\/year=2023/],
  ['its findings', /findings\/province=82\/year=2023/],
  ['its receipt', /landings\/province=82\/year=2023/],
])('a writer that pauses before %s takes nothing from another, and loses nothing to it', async (_, pattern) => {
  const folder = await lakes.copy()
  await landOne(storageOf(folder), 'other.csv', other)
  const moment = Date.now()
  const before = await answersOf(folder, storyDays, moment)
  const slow = pausingStorage(storageOf(folder), pattern)
  const landing = landCorrection(slow.storage)
  await slow.reached
  await landOne(storageOf(folder), 'other again.csv', otherAgain)
  slow.go()
  expect((await landing).map(({ state }) => state)).toEqual(['landed'])
  await healthy(folder)
  const calm = await lakes.copy()
  for (const [name, text] of [
    ['other.csv', other],
    ['other again.csv', otherAgain],
    [correction, secondExports[correction] as string],
  ] as const)
    await landOne(storageOf(calm), name, text)
  expect(await stateOf(folder)).toEqual(await stateOf(calm))
  expect(await answersOf(folder, storyDays, moment)).toEqual(before)
})

test('a writer whose superseded rows stand already loses none to one that is quicker, and slower again', async () => {
  const folder = await lakes.copy()
  await landOne(storageOf(folder), 'other.csv', other)
  // The first has written superseded rows; the second reads these and the current rows of before, and pauses; then the first goes on.
  const first = pausingStorage(storageOf(folder), /activation\/province=82\/year=2023/)
  const firstLanding = landCorrection(first.storage)
  await first.reached
  const second = pausingStorage(storageOf(folder), /activation\/province=82\/year=2023/)
  const secondLanding = landOne(second.storage, 'other again.csv', otherAgain)
  await second.reached
  first.go()
  await firstLanding
  second.go()
  await secondLanding
  await healthy(folder)
  const calm = await lakes.copy()
  await landOne(storageOf(calm), 'other.csv', other)
  await landOne(storageOf(calm), 'other again.csv', otherAgain)
  await landCorrection(storageOf(calm))
  expect(await stateOf(folder)).toEqual(await stateOf(calm))
})

test('findings whose receipt is on its way are not taken for those of a landing cut short', async () => {
  const folder = await lakes.copy()
  const first = pausingStorage(storageOf(folder), /landings\/province=82\/year=2023/)
  const firstLanding = landCorrection(first.storage)
  await first.reached
  const second = pausingStorage(storageOf(folder), /landings\/province=82\/year=2023/)
  const secondLanding = landOne(second.storage, 'other.csv', other)
  await second.reached
  first.go()
  await firstLanding
  second.go()
  await secondLanding
  const calm = await lakes.copy()
  await landOne(storageOf(calm), 'other.csv', other)
  await landCorrection(storageOf(calm))
  expect(await stateOf(folder)).toEqual(await stateOf(calm))
})

test.each([/^raw\//, /activation_superseded/, /activation\//, /findings/, /landings/])(
  'the same file landed by two at once, one pausing before %s, lands once',
  async (pattern) => {
    const folder = await lakes.copy()
    const slow = pausingStorage(storageOf(folder), pattern)
    const landing = landCorrection(slow.storage)
    await slow.reached
    expect((await landCorrection(storageOf(folder))).map(({ state }) => state)).toEqual(['landed'])
    slow.go()
    expect((await landing).map(({ state }) => state)).toEqual(['unchanged'])
    await healthy(folder)
    const calm = await lakes.copy()
    await landCorrection(storageOf(calm))
    expect(await stateOf(folder)).toEqual(await stateOf(calm))
  },
)

test.each([/activation\//, /findings/, /landings/])('a file withdrawn while it is relanded stays withdrawn, relanding pausing before %s', async (pattern) => {
  const name = 'first 82 2023.csv'
  const sha256 = createHash('sha256')
    .update(firstExports[name] as string)
    .digest('hex')
  const folder = await lakes.copy()
  await landCorrection(storageOf(folder))
  await importUnits(storageOf(folder), Buffer.from(widerEdition), '2023-01-01')
  const slow = pausingStorage(storageOf(folder), pattern)
  const relanding = reland(slow.storage, [])
  await slow.reached
  await withdraw(storageOf(folder), sha256, 'nhầm')
  slow.go()
  await relanding
  await healthy(folder)
  const { landings, activation } = await stateOf(folder)
  expect(landings?.filter((row) => row.sha256 === sha256).map(({ state }) => state)).toEqual(['withdrawn'])
  expect(activation?.filter(({ source }) => source === sha256)).toEqual([])
})

const received = (seconds: number): number => secondReceived + seconds * 1000
const handedIn = (storage: Storage, seconds: number, name: string, text: string) => land(storage, arrivalsOf({ [name]: text }, received(seconds)), said)

/** The same bytes from two queues at once, the copies received a second apart, one writer pausing before something; then a file received between the two. */
async function handedInTwice(folder: string, text: string, between: string, slowAt: number, pattern: RegExp): Promise<void> {
  const slow = pausingStorage(storageOf(folder), pattern)
  const landing = handedIn(slow.storage, slowAt, 'copy.csv', text)
  await slow.reached
  await handedIn(storageOf(folder), 1 - slowAt, 'copy.csv', text)
  slow.go()
  await landing
  await handedIn(storageOf(folder), 0.5, 'between.csv', between)
}

const dossiers = (online: number): string => `first,last,unit_code,received_online,received_in_person\n2023-09-01,2023-09-15,28249,${online},5\n`
const copies = [
  ['activation', other, otherAgain],
  ['dossiers', dossiers(7), dossiers(70)],
] as const

describe.each(copies)('one file of %s handed in twice at once was received when the later copy was', (table, text, between) => {
  const pauses = [`${table}/`, 'findings/', 'landings/'].map((name) => new RegExp(`tables/${name}.*year=2023`))
  test.each(pauses.flatMap((pattern) => [0, 1].map((slowAt) => [pattern, slowAt] as const)))('one pausing before %s, copy %i the slower', async (pattern, slowAt) => {
    const folder = await lakes.copy()
    await handedInTwice(folder, text, between, slowAt, pattern)
    await healthy(folder)
    const state = await stateOf(folder)
    const sha256 = createHash('sha256').update(text).digest('hex')
    const moments = (name: string, by: string) => new Set(state[name]?.filter((row) => row[by] === sha256).map(({ received_at }) => received_at))
    const there = table === 'activation' ? [moments('landings', 'sha256'), moments('activation', 'source')] : [moments('landings', 'sha256'), moments('submissions', 'sha256')]
    expect(there).toEqual([new Set([received(1)]), new Set([received(1)])])
    if (table === 'activation') expect(state.activation).toContainEqual(expect.objectContaining({ date: '2023-09-01', unit_code: '28249', activated_l1: 7, source: sha256 }))
  })
})
