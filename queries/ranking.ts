import type { Metric } from '../schema/metric.ts'

export interface Ranked {
  readonly rank: number | null
  /** Part of the ranked whose value is not better than this one's, itself included. */
  readonly percentile: number | null
}

/** Equals share a rank and the next ones are skipped; who has no value has no rank. */
export function ranksOf(values: readonly (number | null)[], better: Metric['better']): Ranked[] {
  const sign = better === 'more' ? -1 : 1
  const sorted = values
    .filter((value) => value !== null)
    .map((value) => sign * value)
    .sort((a, b) => a - b)
  const first = new Map<number, number>()
  for (const [i, value] of sorted.entries()) if (!first.has(value)) first.set(value, i)
  return values.map((value) => {
    const before = value === null ? undefined : first.get(sign * value)
    return before === undefined ? { rank: null, percentile: null } : { rank: before + 1, percentile: (sorted.length - before) / sorted.length }
  })
}
