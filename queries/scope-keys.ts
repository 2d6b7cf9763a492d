import { partitionOf, type Storage, tableKey, wholeTables } from '../schema/lake.ts'
import type { Scope } from './engine.ts'

/** An object as it was when a statement began to read it; null: there was none. */
export interface Seen {
  readonly key: string
  readonly etag: string | null
}

/** The objects that a scope means; some may not be there. */
export async function keysOf(storage: Storage, scope: Scope): Promise<string[]> {
  const whole = wholeTables[scope.table]
  if (whole !== undefined) return [whole]
  if (scope.provinces && scope.years) {
    const [from, to] = scope.years
    const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
    return scope.provinces.flatMap((province) => years.map((year) => tableKey(scope.table, province, year)))
  }
  // A province's question lists that province alone, so it costs the same in a lake of one and of all. Askers name provinces: only what is a name goes into a key.
  const named = scope.provinces?.filter((province) => /^\w+$/.test(province))
  const prefixes = named ? named.map((province) => `tables/${scope.table}/province=${province}/`) : [`tables/${scope.table}/`]
  const keys = (await Promise.all(prefixes.map((prefix) => storage.list(prefix)))).flat()
  return keys.filter((key) => {
    const partition = partitionOf(key)
    return partition && (!scope.years || (partition.year >= scope.years[0] && partition.year <= scope.years[1]))
  })
}

/** The objects of scopes, each with its tag: one small request an object. */
export async function seenOf(storage: Storage, scopes: readonly Scope[]): Promise<Seen[]> {
  const keys = (await Promise.all(scopes.map((scope) => keysOf(storage, scope)))).flat()
  return Promise.all(keys.map(async (key) => ({ key, etag: await storage.head(key) })))
}

/** Changes whenever one of the objects does. */
export const versionOf = (seen: readonly Seen[]): string => seen.map(({ key, etag }) => `${key} ${etag ?? '-'}`).join('\n')

/** A file that is replaced while it is read may give half of each: work counts only if all is still the same afterwards. */
export async function unmoved<T>(storage: Storage, seen: readonly Seen[], work: () => Promise<T>): Promise<{ result: T } | 'moved'> {
  const moved = async (): Promise<boolean> => (await Promise.all(seen.map(async ({ key, etag }) => (await storage.head(key)) !== etag))).includes(true)
  try {
    const result = await work()
    return (await moved()) ? 'moved' : { result }
  } catch (error) {
    if (await moved()) return 'moved'
    throw error
  }
}
