import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasOtherWay, missingDays, type Span, tilingOf } from '../../queries/tiling.ts'
import { dayList, daysBetween, shiftDay } from '../../schema/days.ts'
import { tilingsOf } from './naive-period.ts'

const FROM = '2023-09-01'
const LAST = 9
const day = (n: number): string => shiftDay(FROM, n)
const spans = fc.uniqueArray(
  fc.tuple(fc.nat(LAST), fc.nat(LAST)).map(([a, b]): Span => ({ first: day(Math.min(a, b)), last: day(Math.max(a, b)) })),
  { maxLength: 14, selector: ({ first, last }) => `${first}${last}` },
)
const window = fc.tuple(fc.nat(LAST), fc.nat(LAST)).map(([a, b]) => [day(Math.min(a, b)), day(Math.max(a, b))] as const)

test('of all ways to tile a window the one with the fewest tiles, then the longest first', () => {
  fc.assert(
    fc.property(spans, window, (list, [from, to]) => {
      expect(tilingOf(list, from, to)).toEqual(tilingsOf(list, from, to)[0] ?? null)
    }),
    { numRuns: 1000 },
  )
})

test('the order of exports changes nothing', () => {
  fc.assert(
    fc.property(spans, window, fc.infiniteStream(fc.nat()), (list, [from, to], order) => {
      const shuffled = list.map((span) => [order.next().value as number, span] as const).sort(([a], [b]) => a - b)
      expect(
        tilingOf(
          shuffled.map(([, span]) => span),
          from,
          to,
        ),
      ).toEqual(tilingOf(list, from, to))
    }),
  )
})

test('tiles touch, and cover the window once', () => {
  fc.assert(
    fc.property(spans, window, (list, [from, to]) => {
      const tiles = tilingOf(list, from, to)
      if (tiles) expect(tiles.flatMap(({ first, last }) => dayList(first, last))).toEqual(dayList(from, to))
      if (tiles) expect(missingDays(list, from, to)).toEqual([])
    }),
  )
})

test('a day is missing if no export inside the window has it', () => {
  fc.assert(
    fc.property(spans, window, (list, [from, to]) => {
      const inside = list.filter(({ first, last }) => first >= from && last <= to)
      expect(missingDays(list, from, to)).toEqual(dayList(from, to).filter((one) => !inside.some(({ first, last }) => first <= one && one <= last)))
    }),
  )
})

test('there is another way if and only if trying all finds more than one', () => {
  fc.assert(
    fc.property(spans, window, (list, [from, to]) => {
      expect(hasOtherWay(list, from, to)).toBe(tilingsOf(list, from, to).length > 1)
    }),
    { numRuns: 500 },
  )
})

test('a span that ends before it begins, and an empty list, tile nothing', () => {
  expect(tilingOf([{ first: day(3), last: day(2) }], day(3), day(3))).toBeNull()
  expect(tilingOf([], FROM, day(2))).toBeNull()
  expect(missingDays([], FROM, day(2))).toHaveLength(daysBetween(FROM, day(2)) + 1)
})
