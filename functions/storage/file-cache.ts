import { createHash, randomBytes } from 'node:crypto'
import { link, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeRoom } from './cache-room.ts'
import { draftName } from './folder-drafts.ts'
import { isNoRoom } from './folder-fault.ts'
import { ownNames } from './own-names.ts'

/** Copies of objects in files, kept from one process to the next up to a size: those go first that nobody has asked for the longest. */
export interface FileCache {
  /**
   * A file with the bytes of this name, fetched where there is none; null where there was nothing to fetch. It is a name of this
   * process's own for it: whoever makes room meanwhile, the file stays.
   */
  path(name: readonly string[], size: number, fetched: () => Promise<Uint8Array | null>): Promise<string | null>
}

/** Another account of the machine has a folder of its own. */
const usual = (): string => join(tmpdir(), `da06-cache-${process.getuid?.() ?? 'own'}`)
const MINUTE = 60_000

export function fileCache(folder: string = usual(), most: number): FileCache {
  const names = ownNames(folder)
  /** A file is fetched once, however many ask for it at the same time. */
  const coming = new Map<string, Promise<string | null>>()

  /** The file under this process's own name, where the cache has it whole. */
  async function held(name: string, size: number): Promise<string | null> {
    const own = join(await names.folder(), name)
    const shared = join(folder, name)
    names.handed(name)
    const found = (await stat(own).catch(() => null)) ?? (await linked(shared, own))
    if (!found) return null
    // A machine that lost its power may have kept the name of a file, and not what was in it.
    if (found.size !== size) {
      for (const path of [own, shared]) await rm(path, { force: true })
      return null
    }
    if (Date.now() - found.mtimeMs > MINUTE) await utimes(own, new Date(), new Date())
    return own
  }

  async function keep(name: string, bytes: Uint8Array): Promise<string> {
    const own = join(await names.folder(), name)
    const draft = join(await names.folder(), draftName(randomBytes(8)))
    names.handed(name)
    try {
      await writeFile(draft, bytes, { mode: 0o600 })
      await rename(draft, own)
    } finally {
      await rm(draft, { force: true })
    }
    // Where there are no hard links, each process keeps copies of its own.
    await link(own, join(folder, name)).catch(() => undefined)
    return own
  }

  async function fetch(name: string, fetched: () => Promise<Uint8Array | null>): Promise<string | null> {
    const bytes = await fetched()
    if (bytes === null) return null
    const own = await keep(name, bytes).catch(async (error) => {
      if (!isNoRoom(error)) throw error
      names.clear()
      await makeRoom(folder, 0)
      return keep(name, bytes)
    })
    names.clear()
    await makeRoom(folder, most)
    return own
  }

  return {
    async path(parts, size, fetched) {
      const name = fileName(parts, size)
      const found = await held(name, size)
      if (found !== null) return found
      const begun = coming.get(name) ?? fetch(name, fetched).finally(() => coming.delete(name))
      coming.set(name, begun)
      return begun
    },
  }
}

const fileName = (parts: readonly string[], size: number): string => `${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}-${size}`

async function linked(shared: string, own: string) {
  await link(shared, own).catch(() => undefined)
  return stat(own).catch(() => null)
}
