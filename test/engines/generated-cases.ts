import fc from 'fast-check'
import type { Question } from '../../queries/question.ts'
import type { QuestionKey } from '../../queries/question-keys.ts'
import { metrics } from '../../schema/metrics.ts'
import { type Case, choicesOf, grains } from './catalogue-cases.ts'
import type { EngineLake } from './lakes.ts'

/** Any value a key may have, hostile ones among the texts. */
function anyValue(key: QuestionKey, lake: EngineLake): fc.Arbitrary<string | undefined> {
  const optional = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => (key.required ? one : fc.option(one, { nil: undefined }))
  const day = fc.date({ min: new Date(`${lake.first}T00:00:00Z`), max: new Date(`${lake.last}T00:00:00Z`), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
  if (key.kind === 'day') return optional(day)
  if (key.kind === 'grain') return optional(fc.constantFrom(...grains))
  if (key.kind === 'metric') return optional(fc.constantFrom(...metrics.map(({ code }) => code)))
  if (key.kind === 'moment') return optional(fc.constantFrom(...lake.moments))
  const sampled = fc.constantFrom(...choicesOf(key, lake))
  if (key.kind === 'text' && !key.required)
    return fc.oneof(
      sampled,
      fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
    )
  return sampled
}

/** Any of the questions with any values of its keys. */
export const anyCase = (questions: readonly Question[], lake: EngineLake): fc.Arbitrary<Case> =>
  fc.constantFrom(...questions).chain((question) =>
    fc.record(Object.fromEntries(question.keys.map((key) => [key.name, anyValue(key, lake)]))).map((keys) => ({
      question,
      keys: Object.fromEntries(Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    })),
  )
