import { earlier, later } from '../schema/days.ts'
import { type Measure, standsAlone } from './measure.ts'
import type { Bucket } from './periods.ts'
import type { ReportedWindow } from './reported-windows.ts'
import { hasOtherWay, type Span, tilingOf } from './tiling.ts'

/** How one window is tiled, and whether somebody may do so in another way. */
export interface Way {
  readonly bucket: number
  readonly tiles: readonly Span[]
  readonly open: boolean
}

/** How exports tile each window where all of them are at hand, for a measure; windows that none tile are left out. */
function waysOf(reported: readonly ReportedWindow[], measure: Measure, buckets: readonly Bucket[]): Way[] {
  const counting = reported.filter(({ told }) => measure.columns.every((column) => told.has(column)))
  return buckets.flatMap(({ start, end }, bucket) => {
    const inside = counting.filter(({ first, last }) => first >= start && last <= end)
    const tiles = standsAlone(measure) ? inside.filter(({ first, last }) => first === start && last === end) : tilingOf(inside, start, end)
    if (tiles === null || tiles.length === 0) return []
    return [{ bucket, tiles, open: !standsAlone(measure) && hasOtherWay(inside, start, end) }]
  })
}

/** Measures that go the same ways are asked for together. */
export function together(reported: readonly ReportedWindow[], measures: readonly Measure[], buckets: readonly Bucket[]): { ways: Way[]; numbers: number[] }[] {
  const groups = new Map<string, { ways: Way[]; numbers: number[] }>()
  for (const [n, measure] of measures.entries()) {
    const ways = waysOf(reported, measure, buckets)
    if (ways.length === 0) continue
    const name = JSON.stringify(ways.map(({ bucket, tiles, open }) => [bucket, open, ...tiles.flatMap(({ first, last }) => [first, last])]))
    const group = groups.get(name)
    if (group) group.numbers.push(n)
    else groups.set(name, { ways, numbers: [n] })
  }
  return [...groups.values()]
}

/** From the first day of some windows to the last. */
export const spanOf = (buckets: readonly Bucket[]): Span => ({
  first: buckets.reduce((first, { start }) => earlier(first, start), buckets[0]?.start ?? ''),
  last: buckets.reduce((last, { end }) => later(last, end), buckets[0]?.end ?? ''),
})
