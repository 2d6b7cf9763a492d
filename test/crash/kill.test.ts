import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundledCommand, type Command } from './command.ts'
import { secondExports, secondReceived, storyDays, storyLakes } from './crash-story.ts'
import { answersOf, brokenTimelines, daysOf, stateOf, wrongIn } from './lake-state.ts'

/** More by CRASH_KILLS: npm run crash. */
const KILLS = Number(process.env.CRASH_KILLS ?? 10)

let command: Command
let lakes: Awaited<ReturnType<typeof storyLakes>>
let exports: string
beforeAll(async () => {
  command = await bundledCommand()
  lakes = await storyLakes()
  exports = join(command.folder, 'exports')
  await mkdir(exports)
  for (const [name, text] of Object.entries(secondExports)) await writeFile(join(exports, name), text)
})
afterAll(async () => {
  await lakes.remove()
  await command.remove()
})

const words = (lake: string): string[] => ['land', exports, '--received-at', new Date(secondReceived).toISOString(), '--lake', lake]

test(
  `killed at ${KILLS} random moments a landing leaves each day whole, and done again completes it`,
  async () => {
    const calm = await lakes.copy()
    const before = { days: await daysOf(calm), answers: await answersOf(calm, storyDays) }
    const { status, milliseconds } = await command.run(words(calm))
    expect(status).toBe(3)
    const after = { days: await daysOf(calm), state: await stateOf(calm), answers: await answersOf(calm, storyDays) }
    let [killed, done, whole] = [0, 0, milliseconds]
    let lake = await lakes.copy()
    let moment = Date.now()
    // The first quarter of the time is Node's and DuckDB's own start.
    for (let tries = 0; killed < KILLS && tries < KILLS * 4; tries++) {
      const landing = command.start(words(lake))
      await pause(whole * (0.25 + Math.random()))
      landing.process.kill('SIGKILL')
      const ended = await landing.ended
      const cut = ended.status === null
      if (!cut) whole = (whole + ended.milliseconds) / 2
      killed += cut ? 1 : 0
      expect(await wrongIn(lake)).toEqual([])
      for (const [day, counts] of await daysOf(lake)) expect([before.days.get(day), after.days.get(day)]).toContain(counts)
      expect(await answersOf(lake, storyDays, moment)).toEqual(before.answers)
      if (cut && Math.random() < 0.5) continue
      done++
      expect([0, 3]).toContain((await command.run(words(lake))).status)
      expect({ days: await daysOf(lake), state: await stateOf(lake), answers: await answersOf(lake, storyDays) }).toEqual(after)
      expect([await wrongIn(lake), await brokenTimelines(lake)]).toEqual([[], []])
      lake = await lakes.copy()
      moment = Date.now()
    }
    process.stderr.write(`${killed} killed, ${done} completed\n`)
    expect(killed).toBe(KILLS)
  },
  Math.max(240_000, KILLS * 20_000),
)
