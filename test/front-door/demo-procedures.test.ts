import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LandedDemo, landedDemo } from './landed-demo.ts'

/** Computed with the model that made the exports up, never by reading them. */
const want = JSON.parse(readFileSync(new URL('demo-procedures.json', import.meta.url), 'utf8'))
const counts = ['received_online', 'received_in_person', 'carried_over', 'resolved_early', 'resolved_on_time', 'resolved_overdue', 'pending_in_term', 'pending_overdue']
const both = [...counts, 'digitised_results', 'payable', 'paid_online']
const weekly = {
  received: 'dossiers_received',
  received_online: 'received_online',
  resolved: 'dossiers_resolved',
  pending: 'dossiers_pending',
  refused: 'dossiers_refused',
  returned: 'sent_back',
}

type Row = Record<string, number> & { first: string; last: string; unit: string; type: string; field: string; service: number }
type Period = { value: number | null; numerator: number | null; missingDays: string[] }

const period = (metric: string, { first, last }: Pick<Row, 'first' | 'last'>, more = ''): string =>
  `${metric}: period(metric: ${metric.toUpperCase()}, from: "${first}", to: "${last}", scope: OWN${more}) { value numerator missingDays }`

describe('from the bundled reports of procedures to GraphQL', () => {
  let landed: LandedDemo<{ unit: never }>
  let ask: LandedDemo<{ unit: never }>['ask']
  beforeAll(async () => {
    landed = await landedDemo('procedures', { province: '82', today: '2023-11-20' })
    ask = landed.ask
  })
  afterAll(() => landed.remove())
  const periods = async (code: string, on: string, fields: readonly string[]): Promise<Record<string, Period>> =>
    (await ask(`{ unit(code: "${code}", on: "${on}") { ${fields.join(' ')} } }`)).data.unit

  it('every file lands whole, and nothing is odd', () => {
    expect(landed.receipts.map(({ state, rejected, findings }) => [state, rejected, findings.map(({ code }) => code)])).toEqual(landed.receipts.map(() => ['landed', 0, []]))
    expect(new Set(landed.receipts.map(({ layout }) => layout))).toEqual(new Set(['ii06a', 'ii06a-field', 'progress-766', 'essential-weekly', 'digitisation']))
  })

  it.each(want.units as Row[])('$unit $first – $last', async (row) => {
    const got = await periods(
      row.unit,
      row.last,
      both.map((metric) => period(metric, row)),
    )
    expect(Object.fromEntries(both.map((metric) => [metric, got[metric]?.value]))).toEqual(Object.fromEntries(both.map((metric) => [metric, row[metric]])))
  })

  it('a field of work, and a week of a service', async () => {
    for (const row of want.fields as Row[]) {
      const got = await periods(
        row.unit,
        row.last,
        counts.map((metric) => period(metric, row, `, field: "${row.field}"`)),
      )
      expect(Object.fromEntries(counts.map((metric) => [metric, got[metric]?.value]))).toEqual(Object.fromEntries(counts.map((metric) => [metric, row[metric]])))
    }
    for (const row of (want.weekly as Row[]).slice(0, 12)) {
      const service = `DVC.${String(row.service).padStart(2, '0')}`
      const got = await periods(
        '815',
        row.last,
        Object.values(weekly).map((metric) => period(metric, row, `, service: "${service}"`)),
      )
      expect(Object.values(weekly).map((metric) => got[metric]?.value)).toEqual(Object.keys(weekly).map((key) => row[key]))
    }
  })

  it('rounds tile a window, and what they leave open is told', async () => {
    const own = (first: string): Row => (want.units as Row[]).find((row) => row.unit === '815' && row.first === first && row.last < '2023-10-30') as Row
    const [one, two] = [own('2023-09-01'), own('2023-09-16')]
    const got = await periods('815', '2023-09-30', [
      period('received_online', { first: one.first, last: two.last }),
      period('carried_over', { first: one.first, last: two.last }),
      period('pending_overdue', { first: one.first, last: two.last }),
    ])
    expect([got.received_online?.value, got.carried_over?.value, got.pending_overdue?.value]).toEqual([
      (one.received_online as number) + (two.received_online as number),
      one.carried_over,
      two.pending_overdue,
    ])
    const open = await periods('815', '2023-10-30', [period('received_online', { first: '2023-09-16', last: '2023-10-30' })])
    expect(open.received_online).toEqual({ value: null, numerator: null, missingDays: Array.from({ length: 15 }, (_, i) => `2023-10-${16 + i}`) })
  })

  it('rates by type of commune are sums over sums, in a bounded number of statements', async () => {
    for (const [first, last] of [
      ['2023-09-01', '2023-09-15'],
      ['2023-09-01', '2023-10-30'],
    ]) {
      const { data, extensions } = await ask(
        `{ unit(code: "82", on: "${last}") { byType(metric: ONLINE_RATE, level: COMMUNE, from: "${first}", to: "${last}") { rows { unitType value numerator denominator } } } }`,
      )
      expect(extensions?.statements).toBeLessThanOrEqual(3)
      const { rows } = (data.unit as unknown as { byType: { rows: { unitType: string; value: number; numerator: number; denominator: number }[] } }).byType
      for (const round of (want.rounds as Row[]).filter((row) => row.first === first && row.last === last && !['agency', 'district'].includes(row.type)))
        expect(rows).toContainEqual({
          unitType: round.type,
          value: round.online_rate,
          numerator: round.received_online,
          denominator: (round.received_online as number) + (round.received_in_person as number),
        })
    }
  })
})
