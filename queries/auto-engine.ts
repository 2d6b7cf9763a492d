import type { Storage } from '../schema/lake.ts'
import type { Engine, Scope, Statement } from './engine.ts'
import { keysOf } from './scope-keys.ts'

/** Which engine a statement went to, and why. Null bytes: the storage can't tell. */
export interface Choice {
  readonly engine: 'near' | 'far'
  readonly bytes: number | null
}

/** How many bytes the objects of scopes have; each counts once. */
export async function bytesOf(storage: Storage, scopes: readonly Scope[]): Promise<number | null> {
  const { size } = storage
  if (!size) return null
  const keys = new Set((await Promise.all(scopes.map((scope) => keysOf(storage, scope)))).flat())
  const sizes = await Promise.all([...keys].map((key) => size.call(storage, key)))
  return sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0)
}

/** The embedded engine, and one elsewhere for what would touch more than `most` bytes. */
export function autoEngine(
  near: Engine,
  far: Engine,
  { storage, most, chosen }: { storage: Storage; most: number; chosen?: (choice: Choice, statement: Statement) => void },
): Engine {
  return {
    async rows(statement, signal, observed) {
      const bytes = await bytesOf(storage, statement.scopes)
      const engine = bytes !== null && bytes > most ? 'far' : 'near'
      chosen?.({ engine, bytes }, statement)
      return (engine === 'far' ? far : near).rows(statement, signal, observed)
    },
    version: (scopes) => near.version(scopes),
    close() {
      near.close()
      far.close()
    },
  }
}
