import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Contribution, type FactRow, later, mergeFacts, originsText, parseOrigins } from '../../functions/land/merge-facts.ts'
import { rebuildFacts } from '../../functions/land/rebuild-facts.ts'

const columns = ['activated', 'approved', 'target']
const key = { date: '2023-08-20', unit_code: '28249' }
const cell = fc.option(fc.nat(3), { nil: null })
const contribution: fc.Arbitrary<Contribution> = fc.record({
  source: fc.constantFrom(...'abcdef'.split('').map((letter) => letter.repeat(64))),
  stated: fc.nat(2),
  received: fc.nat(2),
  sheet: fc.constantFrom(null, 'DC01'),
  row: fc.nat(9),
  cells: fc.record({ activated: cell, approved: cell, target: cell }),
})
/** One export says one thing. */
const exports = fc.uniqueArray(contribution, { selector: ({ source }) => source, maxLength: 6 })

const landed = (steps: readonly (readonly Contribution[])[]): FactRow | null =>
  steps.reduce<FactRow | null>((stored, said, i) => mergeFacts(key, stored, said, columns, 1000 + i)?.row ?? stored, null)
const values = (row: FactRow | null) => columns.map((column) => row?.[column] ?? null)
/** The definition, by brute force: of each column the value of the greatest key that has one. */
const winners = (said: readonly Contribution[]) =>
  columns.map(
    (column) => said.filter(({ cells }) => cells[column] != null).reduce<Contribution | null>((best, one) => (!best || later(one, best) ? one : best), null)?.cells[column] ?? null,
  )

describe('two exports of one day', () => {
  it('whatever the order and the grouping of landing, each cell has the value of the latest export that states it', () => {
    fc.assert(
      fc.property(exports, fc.infiniteStream(fc.nat()), (said, order) => {
        const shuffled = said
          .map((one) => [order.next().value as number, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one)
        expect(values(landed(shuffled.map((one) => [one])))).toEqual(winners(said))
        expect(values(landed([shuffled]))).toEqual(winners(said))
      }),
      { numRuns: 500 },
    )
  })

  it('landing again changes nothing', () => {
    fc.assert(
      fc.property(exports, (said) => {
        const row = landed([said])
        for (const one of said) if (row) expect(mergeFacts(key, row, [one], columns, 9999)).toMatchObject({ changed: false, row: { landed_at: row.landed_at } })
      }),
    )
  })

  it('equal values make no new version', () => {
    const first: Contribution = { source: 'a'.repeat(64), stated: 1, received: 1, sheet: null, row: 1, cells: { activated: 5, approved: null, target: 7 } }
    const row = landed([[first]]) as FactRow
    const again = mergeFacts(key, row, [{ ...first, source: 'b'.repeat(64), received: 2 }], columns, 2000)
    expect(again).toMatchObject({ changed: false, touched: true, row: { landed_at: row.landed_at, source: 'a'.repeat(64) } })
    // What is received between the two loses to the one that confirmed.
    expect(
      values(mergeFacts(key, again?.row as FactRow, [{ ...first, source: 'c'.repeat(64), stated: 1, received: 1.5, cells: { activated: 6 } }], columns, 3000)?.row ?? null),
    ).toEqual([5, null, 7])
  })

  it('every cell leads to an export that states its value', () => {
    fc.assert(
      fc.property(exports, (said) => {
        const row = landed(said.map((one) => [one]))
        if (!row) return
        const carried = parseOrigins(row.carried)
        for (const column of columns) {
          if (row[column] == null) continue
          const source = carried.get(column)?.source ?? row.source
          expect(said.find((one) => one.source === source)?.cells[column]).toBe(row[column])
        }
      }),
    )
  })

  it('a rebuilt row is what landing the remaining exports gives', () => {
    fc.assert(
      fc.property(exports, fc.nat(5), (said, n) => {
        const row = landed(said.map((one) => [one]))
        const left = said.filter((_, i) => i !== n)
        const rebuilt = rebuildFacts(key, row, left, columns, 5000)
        expect(values(rebuilt?.row ?? null)).toEqual(winners(left))
        if (rebuilt?.row) expect(left.map(({ source }) => source)).toContain(rebuilt.row.source)
      }),
      { numRuns: 500 },
    )
  })

  it('origins are told and read alike', () => {
    const origins = new Map([
      ['activated', { source: 'a'.repeat(64), stated: 5, received: 6, sheet: 'Ngày 20', row: 7 }],
      ['target', { source: 'b'.repeat(64), stated: 5, received: 6, sheet: null, row: null }],
    ])
    expect(parseOrigins(originsText(origins))).toEqual(origins)
  })
})
