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
  expect(of('PAID_ONLINE')).toMatchObject({
    points: 6,
    next_points: null,
    more: null,
    more_of: null,
    reporting: 1,
    expected: 7,
    reason_en: 'of 1 of 7 units alone, so no part of the sum',
  })
  expect(of('ONLINE_SERVICES_USED').reason_en).toBe('of the catalogue of essential services; 3 of 25 told alone, so no part of the sum')
  expect(of('DOSSIER_SYNC')).toMatchObject({ points: null, value: null, numerator: 0, denominator: 0, reason_en: expect.stringContaining('nothing to divide by') })
  expect(of('E_COPIES')).toMatchObject({ points: null, value: null, numerator: null, reason_en: expect.stringContaining('no export tells it') })
  expect(rows.at(-1)).toMatchObject({ code: 'KNOWN', points: null, most: 0, reporting: 0, expected: indexComponents.length })
  expect(rows.at(-1)?.reason_en).toBe('0 of 20 components have figures of every unit; 4 more of some alone are not added; not the score of a province')
  const [none = []] = await indexPoints(lake.asking, [smallRegister[4] as Unit], { from: first, to: last })
  expect(none.every(({ points }) => points === null)).toBe(true)
  expect(none.find(({ code }) => code === 'IN_TERM')?.reason_en).toContain('whole period')
  lake.close()
})

test('the sum is of components that every unit tells: those of some units alone are another whole', async () => {
  const desks = smallRegister.filter(({ level }) => level !== 'province')
  const lake = await lakeOf({
    dossiers: desks.map(({ code }) =>
      periodFact(first, last, code, { received_online: 1, dossiers_received: 4, resolved_in_term: 3, dossiers_resolved: 4, pending_in_term: 0, dossiers_pending: 0 }),
    ),
    digitisation: desks.slice(1).map(({ code }) => periodFact(first, last, code, { payable: 40, paid_online: 40 })),
  })
  const of = async (unit: Unit): Promise<IndexRow[]> => (await indexPoints(lake.asking, [unit], { from: first, to: last }))[0] ?? []
  const rows = await of(province)
  expect(rows.find(({ code }) => code === 'PAID_ONLINE')).toMatchObject({ points: 6, reporting: 6, expected: 7 })
  expect(rows.at(-1)).toMatchObject({ points: 20 * 0.75 + 6 * 0.5, most: 26, reporting: 2, expected: 20 })
  expect(rows.at(-1)?.reason_en).toBe('2 of 20 components have figures of every unit; 1 more of some alone is not added; not the score of a province')
  const own = await of(desks[1] as Unit)
  expect(own.at(-1)).toMatchObject({ points: 15 + 3 + 6, most: 32, reporting: 3 })
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
