import type { Seen } from './small-s3.ts'
import type { Fault } from './small-s3-faults.ts'

/** Faults by what a request does; those that make one wait stand once, so that a suite ends. */
const refused: readonly Fault[] = ['slow-down', 'slow-down', 'slow-down', 'internal', 'not-xml', 'reset', 'reset']
const badlyAnswered: readonly Fault[] = ['cut', 'cut', 'short', 'slow', 'hang']
const writing: readonly Fault[] = [...refused, ...badlyAnswered, 'lost', 'lost', 'lost', 'lost']

export function faultsOf({ operation, isConditional }: Seen): readonly Fault[] {
  if (isConditional) return [...writing, 'conflict-412', 'conflict-412', 'conflict-409', 'conflict-409']
  if (!/^(Get|Head|List)/.test(operation)) return [...writing, 'conflict-409']
  return [...refused, ...badlyAnswered, 'stall', ...(operation === 'GetObject' ? (['flipped', 'flipped'] as const) : [])]
}

/** A number between 0 and 1, the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Spoils one request of so many, and counts what it has done. */
export function faultPlan(seed: number, oneIn: number) {
  const random = seeded(seed)
  const counts = new Map<Fault, number>()
  return {
    counts,
    injected: (): number => [...counts.values()].reduce((sum, count) => sum + count, 0),
    fault(seen: Seen): Fault | null {
      if (random() * oneIn >= 1) return null
      const among = faultsOf(seen)
      const fault = among[Math.floor(random() * among.length)] as Fault
      counts.set(fault, (counts.get(fault) ?? 0) + 1)
      return fault
    },
  }
}
