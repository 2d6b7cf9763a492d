import type { Span } from '../../queries/tiling.ts'
import { daysBetween, shiftDay } from '../../schema/days.ts'
import type { Metric } from '../../schema/metric.ts'
import type { LakeRow } from './lake.ts'

/** Every way to tile a window, the preferred first, by trying all. */
export function tilingsOf<T extends Span>(spans: readonly T[], from: string, to: string): T[][] {
  const ways = (day: string): T[][] =>
    spans.filter(({ first, last }) => first === day && last <= to).flatMap((span) => (span.last === to ? [[span]] : ways(shiftDay(span.last, 1)).map((rest) => [span, ...rest])))
  const length = (tiles: readonly T[], i: number): number => daysBetween((tiles[i] as T).first, (tiles[i] as T).last)
  return ways(from).sort((a, b) => {
    if (a.length !== b.length) return a.length - b.length
    const i = a.findIndex((_, at) => length(a, at) !== length(b, at))
    return i < 0 ? 0 : length(b, i) - length(a, i)
  })
}

const first = ['carried_over']
const last = ['procedures', 'pending_in_term', 'pending_overdue', 'dossiers_pending']
/** Written out once more, apart from the catalogue. */
const sums: Readonly<Record<string, string>> = {
  dossiers_to_handle: 'carried_over dossiers_received',
  handled_in_term: 'resolved_in_term pending_in_term',
  dossiers_handled: 'dossiers_resolved dossiers_pending',
  handled_not_late: 'carried_over dossiers_received -resolved_overdue -pending_overdue',
}
const columnsOf = (name: string): string[] => (sums[name] ?? name).split(' ')

function total(name: string, tiles: readonly LakeRow[]): number {
  return columnsOf(name).reduce((sum, signed) => {
    const column = signed.replace('-', '')
    const rows = first.includes(column) ? tiles.slice(0, 1) : last.includes(column) ? tiles.slice(-1) : tiles
    return sum + (signed.startsWith('-') ? -1 : 1) * rows.reduce((all, row) => all + (row[column] as number), 0)
  }, 0)
}

/** What one member's rows say of a window: by brute force. */
export function naivePeriod(rows: readonly LakeRow[], { numerator, denominator }: Metric, from: string, to: string) {
  const needed = [numerator, ...(denominator ? [denominator] : [])].flatMap(columnsOf).map((column) => column.replace('-', ''))
  const counting = rows.filter((row) => needed.every((column) => row[column] != null && (row.first as string) >= from && (row.last as string) <= to))
  const tiles = tilingsOf(counting as (LakeRow & { first: string; last: string })[], from, to)[0]
  return tiles ? { numerator: total(numerator, tiles), denominator: denominator ? total(denominator, tiles) : null, tiles } : { counting }
}
