import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storyDays } from './crash-story.ts'
import { answersOf, brokenTimelines, daysOf, stateOf, wrongIn } from './lake-state.ts'
import { type StoryCommand, storyCommand } from './story-command.ts'

/** More by CRASH_KILLS: npm run crash. */
const KILLS = Number(process.env.CRASH_KILLS ?? 10)

let story: StoryCommand
beforeAll(async () => {
  story = await storyCommand()
})
afterAll(() => story.remove())

test(
  `killed at ${KILLS} random moments a landing leaves each day whole, and done again completes it`,
  async () => {
    const calm = await story.lakes.copy()
    const before = { days: await daysOf(calm), answers: await answersOf(calm, storyDays) }
    const { status, milliseconds } = await story.command.run(story.landWords(calm))
    expect(status).toBe(3)
    const after = { days: await daysOf(calm), state: await stateOf(calm), answers: await answersOf(calm, storyDays) }
    let [killed, done, whole] = [0, 0, milliseconds]
    let lake = await story.lakes.copy()
    let moment = Date.now()
    // The first quarter of the time is Node's and DuckDB's own start.
    for (let tries = 0; killed < KILLS && tries < KILLS * 4; tries++) {
      const landing = story.command.start(story.landWords(lake))
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
      expect([0, 3]).toContain((await story.command.run(story.landWords(lake))).status)
      expect({ days: await daysOf(lake), state: await stateOf(lake), answers: await answersOf(lake, storyDays) }).toEqual(after)
      expect([await wrongIn(lake), await brokenTimelines(lake)]).toEqual([[], []])
      lake = await story.lakes.copy()
      moment = Date.now()
    }
    process.stderr.write(`${killed} killed, ${done} completed\n`)
    expect(killed).toBe(KILLS)
  },
  Math.max(240_000, KILLS * 20_000),
)
