import { setTimeout as pause } from 'node:timers/promises'
import { SlowAnswerError } from './s3-fault.ts'
import type { Patience } from './s3-settings.ts'

interface Again extends Pick<Patience, 'tries' | 'firstPauseMs' | 'longestPauseMs'> {
  /** Whether what went wrong may pass. */
  readonly passing: (error: unknown) => boolean
}

/** Asks again, a little later each time and never all askers at once, while what went wrong may pass. Throws the last fault. */
export async function untilAnswered<T>({ tries, firstPauseMs, longestPauseMs, passing }: Again, attempt: () => Promise<T>, onRetry: (error: unknown) => void): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt()
    } catch (error) {
      if (!passing(error) || tried >= tries) throw error
      onRetry(error)
      await pause(Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** (tried - 1)))
    }
  }
}

/** Work that is told to stop after a while, and is waited for no longer, whether it stops or not. Throws SlowAnswerError. */
export async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const slow = new SlowAnswerError(`no answer within ${Math.round(milliseconds)} ms`)
      stop.abort(slow)
      reject(slow)
    }, milliseconds)
  })
  try {
    return await Promise.race([work(stop.signal), late])
  } finally {
    clearTimeout(timer)
  }
}
