import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PeriodPart, periods } from '../../queries/period.ts'
import { missingDays, type Span } from '../../queries/tiling.ts'
import { shiftDay } from '../../schema/days.ts'
import type { Metric } from '../../schema/metric.ts'
import { metricOf } from '../../schema/metrics.ts'
import { type LakeRow, lakeOf, periodFact, sha, smallRegister, unit } from './lake.ts'
import { naivePeriod } from './naive-period.ts'

const [FROM, DAYS] = ['2023-09-01', 6]
const day = (n: number): string => shiftDay(FROM, n)
const TO = day(DAYS - 1)
const agency = unit('H.01', { level: 'agency', parentCode: '82', type: 'sở' })
const units = [...smallRegister, agency, unit('H.01', { level: 'agency', parentCode: '83', province: '83', type: 'sở' })]
const desks = [...smallRegister.slice(1), agency]
const codes = ['received_online', 'carried_over', 'pending_overdue', 'dossiers_to_handle', 'online_rate', 'not_late_rate']
const metrics = codes.map((code) => metricOf(code) as Metric)
const columns = ['received_online', 'dossiers_received', 'carried_over', 'resolved_overdue', 'pending_overdue']

const span = fc.tuple(fc.nat(DAYS - 1), fc.nat(DAYS - 1)).map(([a, b]): Span => ({ first: day(Math.min(a, b)), last: day(Math.max(a, b)) }))
const cuts = fc.uniqueArray(fc.integer({ min: 1, max: DAYS - 1 }), { maxLength: 4 }).map((list) => [0, ...list.sort(), DAYS])
const way = cuts.map((at) => at.slice(1).map((end, i): Span => ({ first: day(at[i] as number), last: day(end - 1) })))
const values = fc.tuple(...columns.map(() => fc.option(fc.nat(99), { freq: 40 })))
/** Exports that go three ways through the window, of which each desk has some, some of whose tiles it lacks; and stray ones. */
const rows = fc
  .tuple(
    fc.array(way, { minLength: 3, maxLength: 3 }),
    fc.array(fc.tuple(fc.subarray([0, 1, 2]), fc.array(span, { maxLength: 2 })), { minLength: desks.length, maxLength: desks.length }),
    fc.infiniteStream(fc.tuple(values, fc.nat(20), fc.constantFrom('a', 'b'))),
  )
  .map(([ways, have, stream]) =>
    desks.flatMap(({ code }, d) => {
      const [taken, stray] = have[d] as [number[], Span[]]
      const spans = [...taken.flatMap((w) => ways[w] as Span[]), ...stray]
      const unlike = [...new Map(spans.map((one) => [`${one.first}${one.last}`, one])).values()]
      return unlike.flatMap(({ first, last }) => {
        const [cells, luck, source] = stream.next().value as [(number | null)[], number, string]
        return luck === 0 ? [] : [periodFact(first, last, code, Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? null])), { source: sha(source) })]
      })
    }),
  )

const districtOf = (code: string): string | null => smallRegister.find((one) => one.code === code)?.district ?? null

/** Each unit's members by hand: a province everything, a district itself and its communes, else itself. */
const membersOf = (code: string, scope: 'own' | 'subtree'): string[] =>
  desks.map((one) => one.code).filter((one) => (scope === 'own' ? one === code : code === '82' || one === code || districtOf(one) === code))

function wanted(list: readonly LakeRow[], { unit: { code }, metric }: PeriodPart, scope: 'own' | 'subtree') {
  const answers = membersOf(code, scope).map((member) =>
    naivePeriod(
      list.filter((one) => one.unit_code === member),
      metric,
      FROM,
      TO,
    ),
  )
  const there = answers.filter((one) => one.tiles !== undefined)
  const sum = (name: 'numerator' | 'denominator'): number | null => (there.length === 0 ? null : there.reduce((total, one) => total + (one[name] ?? 0), 0))
  const counting = answers.flatMap((one) => one.counting ?? []) as unknown as Span[]
  const sources = new Set(there.flatMap(({ tiles }) => tiles.map(({ source }) => source)))
  return {
    numerator: sum('numerator'),
    denominator: metric.denominator === null ? null : sum('denominator'),
    reporting: there.length,
    missing_days: there.length > 0 ? [] : missingDays(counting, FROM, TO),
    source: sources.size === 1 ? [...sources][0] : null,
  }
}

async function answersOf(list: readonly LakeRow[]) {
  const lake = await lakeOf({ dossiers: list }, { units })
  try {
    const asked = lake.asking.register.units.filter(({ province }) => province === '82')
    const parts = asked.flatMap((one) => metrics.map((metric): PeriodPart => ({ unit: one, metric })))
    const own = await periods(lake.asking, parts, { from: FROM, to: TO, scope: 'own' })
    const subtree = await periods(lake.asking, parts, { from: FROM, to: TO, scope: 'subtree' })
    return { parts, own, subtree }
  } finally {
    lake.close()
  }
}

test('every number is what trying all ways to tile, member by member, gives', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (list) => {
      const { parts, own, subtree } = await answersOf(list)
      parts.forEach((part, i) => {
        expect(own[i], `${part.unit.code} ${part.metric.code}`).toMatchObject(wanted(list, part, 'own'))
        expect(subtree[i], `${part.unit.code} ${part.metric.code} subtree`).toMatchObject(wanted(list, part, 'subtree'))
      })
    }),
    { numRuns: 25 },
  )
})

test("a parent's rate is never outside the range of its members'", async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (list) => {
      const { parts, own, subtree } = await answersOf(list)
      const rate = (i: number): boolean => parts[i]?.metric.code === 'online_rate'
      const values = own.flatMap(({ value }, i) => (rate(i) && value !== null ? [value] : []))
      const whole = subtree.find((_, i) => rate(i) && parts[i]?.unit.code === '82')?.value
      if (whole == null) return
      // A member with nothing received has no rate of its own, but what it received online would count.
      const clean = own.every(({ numerator, denominator }, i) => !rate(i) || denominator !== 0 || numerator === 0)
      if (!clean) return
      expect(whole).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12)
      expect(whole).toBeLessThanOrEqual(Math.max(...values) + 1e-12)
    }),
    { numRuns: 8 },
  )
})

test('the order of rows changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (list) => {
      const [a, b] = await Promise.all([answersOf(list), answersOf([...list].reverse())])
      expect([a.own, a.subtree]).toEqual([b.own, b.subtree])
    }),
    { numRuns: 5 },
  )
})

test('adding tiles equals the whole', async () => {
  await fc.assert(
    fc.asyncProperty(cuts, fc.array(fc.nat(99), { minLength: DAYS * 3, maxLength: DAYS * 3 }), async (at, values) => {
      const tiles = at.slice(1).map((end, i) => [at[i] as number, end] as const)
      const flow = (from: number, to: number, at: number): number => values.slice(from, to).reduce((sum, _, i) => sum + (values[(from + i) * 3 + at] as number), 0)
      const counts = (from: number, to: number): LakeRow => ({
        received_online: flow(from, to, 0),
        carried_over: values[from * 3 + 1] as number,
        pending_overdue: values[to * 3 - 1] as number,
      })
      const tiled = await answersOf(tiles.map(([from, to]) => periodFact(day(from), day(to - 1), '815', counts(from, to))))
      const whole = await answersOf([periodFact(FROM, TO, '815', counts(0, DAYS))])
      expect(tiled.own.map(({ value }) => value)).toEqual(whole.own.map(({ value }) => value))
    }),
    { numRuns: 8 },
  )
})
