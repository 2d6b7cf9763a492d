/** Milliseconds that one thing takes, each time it is done. */
export interface Timed {
  readonly p50: number
  readonly p95: number
  readonly rounds: number
}

const FEWEST = 7

function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part
  const low = sorted[Math.floor(at)] as number
  return low + ((sorted[Math.ceil(at)] as number) - low) * (at - Math.floor(at))
}

export function timed(milliseconds: readonly number[]): Timed {
  const sorted = [...milliseconds].sort((a, b) => a - b)
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), rounds: sorted.length }
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/**
 * Several ways of doing one thing, turn by turn, so that what the machine does meanwhile hits all alike; each round
 * begins with another. Once or twice to warm up. Way number n is taken every `every[n]`th round, as often as the others by default.
 */
export async function sideBySide(ways: readonly (() => Promise<unknown>)[], rounds: number, patience: number, every: readonly number[] = []): Promise<Timed[]> {
  const all: number[][] = ways.map(() => [])
  const start = performance.now()
  for (let i = 0; i < 2; i++) if (i === 0 || performance.now() - start < patience / 10) for (const way of ways) await way()
  for (let round = 0; round < rounds; round++) {
    if (round >= FEWEST && performance.now() - start > patience) break
    globalThis.gc?.()
    for (let turn = 0; turn < ways.length; turn++) {
      const at = (turn + round) % ways.length
      if (round % (every[at] ?? 1) === 0) all[at]?.push(await milliseconds(ways[at] as () => Promise<unknown>))
    }
  }
  return all.map(timed)
}
