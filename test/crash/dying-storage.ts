import type { Storage } from '../../schema/lake.ts'

/** What a process that was killed would have done no more of. */
export class Killed extends Error {}

/** A storage whose writer dies after its nth write; 0: before any. */
export function dyingStorage(storage: Storage, nth: number): Storage {
  let puts = 0
  return {
    ...storage,
    async put(key, bytes, options) {
      if (++puts > nth) throw new Killed(key)
      const etag = await storage.put(key, bytes, options)
      if (puts === nth) throw new Killed(key)
      return etag
    },
  }
}

/** Counts and names the writes of a deed. */
export async function writesOf(storage: Storage, deed: (storage: Storage) => Promise<unknown>): Promise<string[]> {
  const keys: string[] = []
  await deed({
    ...storage,
    put(key, bytes, options) {
      keys.push(key)
      return storage.put(key, bytes, options)
    },
  })
  return keys
}
