import { InputError } from '../schema/input-error.ts'
import type { Metric } from '../schema/metric.ts'
import { type Unit, validOn } from '../schema/units.ts'
import type { PeriodAnswer } from './answers.ts'
import type { AsKnown, Asking } from './asking.ts'
import { grouped } from './grouped.ts'
import { type Measure, measureFor, printedFor } from './measure.ts'
import { lackedDays } from './missing-days.ts'
import type { Asked } from './period-facts.ts'
import type { PeriodQuestion } from './period-question.ts'
import { sumsOf } from './period-sums.ts'
import { checkWindow } from './periods.ts'
import { added, deskSums, desksAmong, expectedMembers, measuredOf, membersOf, type Scope, scopeOf } from './unit-sums.ts'

/** A window of procedure statistics, of all dossiers or of one service or field. */
export interface PeriodKeys extends AsKnown {
  readonly from: string
  readonly to: string
  readonly scope?: Scope | undefined
  readonly service?: string | undefined
  readonly field?: string | undefined
}

/** One of the numbers that are asked together. */
export interface PeriodPart {
  readonly unit: Unit
  readonly metric: Metric
}

/** Procedure statistics are of periods, activation is of days: throws InputError where a question takes the former alone. */
export function checkPeriodKeys(metrics: readonly Metric[], { from, to, service, field }: PeriodKeys): void {
  checkWindow(from, to)
  const other = metrics.find(({ table }) => table === 'activation')
  if (other)
    throw new InputError(
      'NOT_AVAILABLE',
      'metric',
      `metric: ${other.code} là số lũy kế theo ngày, hỏi bằng snapshot on=… hoặc trend / is counted by day: ask snapshot on=… or trend`,
    )
  checkBreakdown(service, field)
  const whole = metrics.find(({ table }) => table !== 'dossiers')
  const argument = service !== undefined ? 'service' : 'field'
  if (whole && (service !== undefined || field !== undefined))
    throw new InputError(
      'NOT_AVAILABLE',
      argument,
      `${argument}: ${whole.code} không có theo dịch vụ hay lĩnh vực; bỏ ${argument} / is not told by service or field; leave ${argument} out`,
    )
}

export function checkBreakdown(service: string | undefined, field: string | undefined): void {
  if (service !== undefined && !/^[A-Z0-9][A-Z0-9.-]{1,39}$/.test(service))
    throw new InputError(
      'BAD_USER_INPUT',
      'service',
      `service: ${JSON.stringify(service.slice(0, 40))} — cần mã dịch vụ công, chữ hoa / expected the code of a service in capitals, DVC.01`,
    )
  if (service !== undefined && field !== undefined) throw new InputError('BAD_USER_INPUT', 'field', 'field: chỉ một trong service và field / either service or field, not both')
}

/** Where among the measures a metric's value is, and its printed rate. */
interface Numbers {
  readonly value: number
  readonly printed: number | null
}

/** The measures of some metrics, and of their printed rates. */
function measuresOf(metrics: readonly Metric[], withPrinted: boolean): { measures: Measure[]; numbers: ReadonlyMap<Metric, Numbers> } {
  const measures = metrics.map(measureFor)
  const numbers = metrics.map((metric, value): [Metric, Numbers] => {
    const printed = withPrinted ? printedFor(metric) : null
    return [metric, { value, printed: printed && measures.push(printed) - 1 }]
  })
  return { measures, numbers: new Map(numbers) }
}

/** Parts of one table. */
async function ofTable(asking: Asking, parts: readonly PeriodPart[], keys: PeriodKeys, withDays: boolean): Promise<PeriodAnswer[]> {
  const metrics = [...new Set(parts.map(({ metric }) => metric))]
  const asked = [...new Set(parts.map(({ unit }) => unit))].map((unit): Asked => ({ unit, scope: scopeOf(unit, keys.scope) }))
  const { measures, numbers } = measuresOf(
    metrics,
    asked.some(({ scope }) => scope === 'own'),
  )
  const question: PeriodQuestion = { ...keys, table: (metrics[0] as Metric).table, measures, asked, sources: true }
  const sums = await sumsOf(asking, question, [{ start: keys.from, end: keys.to }])
  const desksOf = new Map(asked.map((one) => [one.unit, { one, members: validOn(one.unit, keys.to) ? membersOf(asking.register, one) : [] }]))
  const told = parts.map(({ unit, metric }) => {
    const { one, members } = desksOf.get(unit) as { one: Asked; members: readonly Unit[] }
    const { value, printed } = numbers.get(metric) as Numbers
    const sumOf = (n: number) => added(deskSums(sums, desksAmong(members), '', 0, n))
    return { metric, one, members, value, sum: sumOf(value), printed: one.scope === 'own' && printed !== null ? sumOf(printed).numerator : null }
  })
  const lacking = new Set(told.filter(({ sum }) => sum.numerator === null).map(({ one }) => one))
  const missing = await lackedDays(asking, { ...question, asked: withDays ? [...lacking] : [] }, { first: keys.from, last: keys.to })
  return told.map(({ metric, one, members, value, sum, printed }) => ({
    ...measuredOf(metric, sum),
    reporting: sum.reporting,
    expected: expectedMembers(members, one, keys.to, keys.service !== undefined),
    missing_days: sum.numerator === null ? missing(one, value) : [],
    scope: one.scope,
    printed: printed === null ? null : printed / 1_000_000,
    source: sum.source,
  }))
}

/**
 * Each part's number over a window, parallel to them. Parts of one table share their statements: the windows, unless they are
 * known, two at most for each way that exports tile, and `withDays` one for the days that are missing.
 */
export async function periods(asking: Asking, parts: readonly PeriodPart[], keys: PeriodKeys, withDays = true): Promise<PeriodAnswer[]> {
  checkPeriodKeys(
    parts.map(({ metric }) => metric),
    keys,
  )
  const answers = new Map<PeriodPart, PeriodAnswer>()
  await Promise.all(
    [...grouped(parts, ({ metric }) => metric.table).values()].map(async (list) => {
      for (const [i, answer] of (await ofTable(asking, list, keys, withDays)).entries()) answers.set(list[i] as PeriodPart, answer)
    }),
  )
  return parts.map((part) => answers.get(part) as PeriodAnswer)
}
