import type { Asking } from './asking.ts'
import type { Scope } from './engine.ts'

/** What questions have read of the lake for those after them, and the version of what it was read from. */
export type Kept = Map<string, { readonly version: string; readonly value: Promise<unknown> }>

/** The oldest goes first: a server asked about all the country keeps some hundreds. */
const MOST_KEPT = 1_000

/** What many questions need of the lake: read again only when that has changed. Without a place to keep it, each time. */
export async function readOnce<T>({ engine, kept }: Asking, name: string, scopes: readonly Scope[], read: () => Promise<T>): Promise<T> {
  if (!kept) return read()
  const key = `${name} ${JSON.stringify(scopes)}`
  const version = await engine.version(scopes)
  const known = kept.get(key)
  // Another's reading may fail for reasons of its own: nobody waits for that answer any more.
  if (known?.version === version) return (known.value as Promise<T>).catch(read)
  const value = read()
  const reading = { version, value }
  kept.delete(key)
  kept.set(key, reading)
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  value.catch(() => kept.get(key) === reading && kept.delete(key))
  return value
}
