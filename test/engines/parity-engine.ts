import type { Engine, Row, Statement } from '../../queries/engine.ts'
import { inlined } from '../../queries/statement.ts'

export interface Tally {
  statements: number
  rows: number
}

/** Rows as text: names and their order, types, nulls, order of rows. */
const shown = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row))

function firstDifference(name: string, statement: Statement, expected: readonly Row[], got: readonly Row[]): string | null {
  const [a, b] = [shown(expected), shown(got)]
  const at = a.findIndex((row, i) => row !== b[i])
  if (at < 0 && a.length === b.length) return null
  return `${name} differs from DuckDB: ${b.length} rows, expected ${a.length}; row ${at}:\n  ${a[at]}\n  ${b[at]}\n${inlined(statement)}`
}

/**
 * Engines that ask all of them the same and answer only where they agree: each statement once, whichever question asks.
 * A tally counts what was compared for it.
 */
export function parityOf(first: Engine, others: Readonly<Record<string, Engine>>): (tally: Tally) => Engine {
  const asked = new Map<string, Promise<Row[]>>()
  async function agreed(statement: Statement): Promise<Row[]> {
    const expected = await first.rows(statement)
    const differences = await Promise.all(
      Object.entries(others).map(async ([name, engine]) => {
        const got = await engine.rows(statement).catch((error: Error) => error)
        return got instanceof Error ? `${name} failed: ${got.message}\n${inlined(statement)}` : firstDifference(name, statement, expected, got)
      }),
    )
    const told = differences.filter((one) => one !== null)
    if (told.length > 0) throw new Error(told.join('\n\n'))
    return expected
  }
  return (tally) => {
    const counted = new Set<string>()
    return {
      async rows(statement) {
        const key = inlined(statement)
        const answer = asked.get(key) ?? agreed(statement)
        asked.set(key, answer)
        const rows = await answer
        if (counted.has(key)) return rows
        counted.add(key)
        tally.statements++
        tally.rows += rows.length
        return rows
      },
      version: (scopes) => first.version(scopes),
      close: () => undefined,
    }
  }
}
