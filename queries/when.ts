import { badInput, InputError } from '../schema/input-error.ts'
import type { Metric } from '../schema/metric.ts'

/** What an asker said of the time, and of which dossiers; what was left out is null or missing. */
export interface TimeGiven {
  readonly on?: string | null | undefined
  readonly from?: string | null | undefined
  readonly to?: string | null | undefined
  readonly scope?: string | null | undefined
  readonly service?: string | null | undefined
  readonly field?: string | null | undefined
}

/** Activation is counted at the end of days; procedure statistics are of periods, their stocks too. */
export const isOfPeriods = ({ table }: Metric): boolean => table !== 'activation'

/** Throws InputError naming what was given that activation does not have: its exports tell no services, and nothing of a desk alone. */
export function refuseBreakdown({ scope, service, field }: TimeGiven, code: string): void {
  for (const [name, value] of Object.entries({ service, field, ...(scope !== 'subtree' && { scope }) }))
    if (value != null) throw new InputError('NOT_AVAILABLE', name, `${name}: ${code} không phân theo ${name}; bỏ ${name} / activation is not told by ${name}; leave ${name} out`)
}

/** The day of a stock. A window would add what can't be added over time. */
export function dayAsked(given: TimeGiven, metric?: Metric): string {
  const { on, from, to } = given
  const code = metric?.code ?? 'kích hoạt / activation'
  for (const [name, value] of Object.entries({ from, to })) if (value != null) throw badInput(name, value, `on: ${code} là số lũy kế, hỏi một ngày / is a stock, asked on a day`)
  if (on == null) throw badInput('on', null, 'một ngày / a day YYYY-MM-DD')
  refuseBreakdown(given, code)
  return on
}

/** The window of a metric of periods. */
export function windowAsked({ on, from, to }: TimeGiven, metric?: Metric): { from: string; to: string } {
  const code = metric?.code ?? 'số liệu thủ tục hành chính / procedure statistics'
  if (on != null) throw badInput('on', on, `from, to: ${code} là số của một kỳ / is of a period`)
  if (from == null) throw badInput('from', null, `ngày đầu kỳ / first day of the period, YYYY-MM-DD (${code})`)
  if (to == null) throw badInput('to', null, `ngày cuối kỳ / last day of the period, YYYY-MM-DD (${code})`)
  return { from, to }
}
