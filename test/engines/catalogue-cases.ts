import type { Question } from '../../queries/question.ts'
import type { QuestionKey } from '../../queries/question-keys.ts'
import { shiftDay } from '../../schema/days.ts'
import type { Metric } from '../../schema/metric.ts'
import { metrics } from '../../schema/metrics.ts'
import type { EngineLake } from './lakes.ts'

/** A question with the values of its keys, in the texts of the command line. */
export interface Case {
  readonly question: Question
  readonly keys: Readonly<Record<string, string>>
}

export const grains = ['day', 'week', 'month', 'round'] as const
type Choices = readonly (string | undefined)[]

/** What is tried in turn, by the key's name or kind; first of all what most want. A key without a line here fails the suite. */
function turns(lake: EngineLake): Readonly<Record<string, Choices>> {
  const middle = lake.middle ?? shiftDay(lake.first, 3)
  return {
    unit: lake.units,
    on: [lake.last, middle, lake.first],
    from: [lake.first, middle],
    to: [lake.last, lake.end ?? lake.last],
    since: [undefined, lake.first, middle],
    movingAverage: [undefined, '7', '3'],
    metrics: [undefined, 'activated,approval_rate', 'target'],
    level: [undefined, 'commune', 'district'],
    types: [undefined, 'phường,xã', "o'x"],
    scope: [undefined, 'own', 'subtree'],
    service: [undefined, undefined, 'DVC.01', undefined],
    field: [undefined, undefined, undefined, undefined, "Hộ tịch'"],
    state: [undefined, 'landed', 'withdrawn', 'refused'],
    code: [undefined, 'not_a_count', "'; drop table x --"],
    file: [undefined, "o'brien -- ế", 'dc01', '%_\\'],
    province: [undefined, '82', 'none'],
    limit: [undefined, '2'],
    at: [undefined, `${lake.last}T12:00:00+07:00`],
    duties: [undefined, 'essential-weekly,monthly-dossiers', 'campaign-dossiers'],
    dutyState: [undefined, 'missing', 'on_time'],
    before: [undefined, 'that_day'],
    summaryGroup: [undefined, 'duty', 'round'],
    serviceGrouping: [undefined, 'group'],
    causeKind: ['overdue', 'refused', 'sent_back'],
  }
}

export function choicesOf(key: QuestionKey, lake: EngineLake): Choices {
  const choices = turns(lake)[key.kind] ?? turns(lake)[key.name]
  if (!choices) throw new Error(`${key.name} (${key.kind}): say in catalogue-cases.ts what to ask by this key`)
  return key.required ? choices.filter((choice) => choice !== undefined) : choices
}

/** Keys of days are alternatives: a stock asks for a day, a flow for a window. */
const dayShapes = [['from', 'to'], ['on', 'since'], []] as const

const DAYS = ['on', 'from', 'to']

/**
 * The ways to ask a case; the first that the question does not refuse counts. Each leaves out keys of days; then those of
 * parts too, which not every metric is told by; then all that need not be there.
 */
export function waysOf({ question, keys }: Case): Readonly<Record<string, string>>[] {
  const optional = question.keys.filter(({ name, required }) => !required && !DAYS.includes(name)).map(({ name }) => name)
  return [[], ['service', 'field'], optional]
    .flatMap((parts) => dayShapes.map((days): readonly string[] => [...parts, ...days]))
    .map((without) => Object.fromEntries(Object.entries(keys).filter(([name]) => !without.includes(name))))
}

/** Of a question: one metric by one grain, of today or as it was known, and whether the other keys have the values that most want. */
interface Round {
  readonly metric: Metric | undefined
  readonly grain: string | undefined
  readonly isKnown: boolean
  readonly isPlain: boolean
  readonly lake: EngineLake
}

/** Keys whose values have their turn. */
const othersOf = ({ keys }: Question): readonly QuestionKey[] => keys.filter(({ name }) => !['metric', 'grain', 'asKnownAt'].includes(name))

const isOdd = (n: number): boolean => n % 2 === 1

/**
 * Every metric plain, and every third (of a question by grains, every one) in another round too, each on one lake of those
 * that hold it, plain or not on different ones; all grains have their turn.
 */
function metricRounds({ keys }: Question, lakes: readonly EngineLake[]): Round[] {
  const byGrain = keys.some(({ kind }) => kind === 'grain')
  return metrics.flatMap((metric, m) => {
    const telling = lakes.filter(({ holds }) => holds.includes(metric.table))
    return (byGrain || m % 3 === 0 ? [true, false] : [true]).map((isPlain) => ({
      metric,
      grain: byGrain ? grains[(m + 2 * Number(isPlain)) % grains.length] : undefined,
      isPlain,
      isKnown: isOdd(m + Number(isPlain)),
      lake: telling[(Math.floor(m / 4) + (isPlain ? 0 : Math.ceil(telling.length / 2))) % telling.length] as EngineLake,
    }))
  })
}

/** Plain on each lake, then until every value has had its turn; units have theirs with the lakes. */
function otherRounds(question: Question, lakes: readonly EngineLake[]): Round[] {
  const turning = othersOf(question).filter(({ kind }) => kind !== 'unit')
  const longest = Math.max(...turning.flatMap((key) => lakes.map((lake) => choicesOf(key, lake).length)))
  return Array.from({ length: lakes.length + longest }, (_, i) => ({
    metric: undefined,
    grain: undefined,
    isPlain: i < lakes.length,
    isKnown: isOdd(i + Math.floor(i / lakes.length)),
    lake: lakes[i % lakes.length] as EngineLake,
  }))
}

/**
 * Every metric, by one grain and another, with asKnownAt or without; what else a question takes goes round. `all`: by every
 * grain, with and without asKnownAt, on all the lakes.
 */
export function casesOver(question: Question, lakes: readonly EngineLake[], all: boolean): { lake: EngineLake; case: Case }[] {
  const hasMetric = question.keys.some(({ kind }) => kind === 'metric')
  const rounds = hasMetric ? metricRounds(question, lakes) : otherRounds(question, lakes)
  if (!all) return rounds.map((round, i) => ({ lake: round.lake, case: caseOf(question, round, i) }))
  return rounds.flatMap((round, i) => {
    const ofGrain = round.grain === undefined ? [undefined] : grains
    const each = lakes.flatMap((lake) => ofGrain.flatMap((grain) => [true, false].map((isKnown): Round => ({ ...round, lake, grain, isKnown }))))
    return each.map((one) => ({ lake: one.lake, case: caseOf(question, one, i) }))
  })
}

/** Each value has its turn; cycles of several keys shift, so that their values meet in other pairs each time. */
const turned = (choices: Choices, i: number, n: number): string | undefined => choices[(i + n + Math.floor(i / choices.length) * n) % choices.length]

function caseOf(question: Question, { metric, grain, isKnown, isPlain, lake }: Round, i: number): Case {
  const values = othersOf(question).map((key, n) => [key.name, isPlain ? choicesOf(key, lake)[0] : turned(choicesOf(key, lake), i, n)] as const)
  const given = Object.entries({ ...Object.fromEntries(values), metric: metric?.code, grain, asKnownAt: isKnown ? lake.moments[0] : undefined })
  return { question, keys: Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined)) }
}
