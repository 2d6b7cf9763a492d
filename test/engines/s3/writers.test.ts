import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { land } from '../../../functions/land/land.ts'
import { s3Storage } from '../../../functions/storage/s3.ts'
import type { Storage } from '../../../schema/lake.ts'
import { landSecond, said, secondExports, secondReceived, storageOf, storyDays } from '../../crash/crash-story.ts'
import { answersOf, brokenTimelines, noticesIn, stateOf, wrongIn } from '../../crash/lake-state.ts'
import { type StoryCommand, storyCommand } from '../../crash/story-command.ts'
import { arrivalsOf, flatExport } from '../../landing/landing-lake.ts'
import { copyLake, lakeFolder } from '../../storage/lake-copy.ts'
import { needed } from '../needed.ts'
import { BUCKET, startVersitygw } from './versitygw.ts'

const WRITERS = 12
/** Times that the twelve are cut short; more by S3_ROUNDS. */
const ROUNDS = Number(process.env.S3_ROUNDS ?? 3)

/** An export more, of each province and year. */
const nextExport = storyDays
  .flatMap((day, i) =>
    flatExport(day, { 28249: [5, 5], '00001': [5, 5] })
      .split('\n')
      .slice(i === 0 ? 0 : 1),
  )
  .join('\n')

const server = await needed('versitygw, a real S3 server', startVersitygw)
if (server) Object.assign(process.env, server.env)

describe.skipIf(!server)(`${WRITERS} writers at once on a real S3 server`, () => {
  let story: StoryCommand
  beforeAll(async () => {
    story = await storyCommand()
  })
  afterAll(async () => {
    await server?.stop()
    await story?.remove()
  })

  const words = (lake: string): string[] => [...story.landWords(lake), '--format', 'ndjson']

  /** A lake of its own in the bucket that holds the first exports. */
  async function begun(prefix: string): Promise<{ address: string; storage: Storage }> {
    const storage = s3Storage({ bucket: BUCKET, prefix, endpoint: server?.endpoint })
    await copyLake(await story.lakes.copy(), storage)
    return { address: `s3://${BUCKET}/${prefix}`, storage }
  }

  /**
   * Holds a lake against one that nobody disturbed. Who was cut short after it had lost a race may have left a superseded row that
   * ends too late: no answer tells it, and the next landing into that object mends it (docs/lake.md).
   */
  async function likeCalm(storage: Storage, next = ''): Promise<void> {
    const calm = await story.lakes.copy()
    await landSecond(storageOf(calm))
    const copy = await lakeFolder(storage)
    expect(await stateOf(copy.folder)).toEqual(await stateOf(calm))
    expect(await answersOf(copy.folder, storyDays)).toEqual(await answersOf(calm, storyDays))
    expect([await wrongIn(copy.folder), await noticesIn(copy.folder)]).toEqual([[], []])
    if (next !== '') await land(storageOf(copy.folder), arrivalsOf({ 'next.csv': next }, secondReceived + 1), said)
    expect(await brokenTimelines(copy.folder)).toEqual([])
    await copy.remove()
  }

  /** How long the last of them took. */
  let milliseconds = 0

  test('each file lands once', async () => {
    const { address, storage } = await begun('at-once')
    const ended = await Promise.all(Array.from({ length: WRITERS }, () => story.command.run(words(address), server?.env)))
    expect(ended.map(({ status, err }) => (status === 0 || status === 3 ? 'done' : err))).toEqual(Array(WRITERS).fill('done'))
    milliseconds = Math.max(...ended.map((one) => one.milliseconds))
    const states = ended.flatMap(({ out }) =>
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { file: string; state: string }),
    )
    expect(
      states
        .filter(({ state }) => state === 'landed')
        .map(({ file }) => file)
        .sort(),
    ).toEqual(Object.keys(secondExports).sort())
    expect(states.filter(({ state }) => state === 'unchanged')).toHaveLength((WRITERS - 1) * Object.keys(secondExports).length)
    await likeCalm(storage)
  })

  test(`cut short ${ROUNDS} times at random moments and done again: nothing is lost, nothing is there twice`, async () => {
    let [killed, survived] = [0, 0]
    for (let round = 0; round < ROUNDS; round++) {
      const { address, storage } = await begun(`cut-${round}`)
      const writers = Array.from({ length: WRITERS }, () => story.command.start(words(address), server?.env))
      // The first third of the time is Node's and DuckDB's own start.
      await Promise.all(
        writers.map(async (writer) => {
          await Promise.race([writer.ended, pause(milliseconds * (0.3 + Math.random() * 0.9))])
          writer.process.kill('SIGKILL')
        }),
      )
      const cut = (await Promise.all(writers.map(({ ended }) => ended))).filter(({ status }) => status === null).length
      killed += cut
      survived += WRITERS - cut
      const half = await lakeFolder(storage)
      expect(await wrongIn(half.folder)).toEqual([])
      await half.remove()
      const again = await Promise.all(Array.from({ length: 2 }, () => story.command.run(words(address), server?.env)))
      expect(again.map(({ status, err }) => (status === 0 || status === 3 ? 'done' : err))).toEqual(['done', 'done'])
      await likeCalm(storage, nextExport)
    }
    process.stderr.write(`${ROUNDS} rounds of ${WRITERS} writers: ${killed} killed, ${survived} had ended; done again, facts lost 0, twice 0\n`)
    expect(killed).toBeGreaterThan(0)
  })
})
