import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IndexRow } from '../../queries/answers.ts'
import { indexPoints, nextPoint } from '../../queries/index-points.ts'
import { type IndexComponent, indexComponents, pointsOf } from '../../schema/qd766.ts'
import type { Unit } from '../../schema/units.ts'
import { lakeOf, periodFact, smallRegister } from './lake.ts'

const [first, last] = ['2023-09-01', '2023-09-30']
const province = smallRegister[0] as Unit

test('the components give 100 points', () => {
  expect(indexComponents.reduce((sum, { points }) => sum + points, 0)).toBe(100)
})

test('points where the rate is known, null with the reason where it is not, and the sum of what is known said as such', async () => {
  const lake = await lakeOf({
    dossiers: [
      periodFact(first, last, '815', {
        ...{ received_online: 30, dossiers_received: 100, resolved_in_term: 85, dossiers_resolved: 90, pending_in_term: 5, dossiers_pending: 10, to_sync: 0, synced: 0 },
      }),
      ...[1, 2, 3].map((n) => periodFact(first, last, '815', { received_online: n - 1, dossiers_received: n }, { service: `DVC.0${n}` })),
    ],
    digitisation: [periodFact(first, last, '816', { payable: 40, paid_online: 40 })],
  })
  const [rows = []] = await indexPoints(lake.asking, [province], { from: first, to: last })
  const of = (code: string): IndexRow => rows.find((row) => row.code === code) as IndexRow
  expect(of('IN_TERM')).toMatchObject({
    numerator: 90,
    denominator: 100,
    value: 0.9,
    points: 18,
    most: 20,
    next_points: 19,
    more: 5,
    more_of: 'handled_in_term',
    reporting: 1,
    expected: 7,
  })
  expect(of('ONLINE_DOSSIERS')).toMatchObject({ value: 0.3, most: 6, next_points: 4, more: 4, more_of: 'received_online' })
  expect(of('ONLINE_DOSSIERS').points).toBeCloseTo(3.6, 12)
  expect(of('ONLINE_SERVICES_USED')).toMatchObject({ numerator: 2, denominator: 25, next_points: 1, more: 5, more_of: 'services_used', reporting: 3, expected: 25 })
  expect(of('PAID_ONLINE')).toMatchObject({ points: 6, next_points: null, more: null, more_of: null, reason_en: null })
  expect(of('DOSSIER_SYNC')).toMatchObject({ points: null, value: null, numerator: 0, denominator: 0, reason_en: expect.stringContaining('nothing to divide by') })
  expect(of('E_COPIES')).toMatchObject({ points: null, value: null, numerator: null, reason_en: expect.stringContaining('no export tells it') })
  expect(rows.at(-1)).toMatchObject({ code: 'KNOWN', most: 36, reporting: 4, expected: indexComponents.length, reason_en: expect.stringContaining('not the score') })
  expect(rows.at(-1)?.points).toBeCloseTo(18 + 3.6 + 6 + (4 * 2) / 25, 12)
  const [none = []] = await indexPoints(lake.asking, [smallRegister[4] as Unit], { from: first, to: last })
  expect(none.every(({ points }) => points === null)).toBe(true)
  expect(none.find(({ code }) => code === 'IN_TERM')?.reason_en).toContain('whole period')
  lake.close()
})

test('so many more gain the next whole point, and one fewer do not', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...indexComponents),
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (component: IndexComponent, denominator, part) => {
        const numerator = Math.floor(part * denominator)
        const next = nextPoint(component, numerator, denominator)
        const points = (more: number): number => pointsOf(component, numerator + more, denominator)
        if (next === null) {
          expect(points(0)).toBeCloseTo(component.points, 6)
          return
        }
        expect(next.next_points).toBeGreaterThan(points(0))
        expect(points(next.more)).toBeGreaterThanOrEqual(next.next_points - 1e-6)
        expect(points(next.more - 1)).toBeLessThan(next.next_points)
        expect(numerator + next.more).toBeLessThanOrEqual(denominator)
      },
    ),
    { numRuns: 2000 },
  )
})
