import type { Storage } from '../../schema/lake.ts'

export interface Paused {
  readonly storage: Storage
  /** When the writer has come to the write that it pauses before. */
  readonly reached: Promise<void>
  go(): void
}

/** A storage whose writer pauses before the first write of a key that a pattern holds for. */
export function pausingStorage(storage: Storage, pattern: RegExp): Paused {
  let [reach, go] = [(): void => undefined, (): void => undefined]
  const reached = new Promise<void>((done) => {
    reach = done
  })
  const released = new Promise<void>((done) => {
    go = done
  })
  let paused = false
  return {
    reached,
    go: () => go(),
    storage: {
      ...storage,
      async put(key, bytes, options) {
        if (!paused && pattern.test(key)) {
          paused = true
          reach()
          await released
        }
        return storage.put(key, bytes, options)
      },
    },
  }
}
