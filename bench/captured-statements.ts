import { graphqlApi } from '../functions/api/graphql-api.ts'
import { folderStorage } from '../functions/storage/folder.ts'
import { duckdbEngine } from '../queries/duckdb-engine.ts'
import type { Engine, Statement } from '../queries/engine.ts'
import { localDay } from '../schema/days.ts'
import type { Storage } from '../schema/lake.ts'
import type { AskedQuestion } from './asked-questions.ts'

/** Asks an API in this process over any storage; throws where the answer is no answer. */
export function asker(storage: Storage, hold: boolean) {
  const engine = duckdbEngine(storage, { hold, memoryLimit: '4GB' })
  const captured: Statement[] = []
  const capturing: Engine = {
    ...engine,
    rows(statement, signal) {
      captured.push(statement)
      return engine.rows(statement, signal)
    },
  }
  const api = graphqlApi({ engine: capturing, today: () => localDay(Date.now()), codeVersion: 'bench' })
  return {
    async ask({ name, query }: Pick<AskedQuestion, 'name' | 'query'>): Promise<void> {
      const response = await api.fetch('http://localhost/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) })
      const text = await response.text()
      if (!response.ok || text.includes('"errors"')) throw new Error(`${name}: ${text.slice(0, 500)}`)
    },
    taken: (): Statement[] => captured.splice(0),
    close: () => engine.close(),
  }
}

/** The very statements that the API composes for each question; what a server reads once, the register and the windows that exports are of, is none of them. */
export async function capturedStatements(lake: string, questions: readonly AskedQuestion[]): Promise<ReadonlyMap<AskedQuestion, readonly Statement[]>> {
  const { ask, taken, close } = asker(folderStorage(lake), false)
  await ask({ name: 'units', query: '{ units(first: 1) { totalCount } }' })
  taken()
  const all = new Map<AskedQuestion, readonly Statement[]>()
  for (const question of questions) {
    await ask(question)
    taken()
    await ask(question)
    all.set(question, taken())
  }
  close()
  return all
}
