import type { Engine } from '../../queries/engine.ts'
import type { Kept } from '../../queries/kept.ts'
import { registerReader } from '../../queries/register.ts'
import { batchesOf } from '../../schema/api/batches.ts'
import type { ApiContext } from '../../schema/api/context.ts'
import { type Deadline, deadlineOf } from './deadline.ts'
import { type Limits, limitError } from './limits.ts'
import { type WatchedEngine, watchedEngine } from './watched-engine.ts'

/** What is known of one request while it is answered. */
export interface ApiRequest extends ApiContext {
  readonly watched: WatchedEngine
  /** Whether the answer has looked at the clock: then it holds for that moment only. */
  readonly timed: () => boolean
  readonly deadline: Deadline
}

interface RequestParts {
  readonly engine: Engine
  readonly today: () => string
  readonly now: () => number
  readonly limits: Limits
}

const UNITS = [{ table: 'units' as const, provinces: null, years: null }]

export interface ApiRequests {
  (request: Request): Promise<ApiRequest>
  /** Reads the register before a request needs it; where that fails, the request tells it. */
  begin(): Promise<void>
}

/** Makes the context of each request: the register of now, batches, a counted engine, a deadline. */
export function apiRequests({ engine, today, now, limits }: RequestParts): ApiRequests {
  const register = registerReader(engine)
  const kept: Kept = new Map()
  const requestOf = async (request: Request): Promise<ApiRequest> => {
    const watched = watchedEngine(engine, { most: limits.statements, versions: request.method === 'GET' })
    const late = () => limitError({ vi: 'Thời gian (ms)', en: 'Time (ms)' }, limits.milliseconds + 1, limits.milliseconds, 503)
    const deadline = deadlineOf(limits.milliseconds, request.signal, late)
    await watched.touch(UNITS)
    const moment = now()
    let looked = false
    const clock = (): number => {
      looked = true
      return moment
    }
    const asking = { engine: watched, register: await register(), today: today(), now: clock, signal: deadline.signal, kept }
    return { asking, batches: batchesOf(asking), watched, timed: () => looked, deadline }
  }
  const begun = (): Promise<void> =>
    register().then(
      () => undefined,
      () => undefined,
    )
  return Object.assign(requestOf, { begin: begun })
}
