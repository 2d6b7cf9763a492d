import { endOfDay } from '../schema/days.ts'
import type { Register } from '../schema/units.ts'
import type { Engine } from './engine.ts'
import type { Kept } from './kept.ts'

/** What every question is handed: who answers, the map of units, and which day it is in Viet Nam. */
export interface Asking {
  readonly engine: Engine
  readonly register: Register
  /** ISO day: a day after it can't be missing yet. */
  readonly today: string
  /** The clock, milliseconds since 1970: where nobody gives one, it is the end of today. */
  readonly now?: () => number
  readonly signal?: AbortSignal
  /** What questions before this one have read that is still so. */
  readonly kept?: Kept
}

export const nowOf = ({ now, today }: Asking): number => now?.() ?? endOfDay(today)

/** Every question can be answered as it was known at a past moment (milliseconds since 1970, UTC). */
export interface AsKnown {
  readonly asKnownAt?: number | undefined
}
