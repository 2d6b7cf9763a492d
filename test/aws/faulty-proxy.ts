import type { Random } from '../fuzz/random.ts'
import { type StandingBefore, standingBefore } from './standing-before.ts'

/** Stands before a server and lets a share of requests go wrong, each in another way: refused, cut before, or answered to nobody. */
export interface FaultyProxy extends StandingBefore {
  /** How many requests came, and how many went wrong. */
  counts(): { readonly requests: number; readonly faults: number }
}

const busy = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>'

export async function faultyProxy(target: string, share: number, random: Random): Promise<FaultyProxy> {
  let requests = 0
  let faults = 0
  const proxy = await standingBefore(target, (request, response, pass) => {
    requests++
    if (!random.chance(share)) return pass()
    faults++
    const kind = random.pick(['busy', 'cut', 'lost'] as const)
    if (kind === 'busy') request.resume().on('end', () => response.writeHead(503, { 'content-type': 'application/xml' }).end(busy))
    else if (kind === 'cut') request.socket.destroy()
    // Done over there, but whoever asked never learns of it.
    else pass((answer) => void answer.resume().on('end', () => request.socket.destroy()))
  })
  return { ...proxy, counts: () => ({ requests, faults }) }
}
