import { setTimeout as sleep } from 'node:timers/promises'

/** Waits; rejects with the signal's reason as soon as nobody waits any more. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error) => {
    throw signal.aborted ? signal.reason : error
  })
}

/** How long to wait before the nth try again (from 0): doubling, and by chance, so that those turned away together do not come back together. */
export const backoff = (n: number, first: number, most: number): number => Math.min(most, first * 2 ** n) * (0.5 + Math.random() / 2)
