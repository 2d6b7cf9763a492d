import { InputError } from '../schema/input-error.ts'
import { type BeforeReading, type DutyPeriod, dutyPeriods, owingLevels, type ReportingDuty } from '../schema/reporting-duties.ts'
import { type Unit, validOn } from '../schema/units.ts'
import type { DisciplineRow } from './answers.ts'
import { type AsKnown, type Asking, nowOf } from './asking.ts'
import sql from './discipline.sql'
import { dayValue, momentValue, provincesOf, textValue } from './facts.ts'
import { type OwedDuty, owedDuties } from './owed-duties.ts'
import { checkWindow, MOST_POINTS } from './periods.ts'
import { ALWAYS } from './receipt-filter.ts'
import receipts from './receipts.sql'
import { compose } from './statement.ts'

export const dutyStates = ['on_time', 'late', 'missing', 'not_due'] as const
export type DutyState = (typeof dutyStates)[number]

export interface DisciplineKeys extends AsKnown {
  /** Periods whose days overlap the window. */
  readonly from: string
  readonly to: string
  /** Default: those that the province owes. */
  readonly duties?: readonly ReportingDuty[] | undefined
  readonly state?: DutyState | undefined
  /** The clock, milliseconds since 1970. Default: now, or the moment it is asked as known at where that is past. */
  readonly at?: number | undefined
  /** What "before day D" means; default: as each duty has it. */
  readonly before?: BeforeReading | undefined
}

/** Reports owed that one answer may hold. */
export const MOST_OWED = 100_000
/** Codes in one statement: bounds its text. Above, a province's are read whole. */
const MOST_UNITS = 500
const HOUR_MS = 3_600_000

interface Owed extends DutyPeriod {
  readonly duty: ReportingDuty
  readonly unit: Unit
}

interface Sent {
  readonly province: string
  readonly table: string
  readonly breakdown: string
  readonly first: string
  readonly last: string
  readonly unit_code: string
  readonly received_at: number
  readonly file: string
  readonly sha256: string
}

/** The clock an answer goes by. */
export const clockOf = (asking: Asking, { at, asKnownAt = ALWAYS }: Pick<DisciplineKeys, 'at' | 'asKnownAt'>): number => at ?? Math.min(nowOf(asking), asKnownAt)

/** What a unit and all below it owe: a unit is asked for what it was on the last day of a period. */
function owedBy({ register }: Asking, unit: Unit, duties: readonly OwedDuty[], { from, to, before }: DisciplineKeys): Owed[] {
  return duties.flatMap(({ duty, since }) =>
    dutyPeriods(duty, from, to, before)
      .filter(({ first, last }) => validOn(unit, last) && (since === null || first >= since))
      .flatMap((period) => owingLevels(duty, period.last).flatMap((level) => register.below(unit, level, period.last).map((one) => ({ ...period, duty, unit: one })))),
  )
}

const keyOf = (table: string, breakdown: string, first: string, last: string, code: string, province: string): string => [table, breakdown, first, last, code, province].join(' ')

/** The first file with each period of each unit, by one statement. Files of several provinces lie in `none`. */
async function firstSent(asking: Asking, owed: readonly Owed[], keys: DisciplineKeys): Promise<Map<string, Sent>> {
  if (owed.length === 0) return new Map()
  const codes = [...new Set(owed.map(({ unit }) => unit.code))]
  const days = owed.map(({ last }) => last).sort()
  const provinces = [...provincesOf(owed.map(({ unit }) => unit)), 'none']
  const values = {
    known_at: momentValue(keys.asKnownAt ?? ALWAYS),
    at: momentValue(clockOf(asking, keys)),
    provinces: provinces.map(textValue),
    first_day: dayValue(days[0] as string),
    last_day: dayValue(days.at(-1) as string),
    units: codes.map(textValue),
  }
  const scopes = (['submissions', 'landings'] as const).map((table) => ({ table, provinces, years: null }))
  const statement = compose(sql, { receipts, placed: 'province in (:provinces)', of_units: codes.length > MOST_UNITS ? '1 = 1' : 'f.unit_code in (:units)' }, values, scopes)
  const rows = (await asking.engine.rows(statement, asking.signal)) as unknown as Sent[]
  return new Map(rows.map((row) => [keyOf(row.table, row.breakdown, row.first, row.last, row.unit_code, row.province), row]))
}

/** A code of an agency is its province's own: a file that names no one province says nothing of it. */
function sentOf(sent: ReadonlyMap<string, Sent>, { duty, first, last, unit }: Owed): Sent | undefined {
  const within = (province: string): Sent | undefined => sent.get(keyOf(duty.table, duty.breakdown, first, last, unit.code, province))
  const [own, shared] = [within(unit.province), unit.level === 'agency' ? undefined : within('none')]
  return own && shared && shared.received_at < own.received_at ? shared : (own ?? shared)
}

const stateOf = ({ latest }: Owed, received: number | null, at: number): DutyState =>
  received === null ? (at > latest ? 'missing' : 'not_due') : received > latest ? 'late' : 'on_time'

function rowOf(owed: Owed, file: Sent | undefined, at: number): DisciplineRow {
  const { duty, unit, round, first, last, due } = owed
  const received_at = file?.received_at ?? null
  const state = stateOf(owed, received_at, at)
  const late = state === 'late' || state === 'missing'
  return {
    ...{ duty: duty.code, round, first, last, due, unit, unit_code: unit.code, unit_name: unit.fullName, state, received_at },
    late_hours: late ? Math.round(((received_at ?? at) - due) / (HOUR_MS / 100)) / 100 : null,
    file: file?.file ?? null,
    sha256: file?.sha256 ?? null,
  }
}

function checkOwed(owed: number): void {
  if (owed > MOST_OWED) throw new InputError('LIMIT_EXCEEDED', 'to', `to: ${owed} báo cáo, tối đa ${MOST_OWED} / ${owed} reports owed, at most ${MOST_OWED}`)
}

const byDue = (a: DisciplineRow, b: DisciplineRow): number => a.due - b.due || (a.unit_code < b.unit_code ? -1 : Number(a.unit_code > b.unit_code))

/**
 * Who of each of the units and all below them has sent what for which period, and when, held against the due moments; two
 * statements whatever the number of units. What is not due yet is never missing.
 */
export async function discipline(asking: Asking, units: readonly Unit[], keys: DisciplineKeys): Promise<DisciplineRow[][]> {
  checkWindow(keys.from, keys.to, MOST_POINTS)
  const duties = await owedDuties(asking, provincesOf(units), keys.duties, keys)
  const owed = units.map((unit) => owedBy(asking, unit, duties.get(unit.province) ?? [], keys))
  checkOwed(owed.reduce((sum, { length }) => sum + length, 0))
  const sent = await firstSent(asking, owed.flat(), keys)
  const at = clockOf(asking, keys)
  return owed.map((list) =>
    list
      .map((one) => rowOf(one, sentOf(sent, one), at))
      .filter(({ state }) => keys.state === undefined || state === keys.state)
      .sort(byDue),
  )
}
