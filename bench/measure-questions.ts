import { folderStorage } from '../functions/storage/folder.ts'
import type { Statement } from '../queries/engine.ts'
import { askedProcedures } from './asked-procedures.ts'
import { type AskedQuestion, askedQuestions } from './asked-questions.ts'
import { type BareDuckdb, openBareDuckdb } from './bare-duckdb.ts'
import type { Scale } from './bench-options.ts'
import { capturedStatements } from './captured-statements.ts'
import { type Figure, failed, held } from './figure.ts'
import type { MadeUpLakes } from './made-up-lake.ts'
import { type Serving, serving } from './serving-process.ts'
import { sideBySide } from './timing.ts'

/** p50 through GraphQL over HTTP against the bare query. */
const AIM = 1.3

interface Sides {
  readonly server: Serving
  readonly bare: BareDuckdb
  readonly scale: Scale
}

async function measured({ server, bare, scale }: Sides, question: AskedQuestion, statements: readonly Statement[], where: string): Promise<Figure> {
  const answer = await server.ask(question)
  const ways = [() => server.ask(question), await bare.ready(statements, 'parquet'), await bare.ready(statements, 'memory')]
  const [api, parquet, memory] = await sideBySide(ways, scale.rounds, scale.patience, [1, 1, 3])
  if (!api || !parquet || !memory) throw new Error('three sides were asked')
  return held(`a  ${where}: ${question.name}`, 'ms', api.p50, parquet.p50, AIM, {
    rounds: api.rounds,
    p95: api.p95,
    in_memory: memory.p50,
    in_memory_ratio: api.p50 / memory.p50,
    answer_bytes: answer.byteLength,
  })
}

async function questionsOf(lake: string, where: string, questions: readonly AskedQuestion[], scale: Scale, say: (text: string) => void): Promise<Figure[]> {
  const statements = await capturedStatements(lake, questions)
  const sides = { server: await serving(lake), bare: await openBareDuckdb(folderStorage(lake)), scale }
  const figures: Figure[] = []
  try {
    for (const question of questions) {
      say(`a  ${where}: ${question.name}`)
      const figure = measured(sides, question, statements.get(question) ?? [], where)
      figures.push(
        await figure.catch((error) => {
          say(`   FAILED: ${error instanceof Error ? error.message : error}`)
          return failed(`a  ${where}: ${question.name}`, 'ms', AIM)
        }),
      )
    }
  } finally {
    await sides.server.stop()
    sides.bare.close()
  }
  return figures
}

/** Each question at one province and at all of them, a year each, nothing answered from a cache. */
export async function measureQuestions(lakes: MadeUpLakes, scale: Scale, say: (text: string) => void): Promise<Figure[]> {
  const asked = [...askedQuestions, ...askedProcedures]
  const ofProvince = asked.filter(({ whole }) => !whole)
  return [...(await questionsOf(lakes.one, '1 x 1 year', ofProvince, scale, say)), ...(await questionsOf(lakes.all, `${scale.provinces} x 1 year`, asked, scale, say))]
}
