import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { ConflictError, type Storage } from '../../schema/lake.ts'
import { draftName, draftSweeper, oldDrafts } from './folder-drafts.ts'
import { folderFault } from './folder-fault.ts'
import { locked } from './folder-lock.ts'

const missing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/** A lake in a folder. A put is a rename; compare-and-swap holds a lock of the kernel, which a killed process gives back by itself. */
export function folderStorage(folder: string): Storage {
  const root = resolve(folder)
  const pathOf = (key: string): string => join(root, ...key.split('/'))
  const sweep = draftSweeper()

  async function head(key: string): Promise<string | null> {
    try {
      const found = await stat(pathOf(key), { bigint: true })
      return found.isFile() ? `${found.ino}-${found.size}-${found.mtimeNs}` : null
    } catch (error) {
      if (missing(error)) return null
      throw folderFault(error, key)
    }
  }

  async function written(key: string, bytes: Uint8Array): Promise<string> {
    const path = pathOf(key)
    const draft = join(dirname(path), draftName(randomBytes(8)))
    try {
      await mkdir(dirname(path), { recursive: true })
      await sweep(path)
      const handle = await open(draft, 'wx')
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      return draft
    } catch (error) {
      await rm(draft, { force: true })
      throw folderFault(error, key)
    }
  }

  return {
    address: root,
    head,
    async get(key) {
      for (;;) {
        const etag = await head(key)
        if (etag === null) return null
        const bytes = await readFile(pathOf(key)).catch((error) => {
          throw folderFault(error, key)
        })
        if ((await head(key)) === etag) return { bytes, etag }
      }
    },
    async size(key) {
      const etag = await head(key)
      return etag === null ? null : Number(etag.split('-')[1])
    },
    async local(key) {
      const etag = await head(key)
      return etag === null ? null : { path: pathOf(key), etag }
    },
    async put(key, bytes, options = {}): Promise<string> {
      const draft = await written(key, bytes)
      try {
        const swap = async (): Promise<string> => {
          if (options.ifMatch !== undefined && (await head(key)) !== options.ifMatch) throw new ConflictError(key)
          await rename(draft, pathOf(key))
          return (await head(key)) as string
        }
        // What is not there yet needs no lock: a name is given once.
        const give = async (): Promise<string> => {
          await link(draft, pathOf(key)).catch((error) => {
            throw error.code === 'EEXIST' ? new ConflictError(key) : error
          })
          await rm(draft, { force: true })
          return (await head(key)) as string
        }
        return await (options.ifMatch === undefined ? swap() : options.ifMatch === null ? give() : locked(root, swap))
      } catch (error) {
        // A machine that slept for long finds its draft gone.
        if (missing(error)) return this.put(key, bytes, options)
        await rm(draft, { force: true })
        throw folderFault(error, key)
      }
    },
    leftovers: async () => (await oldDrafts(root)).map((path) => relative(root, path).split(sep).join('/')),
    async list(prefix) {
      try {
        const entries = await readdir(pathOf(prefix), { recursive: true, withFileTypes: true })
        return entries
          .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
          .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
          .sort()
      } catch (error) {
        if (missing(error)) return []
        throw folderFault(error, prefix)
      }
    },
  }
}
