import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importUnits } from '../../functions/land/import-units.ts'
import { land } from '../../functions/land/land.ts'
import { reland } from '../../functions/land/reland.ts'
import { withdraw } from '../../functions/land/withdraw.ts'
import { InputError } from '../../schema/input-error.ts'
import { arrivalsOf, flatExport, RECEIVED } from '../landing/landing-lake.ts'
import { said, storageOf, storyLakes, widerEdition } from './crash-story.ts'
import { answersOf, brokenTimelines, stateOf, wrongIn } from './lake-state.ts'

/** More by CRASH_SEQUENCES: npm run crash. */
const SEQUENCES = Number(process.env.CRASH_SEQUENCES ?? 8)
const DAYS = ['2023-09-01', '2023-09-03']

let lakes: Awaited<ReturnType<typeof storyLakes>>
beforeAll(async () => {
  lakes = await storyLakes()
})
afterAll(() => lakes.remove())

/** A day's export and its corrections, each received later than the one before, to be landed in any order. */
const files: Readonly<Record<string, string>> = {
  a: flatExport('2023-09-01', { 28249: [1, 10], 28252: [2, 20], '00001': [3, 30] }),
  b: flatExport('2023-09-01', { 28249: [1, 11], 28252: ['', 20], 28999: [9, 9] }),
  c: flatExport('2023-09-01', { 28249: [1, 10, 500], '00001': [3, 31, 600] }, ['activated_l1', 'activated_l2', 'target']),
  d: flatExport('2023-09-03', { 28249: [4, 40], 28264: [5, 50], 28999: [6, 60] }),
  e: flatExport('2023-09-03', { 28249: [4, 41], 28264: [5, 50] }),
}
const names = Object.keys(files)
const shaOf = (name: string): string =>
  createHash('sha256')
    .update(files[name] as string)
    .digest('hex')
const step = fc.record({ deed: fc.constantFrom('land', 'land', 'land', 'withdraw', 'reland', 'edition'), file: fc.constantFrom(...names) })

async function does(folder: string, deed: string, file: string, landed: Set<string>): Promise<void> {
  const storage = storageOf(folder)
  if (deed === 'land') {
    await land(storage, arrivalsOf({ [`${file}.csv`]: files[file] as string }, RECEIVED + names.indexOf(file) * 1000), said)
    landed.add(file)
  } else if (deed === 'withdraw') {
    await withdraw(storage, shaOf(file), 'thử').catch((error) => expect(error).toBeInstanceOf(InputError))
    landed.delete(file)
  } else if (deed === 'reland') await reland(storage, [])
  else await importUnits(storage, Buffer.from(widerEdition), '2023-01-01')
}

test(
  'after any sequence of deeds each past moment is answered as it was then, and the facts are what landing the remaining files gives',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        const folder = await lakes.empty()
        const landed = new Set<string>()
        const observed: { moment: number; answers: unknown }[] = []
        for (const { deed, file } of steps) {
          await does(folder, deed, file, landed)
          await pause(3)
          observed.push({ moment: Date.now(), answers: await answersOf(folder, DAYS) })
          await pause(3)
        }
        await does(folder, 'edition', '', landed)
        await does(folder, 'reland', '', landed)
        for (const { moment, answers } of observed) expect(await answersOf(folder, DAYS, moment)).toEqual(answers)
        expect([await wrongIn(folder), await brokenTimelines(folder, false)]).toEqual([[], []])
        const calm = await lakes.empty()
        await does(calm, 'edition', '', new Set())
        for (const file of [...landed].sort().reverse()) await does(calm, 'land', file, new Set())
        const [now, then] = [await stateOf(folder), await stateOf(calm)]
        const plain = (rows = now.activation) => rows?.map(({ date, unit_code, activated_l1, activated_l2, target }) => [date, unit_code, activated_l1, activated_l2, target])
        expect(plain(now.activation)).toEqual(plain(then.activation))
        expect(now.findings).toEqual(expect.arrayContaining(then.findings ?? []))
      }),
      { numRuns: SEQUENCES },
    )
  },
  Math.max(120_000, SEQUENCES * 20_000),
)
