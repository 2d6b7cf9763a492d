import { rawKey, type Storage } from '../../schema/lake.ts'

/** A storage into which a raw file is put while the next is read, and nothing that leads back to raw files before they are there. */
export interface RawFirst extends Storage {
  /** Returns when the raw file before is there. Throws what went wrong with that one. */
  keep(sha256: string, bytes: Uint8Array): Promise<void>
  /** Waits until nothing is on its way any more, however it ended. */
  settled(): Promise<void>
}

export function rawFirst(storage: Storage): RawFirst {
  let keeping: Promise<unknown> = Promise.resolve()
  return {
    ...storage,
    async put(key, bytes, options) {
      await keeping
      return storage.put(key, bytes, options)
    },
    async keep(sha256, bytes) {
      await keeping
      keeping = storage.put(rawKey(sha256), bytes)
      // Told by whoever puts next.
      keeping.catch(() => undefined)
    },
    settled: async () => void (await keeping.catch(() => undefined)),
  }
}
