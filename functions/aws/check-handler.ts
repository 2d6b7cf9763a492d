import type { Context } from 'aws-lambda'
import { provincesOn, withoutArrival } from '../../queries/arrivals.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import { localDay } from '../../schema/days.ts'
import { verifyInTurn } from '../land/verify-in-turn.ts'
import { s3Storage } from '../storage/s3.ts'
import { functionSettings } from './function-settings.ts'
import { telling } from './telling.ts'

const settings = functionSettings()
const tell = telling()
const lake = s3Storage(settings.lake)

/** Counts are told where all is well too: an alarm then knows that it was looked at. */
const checks = {
  async arrivals(): Promise<readonly string[]> {
    const engine = duckdbEngine(lake, { hold: false })
    const day = localDay(Date.now())
    const asked = await provincesOn(engine, settings.provinces, day)
    const missing = await withoutArrival(engine, asked, day).finally(() => engine.close())
    tell.count('ProvincesWithoutArrival', missing.length)
    tell.log({
      level: missing.length > 0 ? 'warn' : 'info',
      message: 'provinces that have handed in nothing today',
      asked: asked.length,
      of: settings.provinces.length,
      provinces: missing,
    })
    return missing
  },
  async lake(): Promise<readonly string[]> {
    const { part, parts, verdicts } = await verifyInTurn(lake, localDay(Date.now()))
    const wrong = verdicts.filter(({ state }) => state === 'wrong')
    tell.count('WrongObjects', wrong.length)
    // What verify says of them may have names of files: da06 verify tells it to those who ask.
    for (const { object } of wrong) tell.log({ level: 'error', message: 'an object is wrong', object })
    tell.log({ level: 'info', message: 'a part of the lake was read', ...part, parts, wrong: wrong.length, notices: verdicts.length - wrong.length })
    return wrong.map(({ object }) => object)
  },
} as const

export type CheckName = keyof typeof checks

/** Does one check, by the scheduler's clock; what it found is counted, logged and answered. */
export const handler = ({ check }: { readonly check: CheckName }, context: Context): Promise<{ found: readonly string[] }> =>
  tell.invocation(context, async () => {
    if (!Object.hasOwn(checks, check)) throw new Error(`check ${JSON.stringify(check)}: expected ${Object.keys(checks).join(' | ')}`)
    return { found: await tell.traced(check, checks[check]) }
  })
