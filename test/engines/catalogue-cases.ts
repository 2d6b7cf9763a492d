import type { Question } from '../../queries/question.ts'
import type { QuestionKey } from '../../queries/question-keys.ts'
import { shiftDay } from '../../schema/days.ts'
import { metrics } from '../../schema/metrics.ts'
import type { EngineLake } from './lakes.ts'

/** A question with the values of its keys, in the texts of the command line. */
export interface Case {
  readonly question: Question
  readonly keys: Readonly<Record<string, string>>
}

export const grains = ['day', 'week', 'month', 'round'] as const
type Choices = readonly (string | undefined)[]

/** What is tried in every combination; without a key of that kind, nothing. */
function axes({ keys }: Question, { moments }: EngineLake): Choices[] {
  const has = (kind: QuestionKey['kind']): boolean => keys.some((key) => key.kind === kind)
  return [has('metric') ? metrics.map(({ code }) => code) : [undefined], has('grain') ? grains : [undefined], [undefined, ...moments.slice(0, 1)]]
}

/** What is tried in turn, by the key's name or kind; first of all what most want. A key without a line here fails the suite. */
function turns(lake: EngineLake): Readonly<Record<string, Choices>> {
  const middle = lake.middle ?? shiftDay(lake.first, 3)
  return {
    unit: lake.units,
    on: [lake.last, middle, lake.first],
    from: [lake.first, middle],
    to: [lake.last],
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

/**
 * Every metric by every grain, with and without asKnownAt, each on one lake in turn; of all the lakes, on each of them.
 * What else a question takes goes round too.
 */
export function casesOver(question: Question, lakes: readonly EngineLake[], all: boolean): { lake: EngineLake; case: Case }[] {
  return lakes.flatMap((lake, n) =>
    casesOf(question, lake)
      .filter((_, i) => all || i % lakes.length === n)
      .map((one) => ({ lake, case: one })),
  )
}

function casesOf(question: Question, lake: EngineLake): Case[] {
  const [ofMetric = [], ofGrain = [], ofMoment = []] = axes(question, lake)
  const combinations = ofMetric.flatMap((metric) => ofGrain.flatMap((grain) => ofMoment.map((asKnownAt) => ({ metric, grain, asKnownAt }))))
  const longest = Math.max(1, ...question.keys.filter(({ name }) => !['metric', 'grain', 'asKnownAt'].includes(name)).map((key) => choicesOf(key, lake).length))
  const rounds = Math.max(combinations.length, 2 * longest)
  return Array.from({ length: rounds }, (_, i) => {
    const { metric, grain, asKnownAt } = combinations[i % combinations.length] as (typeof combinations)[number]
    const others = question.keys.filter(({ name }) => !['metric', 'grain', 'asKnownAt'].includes(name))
    // Steps that differ by key, so that values meet in other pairs each round.
    const turned = others.map((key, n) => {
      const choices = choicesOf(key, lake)
      return [key.name, choices[(Math.floor(i / (1 + (n % 3))) + i) % choices.length]] as const
    })
    const all = Object.entries({ ...Object.fromEntries(turned), metric, grain, asKnownAt })
    return { question, keys: Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined)) }
  })
}
