import { createHash, randomBytes } from 'node:crypto'
import { copyFile, link, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeRoom } from './cache-room.ts'
import { draftName } from './folder-drafts.ts'
import { folderFault, isNoRoom } from './folder-fault.ts'
import { removeDead } from './own-folder.ts'
import { type FileInUse, ownNames } from './own-names.ts'

/** Copies of objects in files, kept from one process to the next up to a size: those go first that nobody has asked for the longest. */
export interface FileCache {
  /** A file with the bytes of this name, fetched where there is none; null where there was nothing to fetch. It stays until it is released. */
  file(name: readonly string[], size: number, fetched: () => Promise<Uint8Array | null>): Promise<FileInUse | null>
}

/** Another account of the machine has a folder of its own. */
const usual = (): string => join(tmpdir(), `da06-cache-${process.getuid?.() ?? 'own'}`)
const MINUTE = 60_000

export function fileCache(folder: string = usual(), most: number): FileCache {
  const names = ownNames(folder)
  let lookedAt = Date.now()

  /** Whether the cache has it whole; then under this process's own name too. */
  async function held(own: string, shared: string, size: number): Promise<boolean> {
    await linked(shared, own)
    const found = await stat(own).catch(() => null)
    if (!found) return false
    // A machine that lost its power may have kept the name of a file, and not what was in it.
    if (found.size !== size) {
      for (const path of [own, shared]) await rm(path, { force: true })
      return false
    }
    if (Date.now() - found.mtimeMs > MINUTE) await utimes(own, new Date(), new Date())
    return true
  }

  async function keep(own: string, shared: string, bytes: Uint8Array): Promise<void> {
    const draft = join(await names.folder(), draftName(randomBytes(8)))
    try {
      await writeFile(draft, bytes, { mode: 0o600 })
      await rename(draft, own)
      await linked(own, draft)
      await rename(draft, shared)
    } finally {
      await rm(draft, { force: true })
    }
  }

  async function fetch(own: string, shared: string, fetched: () => Promise<Uint8Array | null>): Promise<boolean> {
    const bytes = await fetched()
    if (bytes === null) return false
    await keep(own, shared, bytes).catch(async (error) => {
      if (!isNoRoom(error)) throw error
      await removeDead(folder)
      await makeRoom(folder, 0)
      await keep(own, shared, bytes).catch((error) => {
        throw folderFault(error, 'bộ đệm / the cache')
      })
    })
    const hasRoom = await makeRoom(folder, most)
    if (!hasRoom && Date.now() - lookedAt > MINUTE) {
      lookedAt = Date.now()
      await removeDead(folder)
    }
    return true
  }

  return {
    file(parts, size, fetched) {
      const name = fileName(parts, size)
      const shared = join(folder, name)
      return names.use(name, async (own) => (await held(own, shared, size)) || fetch(own, shared, fetched))
    },
  }
}

const fileName = (parts: readonly string[], size: number): string => `${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}-${size}`

/** A second name for a file, if there is one; a copy where the file system has no hard links. */
async function linked(from: string, to: string): Promise<void> {
  await link(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') await copyFile(from, to)
  })
}
