import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { lockFile } from '../../queries/duckdb.ts'
import { ConflictError, type Storage, StorageError } from '../../schema/lake.ts'

const LOCK_WAIT_MS = 60_000
/** Locks of the kernel are the process's, so within one process a queue stands before them. */
const queues = new Map<string, Promise<unknown>>()

const missing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')

/** A lake in a folder. A put is a rename; compare-and-swap holds a lock of the kernel, which a killed process gives back by itself. */
export function folderStorage(folder: string): Storage {
  const root = resolve(folder)
  const pathOf = (key: string): string => join(root, ...key.split('/'))
  const fault = (error: unknown, key: string): unknown => {
    const { code } = error as NodeJS.ErrnoException
    const why: Record<string, string> = {
      ENOSPC: 'ổ đĩa đã đầy / the disk is full',
      EROFS: 'chỉ đọc / read-only',
      EACCES: 'không có quyền / no permission',
      EPERM: 'không có quyền / no permission',
      EDQUOT: 'hết hạn mức / over quota',
    }
    return code && why[code] ? new StorageError(`${key}: ${why[code]}`) : error
  }

  async function head(key: string): Promise<string | null> {
    try {
      const found = await stat(pathOf(key), { bigint: true })
      return found.isFile() ? `${found.ino}-${found.size}-${found.mtimeNs}` : null
    } catch (error) {
      if (missing(error)) return null
      throw fault(error, key)
    }
  }

  async function written(key: string, bytes: Uint8Array): Promise<string> {
    const path = pathOf(key)
    const draft = join(dirname(path), `.${randomBytes(8).toString('hex')}.draft`)
    try {
      await mkdir(dirname(path), { recursive: true })
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
      throw fault(error, key)
    }
  }

  async function locked<T>(key: string, use: () => Promise<T>): Promise<T> {
    const before = queues.get(root) ?? Promise.resolve()
    const turn = before
      .catch(() => undefined)
      .then(async () => {
        const path = join(root, '.lock')
        const until = Date.now() + LOCK_WAIT_MS
        for (;;) {
          const release = await lockFile(path)
          if (release) {
            try {
              return await use()
            } finally {
              release()
            }
          }
          if (Date.now() > until)
            throw new StorageError(`${key}: tiến trình khác giữ khóa quá ${LOCK_WAIT_MS / 1000} giây / another process held the lock for over ${LOCK_WAIT_MS / 1000} s`)
          await pause(5 + Math.random() * 30)
        }
      })
    queues.set(root, turn)
    return turn
  }

  return {
    address: root,
    head,
    async get(key) {
      for (;;) {
        const etag = await head(key)
        if (etag === null) return null
        const bytes = await readFile(pathOf(key)).catch((error) => {
          throw fault(error, key)
        })
        if ((await head(key)) === etag) return { bytes, etag }
      }
    },
    async local(key) {
      const etag = await head(key)
      return etag === null ? null : { path: pathOf(key), etag }
    },
    async put(key, bytes, options = {}) {
      const draft = await written(key, bytes)
      try {
        const swap = async (): Promise<string> => {
          if (options.ifMatch !== undefined && (await head(key)) !== options.ifMatch) throw new ConflictError(key)
          await rename(draft, pathOf(key))
          return (await head(key)) as string
        }
        return await (options.ifMatch === undefined ? swap() : locked(key, swap))
      } catch (error) {
        await rm(draft, { force: true })
        throw fault(error, key)
      }
    },
    async list(prefix) {
      try {
        const entries = await readdir(pathOf(prefix), { recursive: true, withFileTypes: true })
        return entries
          .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
          .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
          .sort()
      } catch (error) {
        if (missing(error)) return []
        throw fault(error, prefix)
      }
    },
  }
}
