import type { Engine, Reading, Scope } from '../../queries/engine.ts'
import { InputError } from '../../schema/input-error.ts'

/** The engine of one request: counts its statements and, where a tag is wanted, remembers what of the lake they touched. */
export interface WatchedEngine extends Engine {
  readonly statements: number
  /** What engines elsewhere read for it. */
  readonly readings: readonly Reading[]
  /** Each scope touched, with its version from before it was read. */
  touched(): Promise<ReadonlyMap<string, string>>
  touch(scopes: readonly Scope[]): Promise<unknown>
}

export function watchedEngine(engine: Engine, { most, versions }: { most: number; versions: boolean }): WatchedEngine {
  const seen = new Map<string, Promise<string>>()
  const readings: Reading[] = []
  let statements = 0
  const touch = async (scopes: readonly Scope[]): Promise<void> => {
    if (!versions) return
    await Promise.all(
      scopes.map((scope) => {
        const key = JSON.stringify(scope)
        const version = seen.get(key) ?? engine.version([scope])
        seen.set(key, version)
        return version
      }),
    )
  }
  return {
    get statements() {
      return statements
    },
    readings,
    touch,
    touched: async () => new Map(await Promise.all([...seen].map(async ([key, version]) => [key, await version] as const))),
    async rows(statement, signal) {
      statements++
      if (statements > most)
        throw new InputError('LIMIT_EXCEEDED', 'query', `Số câu lệnh: hơn ${most}; hãy hỏi ít đơn vị hơn mỗi lần / Statements: more than ${most}; ask for fewer units at a time`)
      await touch(statement.scopes)
      return engine.rows(statement, signal, (reading) => readings.push(reading))
    },
    async version(scopes) {
      await touch(scopes)
      return engine.version(scopes)
    },
    close: () => undefined,
  }
}
