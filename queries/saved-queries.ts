import { FOREVER } from '../schema/days.ts'
import { InputError } from '../schema/input-error.ts'
import { metrics } from '../schema/metrics.ts'
import { registerOf, type Unit } from '../schema/units.ts'
import type { Asking } from './asking.ts'
import type { Row, Statement } from './engine.ts'
import type { Question } from './question.ts'
import { questions } from './questions.ts'
import { inlined } from './statement.ts'

/** A question of the catalogue as an analyst keeps it in a console: SQL with example values, to be changed there. */
export interface SavedQuery {
  readonly name: string
  readonly description: string
  readonly sql: string
}

const unit = (code: string, level: Unit['level'], type: string, more: Partial<Unit> = {}): Unit => ({
  code,
  level,
  type,
  name: code,
  fullName: code,
  parentCode: null,
  province: '82',
  district: null,
  validFrom: '2023-01-01',
  validTo: FOREVER,
  editions: '2023-01-01/VN',
  ...more,
})

/** Units of the examples: a province, a district and a commune of the demo. */
const exampleUnits = [
  unit('82', 'province', 'tỉnh'),
  unit('815', 'district', 'thành phố', { parentCode: '82' }),
  unit('28249', 'commune', 'phường', { parentCode: '815', district: '815' }),
]
const days = { on: '2023-10-18', from: '2023-08-20', to: '2023-10-18' }
/** A stock is asked for on a day, a flow over a window. */
const exampleDays = [{ on: days.on }, { from: days.from, to: days.to }, {}]

/** Sums over a period are asked for only where exports tile it: rows of exactly the window are made up. */
function exportsInside({ sql }: Statement): Row[] {
  const counts = [...sql.matchAll(/ as (c\d+)\b/g)].map(([, name]) => [name as string, 1] as const)
  if (counts.length === 0) return []
  return ['all', 'service', 'field'].map((breakdown) => ({ breakdown, member: null, first: days.from, last: days.to, ...Object.fromEntries(counts) }))
}

/** What would be asked of an engine. */
async function statementsOf(question: Question, keys: Readonly<Record<string, string>>): Promise<Statement[]> {
  const statements: Statement[] = []
  const rows = async (statement: Statement): Promise<Row[]> => {
    statements.push(statement)
    return exportsInside(statement)
  }
  const asking: Asking = { engine: { rows, version: async () => '', close: () => undefined }, register: registerOf(exampleUnits), today: days.on }
  await question.run(asking, keys)
  return statements
}

/** Values for the keys that a question must have; the first that it takes. */
function* examplesOf({ keys }: Question): Generator<Record<string, string>> {
  const has = (name: string): boolean => keys.some((key) => key.name === name && key.required)
  for (const metric of has('metric') ? ['activated', 'online_rate', ...metrics.map(({ code }) => code)] : [undefined])
    for (const some of exampleDays) {
      const known = Object.fromEntries(Object.entries(some).filter(([name]) => keys.some((key) => key.name === name)))
      yield { ...(has('unit') && { unit: '82' }), ...(has('kind') && { kind: 'overdue' }), ...(metric !== undefined && { metric }), ...known }
    }
}

async function savedOf(question: Question): Promise<SavedQuery[]> {
  for (const keys of examplesOf(question)) {
    const statements = await statementsOf(question, keys).catch((error) => {
      if (error instanceof InputError) return []
      throw error
    })
    const given = Object.entries(keys).map(([name, value]) => `${name}=${value}`)
    const described = `${question.vi} / ${question.en} (${given.join(' ') || 'tất cả / all'})`
    if (statements.length === 1) return [{ name: question.name, description: described, sql: inlined(statements[0] as Statement) }]
    if (statements.length > 1)
      return statements.map((statement, i) => ({ name: `${question.name}_${i + 1}`, description: `${described}, ${i + 1}/${statements.length}`, sql: inlined(statement) }))
  }
  throw new Error(`${question.name}: no example of it can be made; see examplesOf`)
}

/** Every question of the catalogue, in its order. Trino and Athena read them alike. */
export const savedQueries = async (): Promise<SavedQuery[]> => (await Promise.all(questions.map(savedOf))).flat()
