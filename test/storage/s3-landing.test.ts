import { afterAll, beforeAll, expect, test } from 'vitest'
import { reland } from '../../functions/land/reland.ts'
import { withdraw } from '../../functions/land/withdraw.ts'
import type { Storage } from '../../schema/lake.ts'
import type { Receipt } from '../../schema/receipts.ts'
import { landFirst, landSecond, storageOf, storyDays, storyLakes } from '../crash/crash-story.ts'
import { answersOf, brokenTimelines, noticesIn, stateOf, wrongIn } from '../crash/lake-state.ts'
import { faultPlan } from './fault-plan.ts'
import { copyLake, lakeFolder } from './lake-copy.ts'
import { type SmallS3Lake, smallS3Lake } from './small-s3-lake.ts'

/** Another by FAULT_SEED: the one of a run that failed. */
const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000)
/** More by FAULT_RUNS. */
const RUNS = Number(process.env.FAULT_RUNS ?? 1)
const WRITERS = 4

let lakes: Awaited<ReturnType<typeof storyLakes>>
let lake: SmallS3Lake
beforeAll(async () => {
  lakes = await storyLakes()
  lake = await smallS3Lake({ pageSize: 4 })
})
afterAll(async () => {
  await lakes?.remove()
  await lake?.remove()
})

interface Story {
  readonly name: string
  readonly deed: (open: () => Storage) => Promise<Receipt[]>
}

const stories: readonly Story[] = [
  { name: 'one after the other', deed: async (open) => [...(await landFirst(open())), ...(await landSecond(open()))] },
  {
    name: `${WRITERS} writers of the same files at once`,
    deed: async (open) => [...(await landFirst(open())), ...(await Promise.all(Array.from({ length: WRITERS }, () => landSecond(open())))).flat()],
  },
  {
    name: 'landed, withdrawn and read again',
    async deed(open) {
      const first = await landFirst(open())
      const second = await landSecond(open())
      await withdraw(open(), second[0]?.sha256 ?? '', 'nạp nhầm')
      return [...first, ...second, ...(await reland(open(), []))]
    },
  },
]

const rowsOf = (state: Awaited<ReturnType<typeof stateOf>>): string[] => Object.entries(state).flatMap(([table, rows]) => rows.map((row) => `${table} ${JSON.stringify(row)}`))
const without = (some: readonly string[], others: readonly string[]): string[] => {
  const left = [...others]
  return some.filter((row) => {
    const at = left.indexOf(row)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

test.each(stories)(
  'through a server that fails one request in five: $name',
  async ({ name, deed }) => {
    const calm = await lakes.empty()
    await deed(() => storageOf(calm))
    const wanted = rowsOf(await stateOf(calm))
    const total = { injected: 0, retries: 0, requests: 0, lost: 0, twice: 0 }
    for (let run = 0; run < RUNS; run++) {
      const prefix = `${name} ${run}`.replaceAll(/\W+/g, '-')
      const open = (): Storage => lake.open({ prefix })
      await copyLake(await lakes.empty(), open())
      lake.retries.length = 0
      lake.s3.seen.length = 0
      const plan = faultPlan(SEED + run, 5)
      lake.s3.fault = plan.fault
      const receipts = await deed(open).finally(() => {
        lake.s3.fault = () => null
      })
      const copy = await lakeFolder(open())
      const state = rowsOf(await stateOf(copy.folder))
      const [lost, twice] = [without(wanted, state), without(state, wanted)]
      expect({ seed: SEED, lost, twice }).toEqual({ seed: SEED, lost: [], twice: [] })
      expect(await answersOf(copy.folder, storyDays)).toEqual(await answersOf(calm, storyDays))
      expect([await wrongIn(copy.folder), await noticesIn(copy.folder), await brokenTimelines(copy.folder, false)]).toEqual([[], [], []])
      expect(receipts.filter(({ state }) => state === 'refused')).toEqual([])
      expect(plan.injected()).toBeGreaterThan(0)
      await copy.remove()
      const counts = { injected: plan.injected(), retries: lake.retries.length, requests: lake.s3.seen.length, lost: lost.length, twice: twice.length }
      for (const [what, count] of Object.entries(counts)) total[what as keyof typeof total] += count
    }
    process.stderr.write(
      `${name}: ${total.requests} requests, ${total.injected} faults injected, ${total.retries} retries; facts lost ${total.lost}, twice ${total.twice} (seed ${SEED}, ${RUNS} runs)\n`,
    )
  },
  Math.max(120_000, RUNS * 60_000),
)
