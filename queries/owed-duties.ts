import { isDutyPeriod, type ReportingDuty, reportingDuties } from '../schema/reporting-duties.ts'
import type { AsKnown, Asking } from './asking.ts'
import { momentValue, textValue } from './facts.ts'
import { ALWAYS } from './receipt-filter.ts'
import receipts from './receipts.sql'
import sql from './reported-periods.sql'
import { compose } from './statement.ts'

/** A duty of a province, and the first day of the first period for which it is owed; null: of every period. */
export interface OwedDuty {
  readonly duty: ReportingDuty
  readonly since: string | null
}

interface ReportedPeriod {
  readonly province: string
  readonly table: string
  readonly breakdown: string
  readonly first: string
  readonly last: string
}

/** Periods reported at any time, by one statement; what was read from no one place (`none`) shows no province a duty. */
async function reportedPeriods({ engine, signal }: Asking, provinces: readonly string[], { asKnownAt = ALWAYS }: AsKnown): Promise<ReportedPeriod[]> {
  const values = { known_at: momentValue(asKnownAt), provinces: provinces.map(textValue) }
  const scopes = (['submissions', 'landings'] as const).map((table) => ({ table, provinces, years: null }))
  return (await engine.rows(compose(sql, { receipts, placed: 'province in (:provinces)' }, values, scopes), signal)) as unknown as ReportedPeriod[]
}

/** The duties named, else all that each province owes: its own, and those of which it has once sent a report, from then on. */
export async function owedDuties(asking: Asking, provinces: readonly string[], named: readonly ReportingDuty[] | undefined, known: AsKnown): Promise<Map<string, OwedDuty[]>> {
  const duties = reportingDuties.filter((duty) => named?.includes(duty) ?? true)
  const reported = named === undefined && duties.some((duty) => duty.provinces === null) ? await reportedPeriods(asking, provinces, known) : []
  const sinceOf = (duty: ReportingDuty, province: string): string | undefined =>
    reported
      .filter((one) => one.province === province && one.table === duty.table && one.breakdown === duty.breakdown && isDutyPeriod(duty, one.first, one.last))
      .map(({ first }) => first)
      .sort()[0]
  const owed = (duty: ReportingDuty, province: string): OwedDuty[] => {
    if (duty.provinces !== null) return duty.provinces.includes(province) ? [{ duty, since: null }] : []
    if (named !== undefined) return [{ duty, since: null }]
    const since = sinceOf(duty, province)
    return since === undefined ? [] : [{ duty, since }]
  }
  return new Map(provinces.map((province) => [province, duties.flatMap((duty) => owed(duty, province))]))
}
