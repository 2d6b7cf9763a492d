import type { Asking } from '../../queries/asking.ts'
import type { Engine, Row } from '../../queries/engine.ts'
import { InputError } from '../../schema/input-error.ts'
import { type Case, waysOf } from './catalogue-cases.ts'
import type { Tally } from './parity-engine.ts'

/** What was compared, of a question. */
export interface Compared extends Tally {
  cases: number
  refused: number
  readonly metrics: Set<string>
  /** Metrics for which there was a row to compare. */
  readonly metricsOnRows: Set<string>
  /** Metrics that the question says it does not tell. */
  readonly untold: Set<string>
  readonly grains: Set<string>
  readonly known: Set<boolean>
}

const nothing = (): Compared => ({
  statements: 0,
  rows: 0,
  cases: 0,
  refused: 0,
  metrics: new Set(),
  metricsOnRows: new Set(),
  untold: new Set(),
  grains: new Set(),
  known: new Set(),
})

export const compared = new Map<string, Compared>()

export function comparedOf(question: string): Compared {
  const one = compared.get(question) ?? nothing()
  compared.set(question, one)
  return one
}

/** The engine, and how many rows it has given. */
function counting(engine: Engine): { engine: Engine; rows(): number } {
  let count = 0
  const rows: Engine['rows'] = async (...asked): Promise<Row[]> => {
    const answer = await engine.rows(...asked)
    count += answer.length
    return answer
  }
  return { engine: { ...engine, rows }, rows: () => count }
}

/** Asks one case; false where the question refuses it whatever days it is given. */
async function ask(asking: Asking, { question, keys }: Case): Promise<boolean> {
  for (const way of waysOf({ question, keys })) {
    try {
      await question.run(asking, way)
      return true
    } catch (error) {
      if (!(error instanceof InputError) || error.argument === 'query') throw error
      if (error.argument === 'metric' && keys.metric !== undefined) comparedOf(question.name).untold.add(keys.metric)
    }
  }
  return false
}

/** Asks one case of engines that must agree, and notes what was compared. */
export async function compare(asking: Asking, { question, keys }: Case): Promise<void> {
  const seen = comparedOf(question.name)
  const { engine, rows } = counting(asking.engine)
  seen.cases++
  if (!(await ask({ ...asking, engine }, { question, keys }))) {
    seen.refused++
    return
  }
  // One, or several separated by commas.
  for (const metric of keys.metric?.split(',') ?? []) {
    seen.metrics.add(metric)
    if (rows() > 0) seen.metricsOnRows.add(metric)
  }
  if (keys.grain !== undefined) seen.grains.add(keys.grain)
  seen.known.add(keys.asKnownAt !== undefined)
}
