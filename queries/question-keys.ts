import { daysBetween, parseDay, parseMoment } from '../schema/days.ts'
import { badInput, InputError } from '../schema/input-error.ts'
import type { Metric } from '../schema/metric.ts'
import { metricOf, metrics } from '../schema/metrics.ts'
import { didYouMean, nearestNames } from '../schema/nearest-name.ts'
import { type BeforeReading, beforeReadings, dutyNamed, type ReportingDuty, reportingDuties } from '../schema/reporting-duties.ts'
import { refuseAmbiguous } from '../schema/unit-code.ts'
import { fullCode, type Register, type Unit, type UnitLevel, unitLevels } from '../schema/units.ts'
import type { Grain } from './answers.ts'
import type { Asking } from './asking.ts'
import { type CauseKind, causeKinds } from './causes.ts'
import { type DutyState, dutyStates } from './discipline.ts'
import { type SummaryGroup, summaryGroups } from './discipline-summary.ts'
import { landingStates } from './receipt-filter.ts'
import { type ServiceGrouping, serviceGroupings } from './services.ts'

export type KeyKind =
  | 'unit'
  | 'day'
  | 'metric'
  | 'metrics'
  | 'grain'
  | 'count'
  | 'moment'
  | 'level'
  | 'types'
  | 'text'
  | 'state'
  | 'scope'
  | 'duties'
  | 'dutyState'
  | 'before'
  | 'summaryGroup'
  | 'serviceGrouping'
  | 'causeKind'

/** A key of a question, `name=value` on the command line. */
export interface QuestionKey {
  readonly name: string
  readonly kind: KeyKind
  readonly required: boolean
  readonly vi: string
  readonly en: string
}

/** What a question was given, checked. A required key is there. */
export interface Given {
  readonly unit?: Unit
  readonly on?: string
  readonly from?: string
  readonly to?: string
  readonly since?: string
  readonly metric?: Metric
  readonly metrics?: readonly Metric[]
  readonly grain?: Grain | 'round'
  readonly movingAverage?: number
  readonly level?: UnitLevel
  readonly types?: readonly string[]
  readonly scope?: 'own' | 'subtree'
  readonly service?: string
  readonly field?: string
  readonly state?: string
  readonly code?: string
  readonly file?: string
  readonly province?: string
  readonly limit?: number
  readonly asKnownAt?: number
  readonly duty?: readonly ReportingDuty[]
  readonly dutyState?: DutyState
  readonly at?: number
  readonly before?: BeforeReading
  readonly by?: SummaryGroup
  readonly grouping?: ServiceGrouping
  readonly kind?: CauseKind
}

/** A metric by its code. Throws InputError naming the codes most like it. */
export function metricNamed(code: string, argument = 'metric'): Metric {
  const metric = metricOf(code)
  if (metric) return metric
  const nearest = nearestNames(
    code,
    metrics.map((one) => one.code),
  ).slice(0, 3)
  throw badInput(argument, code, `một mã chỉ số, như / a metric code such as ${nearest.join(', ')}`)
}

function oneOf<T extends string>(name: string, text: string, words: readonly T[]): T {
  const word = words.find((one) => one === text.toLowerCase())
  if (word === undefined) throw badInput(name, text, words.join('|') + didYouMean(text, words))
  return word
}

function listed(name: string, text: string): string[] {
  const words = text.split(',').map((word) => word.trim())
  if (words.some((word) => word === '')) throw badInput(name, text, 'danh sách cách nhau bằng dấu phẩy / a list separated by commas')
  return words
}

function dayNamed(name: string, text: string): string {
  const day = parseDay(text)
  if (day === null) throw badInput(name, text, 'một ngày có thật, YYYY-MM-DD / a day that exists, YYYY-MM-DD')
  return day
}

function momentNamed(name: string, text: string): number {
  const moment = parseMoment(text)
  if (moment === null) throw badInput(name, text, 'một thời điểm ISO 8601, như / a moment such as 2023-08-20T17:00:00+07:00')
  return moment
}

function countNamed(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw badInput(name, text, 'một số nguyên / a whole number')
  return Number(text)
}

/** Duties by their codes. Throws InputError naming those there are. */
export const dutiesNamed = (codes: readonly string[], argument: string): ReportingDuty[] =>
  codes.map((code) => {
    const duty = dutyNamed(code.toLowerCase())
    const known = reportingDuties.map((one) => one.code)
    if (!duty) throw badInput(argument, code, known.join('|') + didYouMean(code, known))
    return duty
  })

/** Keys whose value is called otherwise than they are: of another kind than a key of that name elsewhere. */
const valueNames: Partial<Record<KeyKind, string>> = { metrics: 'metrics', dutyState: 'dutyState', serviceGrouping: 'grouping' }

const readers: Readonly<Record<KeyKind, (name: string, text: string) => unknown>> = {
  unit: (_, text) => text,
  day: dayNamed,
  metric: (name, text) => metricNamed(text, name),
  metrics: (name, text) => [...new Set(listed(name, text))].map((code) => metricNamed(code, name)),
  grain: (name, text) => oneOf(name, text, ['day', 'week', 'month', 'round'] as const),
  count: countNamed,
  moment: momentNamed,
  level: (name, text) => oneOf(name, text, unitLevels),
  types: listed,
  text: (_, text) => text,
  state: (name, text) => oneOf(name, text, landingStates),
  scope: (name, text) => oneOf(name, text, ['own', 'subtree'] as const),
  duties: (name, text) => dutiesNamed(listed(name, text), name),
  dutyState: (name, text) => oneOf(name, text, dutyStates),
  before: (name, text) => oneOf(name, text, beforeReadings),
  serviceGrouping: (name, text) => oneOf(name, text, serviceGroupings),
  causeKind: (name, text) => oneOf(name, text, Object.keys(causeKinds) as CauseKind[]),
  summaryGroup: (name, text) => oneOf(name, text, summaryGroups),
}

/** A unit by its code, valid on the last day asked about. */
function unitNamed({ register }: Asking, code: string, day: string): Unit {
  const unit = register.on(code, day)
  if (unit) return unit
  refuseAmbiguous(register, code, day, 'unit')
  const last = register.last(code)
  if (register.units.length === 0)
    throw new InputError(
      'NOT_FOUND',
      'unit',
      `unit: kho này chưa có danh mục đơn vị; da06 units import, hoặc chọn kho khác bằng --lake (kho của demo: --lake ./lake-demo) / this lake knows no units; import a register, or choose another lake`,
    )
  const [named] = last ? [] : register.search(code, day)
  const hint = last
    ? `mã này có hiệu lực / this code was valid ${last.validFrom} – ${last.validTo} (${last.fullName})`
    : named
      ? `có phải / did you mean ${fullCode(named)} (${named.fullName})?`
      : 'tìm bằng / look it up with: da06 units search TÊN'
  throw new InputError('NOT_FOUND', 'unit', `unit: không có đơn vị ${JSON.stringify(code.slice(0, 40))} ngày ${day} / no such unit on ${day}; ${hint}`)
}

/** Types are words of the register: one that is none of them, but nearly one, is mistyped; another may be a type of units that are not there. */
function checkTypes({ units }: Register, types: readonly string[]): void {
  const known = [...new Set(units.map(({ type }) => type))]
  for (const type of types) {
    const hint = known.some((one) => one === type.normalize('NFC').toLowerCase()) ? '' : didYouMean(type, known)
    if (hint) throw badInput('types', type, known.sort().join(', ') + hint)
  }
}

/** Texts as they come from the command line, checked: throws InputError whose argument is the key's name. */
export function readKeys(keys: readonly QuestionKey[], asking: Asking, texts: Readonly<Record<string, string>>): Given {
  const allowed = keys.map(({ name }) => name)
  for (const name of Object.keys(texts))
    if (!allowed.includes(name)) throw new InputError('BAD_USER_INPUT', name, `${name}: không có khóa này / no such key; ${allowed.join(', ')}${didYouMean(name, allowed)}`)
  for (const { name, required, vi, en } of keys) {
    if (required && !texts[name]) throw new InputError('BAD_USER_INPUT', name, `${name}: thiếu / missing; ${name}=… ${vi} / ${en}`)
  }
  const given: Record<string, unknown> = {}
  for (const { name, kind } of keys) if (texts[name] !== undefined) given[valueNames[kind] ?? name] = readers[kind](name, texts[name] as string)
  const { from, to, on, types } = given as Given
  if (types !== undefined) checkTypes(asking.register, types)
  if (from !== undefined && to !== undefined && daysBetween(from, to) < 0) throw badInput('from', from, `một ngày không sau / a day not after to=${to}`)
  if (given.unit !== undefined) given.unit = unitNamed(asking, given.unit as string, to ?? on ?? asking.today)
  return given as Given
}
