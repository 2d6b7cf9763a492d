import { dayList, daysBetween, shiftDay } from '../schema/days.ts'
import { grouped } from './grouped.ts'

/** The days that an export is of, both ends included. */
export interface Span {
  readonly first: string
  readonly last: string
}

/** From a day on to the end: the best first tile, how many it takes with it, and whether there is one way or more. */
interface Step {
  readonly span: Span
  readonly tiles: number
  readonly several: boolean
}

/** From each day on that a tile may begin on. Later days are settled first. */
function steps(spans: readonly Span[], from: string, to: string): ReadonlyMap<string, Step> {
  const inside = spans.filter(({ first, last }) => first >= from && last <= to && first <= last)
  const starting = grouped(inside, ({ first }) => first)
  const best = new Map<string, Step>()
  for (const day of [...starting.keys()].sort().reverse()) {
    for (const span of starting.get(day) as Span[]) {
      const rest = span.last === to ? { tiles: 0, several: false } : best.get(shiftDay(span.last, 1))
      if (rest === undefined) continue
      const known = best.get(day)
      const tiles = rest.tiles + 1
      const better = known === undefined || tiles < known.tiles || (tiles === known.tiles && span.last > known.span.last)
      best.set(day, { ...(better ? { span, tiles } : known), several: known !== undefined || rest.several })
    }
  }
  return best
}

/**
 * The exports that tile a window without gap or overlap, in order; null where none do. Of several ways the one with the
 * fewest tiles, of equals the one whose tiles are, one after the other, the longest first.
 */
export function tilingOf(spans: readonly Span[], from: string, to: string): readonly Span[] | null {
  const best = steps(spans, from, to)
  const tiles: Span[] = []
  for (let step = best.get(from); step !== undefined; step = best.get(shiftDay(step.span.last, 1))) {
    tiles.push(step.span)
    if (step.span.last === to) return tiles
  }
  return null
}

/** Whether there is more than one way, so that somebody who lacks a tile of the best may go another. */
export const hasOtherWay = (spans: readonly Span[], from: string, to: string): boolean => steps(spans, from, to).get(from)?.several ?? false

/** The days of a window that no export lying inside it covers. */
export function missingDays(spans: readonly Span[], from: string, to: string): string[] {
  const days = dayList(from, to)
  const covered = new Uint8Array(days.length)
  for (const { first, last } of spans) if (first >= from && last <= to && first <= last) covered.fill(1, daysBetween(from, first), daysBetween(from, last) + 1)
  return days.filter((_, i) => covered[i] === 0)
}
