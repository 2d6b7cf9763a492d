import { parseArgs } from 'node:util'

export const parts = ['a', 'b', 'c', 'd', 'e', 'f'] as const
export type Part = (typeof parts)[number]

/** How much is generated and measured. */
export interface Scale {
  readonly provinces: number
  readonly communes: number
  readonly days: number
  readonly csvRows: number
  /** Measurements of each question, and of each landing. */
  readonly rounds: number
  readonly landings: number
  /** After so many milliseconds a question is measured no more, if it was often enough for a median. */
  readonly patience: number
}

const full: Scale = { provinces: 63, communes: 170, days: 365, csvRows: 1_000_000, rounds: 30, landings: 3, patience: 10_000 }
const quick: Scale = { provinces: 4, communes: 60, days: 365, csvRows: 80_000, rounds: 7, landings: 1, patience: 1_000 }

export interface BenchOptions {
  readonly json: boolean
  readonly only: ReadonlySet<Part>
  readonly scale: Scale
}

export function benchOptions(words: readonly string[]): BenchOptions {
  const { values } = parseArgs({ args: [...words], options: { format: { type: 'string' }, only: { type: 'string' }, quick: { type: 'boolean' } } })
  const chosen = (values.only ?? parts.join(',')).split(',').map((word) => word.trim())
  const wrong = chosen.find((word) => !parts.some((part) => part === word))
  if (wrong !== undefined) throw new Error(`--only ${wrong}: expected some of ${parts.join(',')}`)
  if (values.format !== undefined && values.format !== 'json' && values.format !== 'table') throw new Error(`--format ${values.format}: expected table or json`)
  return { json: values.format === 'json', only: new Set(chosen as Part[]), scale: values.quick ? quick : full }
}
