/** Chance that can be repeated: the same seed gives the same files. */
export interface Random {
  /** A whole number from 0 on, below the bound. */
  below(bound: number): number
  pick<T>(from: readonly T[]): T
  chance(share: number): boolean
}

/** mulberry32: small, fast and good enough to break files with. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number], chance: (share) => next() < share }
}

/** FUZZ_RUNS makes a run longer, with files that were not tried before; FUZZ_SEED repeats one. The suite prints both. */
export const seed = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_RUNS ? Date.now() % 2 ** 31 : 6))
export const runs = Number(process.env.FUZZ_RUNS ?? 120)
