import type { Context } from 'aws-lambda'
import { withoutArrival } from '../../queries/arrivals.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import { localDay } from '../../schema/days.ts'
import { verify } from '../land/verify.ts'
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
    const missing = await withoutArrival(engine, settings.provinces, localDay(Date.now())).finally(() => engine.close())
    tell.count('ProvincesWithoutArrival', missing.length)
    tell.log({ level: missing.length > 0 ? 'warn' : 'info', message: 'provinces that have handed in nothing today', provinces: missing })
    return missing
  },
  async whole(): Promise<readonly string[]> {
    const verdicts = await verify(lake)
    const wrong = verdicts.filter(({ state }) => state === 'wrong')
    tell.count('WrongObjects', wrong.length)
    for (const { object, message_en } of wrong) tell.log({ level: 'error', message: 'an object is wrong', object, why: message_en })
    tell.log({ level: 'info', message: 'the lake was read', wrong: wrong.length, notices: verdicts.length - wrong.length })
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
