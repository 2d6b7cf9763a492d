import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Receipt } from '../../schema/receipts.ts'
import type { Ended } from './command.ts'
import { landSecond, secondExports, storageOf } from './crash-story.ts'
import { brokenTimelines, noticesIn, stateOf, wrongIn } from './lake-state.ts'
import { type StoryCommand, storyCommand } from './story-command.ts'

const WRITERS = 12

let story: StoryCommand
beforeAll(async () => {
  story = await storyCommand()
})
afterAll(() => story.remove())

const words = (lake: string): string[] => [...story.landWords(lake), '--format', 'ndjson']
const receipts = ({ out }: Ended): Receipt[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

async function likeCalm(lake: string): Promise<void> {
  const calm = await story.lakes.copy()
  await landSecond(storageOf(calm))
  expect(await stateOf(lake)).toEqual(await stateOf(calm))
  expect([await wrongIn(lake), await noticesIn(lake), await brokenTimelines(lake)]).toEqual([[], [], []])
}

test(`${WRITERS} processes that land the same files at once land each once`, async () => {
  const lake = await story.lakes.copy()
  const ended = await Promise.all(Array.from({ length: WRITERS }, () => story.command.run(words(lake))))
  expect(ended.map(({ status, err }) => (status === 0 || status === 3 ? 'done' : err))).toEqual(Array(WRITERS).fill('done'))
  const landed = ended.flatMap(receipts).filter(({ state }) => state === 'landed')
  expect(landed.map(({ file }) => file).sort()).toEqual(Object.keys(secondExports).sort())
  expect(ended.flatMap(receipts).filter(({ state }) => state === 'unchanged').length).toBe((WRITERS - 1) * Object.keys(secondExports).length)
  await likeCalm(lake)
}, 120_000)

test('a process that is stopped while others land goes on and completes', async () => {
  const lake = await story.lakes.copy()
  const slow = story.command.start(words(lake))
  await pause(400)
  slow.process.kill('SIGSTOP')
  const quick = story.command.start(words(lake))
  // It may have been stopped while it held the lock: then the quick one waits for it.
  await Promise.race([quick.ended, pause(3000)])
  slow.process.kill('SIGCONT')
  for (const { status, err } of await Promise.all([slow.ended, quick.ended])) expect([status, err]).toEqual([expect.toBeOneOf([0, 3]), expect.any(String)])
  await likeCalm(lake)
}, 120_000)
