import type { Grain, TrendPoint } from '../../queries/answers.ts'
import { dayList, daysBetween, shiftDay } from '../../schema/days.ts'
import type { Metric } from '../../schema/metric.ts'
import { type Register, type Unit, unitId, validOn } from '../../schema/units.ts'
import type { LakeRow } from './lake.ts'

type Counts = Map<string, readonly [number, number]>

/** The trend by the words of the contract, day by day and commune by commune, as slowly as that is. */
export function naiveTrend(
  register: Register,
  facts: readonly LakeRow[],
  unit: Unit,
  keys: { metric: Metric; from: string; to: string; grain: Grain; movingAverage: number },
): TrendPoint[] {
  const { metric, from, to, grain, movingAverage } = keys
  const communes = (day: string): Unit[] => (validOn(unit, day) ? register.below(unit, 'commune', day) : [])
  const exports = new Map<string, Counts>()
  for (const day of dayList(shiftDay(from, -40), to)) {
    const counts: Counts = new Map()
    for (const commune of communes(day)) {
      const row = facts.find((one) => one.date === day && one.unit_code === commune.code)
      const numerator = row?.[metric.numerator] ?? null
      const denominator = metric.denominator === null ? 1 : (row?.[metric.denominator] ?? null)
      if (numerator !== null && denominator !== null) counts.set(unitId(commune), [numerator as number, denominator as number])
    }
    exports.set(day, counts)
  }
  const of = (day: string): Counts => exports.get(day) ?? new Map()
  const sums = (counts: Counts, keysOf: Counts): [number, number] => {
    const both = [...counts].filter(([id]) => keysOf.has(id))
    return [both.reduce((sum, [, [n]]) => sum + n, 0), both.reduce((sum, [, [, d]]) => sum + d, 0)]
  }
  const told = ([n, d]: [number, number]): number | null => (metric.denominator === null ? n : d === 0 ? null : n / d)
  const changeBetween = (before: string, day: string): number | null => {
    const then = of(before)
    const now = of(day)
    if (![...now.keys()].some((id) => then.has(id))) return null
    const [a, b] = [told(sums(now, then)), told(sums(then, now))]
    return a === null || b === null ? null : a - b
  }
  const period = (day: string): string => (grain === 'day' ? day : grain === 'month' ? day.slice(0, 7) : shiftDay(day, -((new Date(day).getUTCDay() + 6) % 7)))
  const days = [...exports.keys()]
  const periods = [...new Set(days.map(period))]
  const standing = (name: string): string | undefined => days.filter((day) => period(day) === name && of(day).size > 0 && (day >= from || period(day) !== period(from))).at(-1)
  const dayBefore = (day: string): string | undefined => days.filter((one) => one < day && of(one).size > 0).at(-1)

  const average = (end: string): number | null => {
    if (!validOn(unit, end)) return null
    const start = shiftDay(end, -movingAverage)
    let [sum, covered] = [0, 0]
    for (const day of days.filter((one) => one > start && one <= end && of(one).size > 0)) {
      const before = dayBefore(day)
      if (before === undefined || before < start) continue
      const change = changeBetween(before, day)
      if (change === null) continue
      sum += change
      covered += daysBetween(before, day)
    }
    return covered === 0 ? null : sum / covered
  }

  return periods
    .map((name, i) => ({ name, i }))
    .filter(({ name }) => days.some((day) => day >= from && period(day) === name))
    .map(({ name, i }) => {
      const within = days.filter((day) => day >= from && period(day) === name)
      const [start, end] = [within[0] as string, within.at(-1) as string]
      const day = standing(name)
      const last = periods
        .slice(0, i)
        .map(standing)
        .filter((one) => one !== undefined)
        .at(-1)
      const adjacent = i > 0 ? standing(periods[i - 1] as string) : undefined
      const all = day === undefined ? undefined : sums(of(day), of(day))
      const lastValid = within.filter((one) => validOn(unit, one)).at(-1)
      return {
        start,
        end,
        value: all ? told(all) : null,
        numerator: all ? all[0] : null,
        denominator: all && metric.denominator !== null ? all[1] : null,
        change: day && adjacent ? changeBetween(adjacent, day) : null,
        change_since_last: day && last ? changeBetween(last, day) : null,
        change_days: day && last ? daysBetween(last, day) : null,
        moving_average: average(end),
        reporting: day ? of(day).size : 0,
        expected: communes(day ?? lastValid ?? end).length,
      }
    })
}
