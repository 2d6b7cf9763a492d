import { dayList, daysBetween, shiftDay } from '../schema/days.ts'

/** The days that an export is of, both ends included. */
export interface Span {
  readonly first: string
  readonly last: string
}

interface Step {
  readonly tiles: number
  readonly span: Span
}

/**
 * The exports that tile a window without gap or overlap, in order; null where none do. Of several ways the one with the
 * fewest tiles, of equals the one whose tiles are, one after the other, the longest first.
 */
export function tilingOf(spans: readonly Span[], from: string, to: string): readonly Span[] | null {
  const starting = new Map<string, Span[]>()
  for (const span of spans) {
    if (span.first < from || span.last > to || span.first > span.last) continue
    const known = starting.get(span.first)
    if (known) known.push(span)
    else starting.set(span.first, [span])
  }
  /** From each day on the best way to the end. Later days are settled first. */
  const best = new Map<string, Step>()
  for (const day of [...starting.keys()].sort().reverse()) {
    for (const span of starting.get(day) as Span[]) {
      const rest = span.last === to ? 0 : best.get(shiftDay(span.last, 1))?.tiles
      if (rest === undefined) continue
      const known = best.get(day)
      if (known === undefined || rest + 1 < known.tiles || (rest + 1 === known.tiles && span.last > known.span.last)) best.set(day, { tiles: rest + 1, span })
    }
  }
  const tiles: Span[] = []
  for (let step = best.get(from); step !== undefined; step = best.get(shiftDay(step.span.last, 1))) {
    tiles.push(step.span)
    if (step.span.last === to) return tiles
  }
  return null
}

/** Whether somebody who lacks one of the tiles may still tile the window by others. */
export const hasOtherWay = (spans: readonly Span[], tiles: readonly Span[], from: string, to: string): boolean =>
  tiles.some(
    (tile) =>
      tilingOf(
        spans.filter((span) => span !== tile),
        from,
        to,
      ) !== null,
  )

/** The days of a window that no export lying inside it covers. */
export function missingDays(spans: readonly Span[], from: string, to: string): string[] {
  const days = dayList(from, to)
  const covered = new Uint8Array(days.length)
  for (const { first, last } of spans) if (first >= from && last <= to && first <= last) covered.fill(1, daysBetween(from, first), daysBetween(from, last) + 1)
  return days.filter((_, i) => covered[i] === 0)
}
