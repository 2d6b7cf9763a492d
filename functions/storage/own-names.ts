import { rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ownFolder } from './own-folder.ts'

/** A file of the cache for a reader: it stays, whoever makes room, until the reader says that it has read. */
export interface FileInUse {
  readonly path: string
  release(): void
}

/**
 * This process's own names for files of a folder that processes share: hard links, so that what one removes stays there for
 * the readers of another. A name is there while somebody reads, and no longer: what nobody reads is the shared folder's alone.
 */
export interface OwnNames {
  /** A folder of this process's own, for what is not a file of the cache yet. */
  folder(): Promise<string>
  /** The file under its own name, which the first reader makes; null where that could not be. */
  use(name: string, make: (own: string) => Promise<boolean>): Promise<FileInUse | null>
}

/** One a folder and process, however many caches there are. */
const known = new Map<string, OwnNames>()

export function ownNames(shared: string): OwnNames {
  const names = known.get(shared) ?? namesIn(shared)
  known.set(shared, names)
  return names
}

interface Name {
  readers: number
  readonly made: Promise<string | null>
}

function namesIn(shared: string): OwnNames {
  const names = new Map<string, Name>()
  let own: Promise<string> | undefined
  const folder = (): Promise<string> =>
    (own ??= ownFolder(shared).catch((error) => {
      own = undefined
      throw error
    }))

  function begin(name: string, make: (own: string) => Promise<boolean>): Name {
    const made = folder().then(async (folder) => {
      const path = join(folder, name)
      const isThere = await make(path).catch(async (error) => {
        await rm(path, { force: true })
        throw error
      })
      return isThere ? path : null
    })
    const begun = { readers: 0, made }
    names.set(name, begun)
    return begun
  }

  /** At once, so that nobody is handed the name meanwhile. */
  function leave(name: string, one: Name, path: string | null): void {
    one.readers--
    if (one.readers > 0) return
    names.delete(name)
    if (path !== null) rmSync(path, { force: true })
  }

  return {
    folder,
    async use(name, make) {
      const one = names.get(name) ?? begin(name, make)
      one.readers++
      let path: string | null = null
      try {
        path = await one.made
      } finally {
        if (path === null) leave(name, one, null)
      }
      return path === null ? null : inUse(path, (path) => leave(name, one, path))
    },
  }
}

function inUse(path: string, leave: (path: string) => void): FileInUse {
  let done = false
  return {
    path,
    release() {
      if (!done) leave(path)
      done = true
    },
  }
}
