import { randomBytes } from 'node:crypto'
import { link, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { lockFile } from '../../queries/duckdb.ts'
import { StorageError } from '../../schema/lake.ts'
import { draftName } from './folder-drafts.ts'

const LOCK_WAIT_MS = 60_000
/** Locks of the kernel are the process's, so within one process a queue stands before them. */
const queues = new Map<string, Promise<unknown>>()

/**
 * Does something while no other process holds the folder's lock: one of the kernel, which a killed process gives back by
 * itself. Throws StorageError where another holds it for a minute.
 */
export function locked<T>(root: string, use: () => Promise<T>): Promise<T> {
  const turn = (queues.get(root) ?? Promise.resolve())
    .catch(() => undefined)
    .then(async () => {
      const release = await acquired(root)
      try {
        return await use()
      } finally {
        await release()
      }
    })
  queues.set(root, turn)
  return turn
}

async function acquired(root: string): Promise<() => Promise<void>> {
  const path = join(root, '.lock')
  const until = Date.now() + LOCK_WAIT_MS
  for (;;) {
    await ready(root, path)
    const release = await lockFile(path)
    if (release) return release
    if (Date.now() > until)
      throw new StorageError(
        `tiến trình khác giữ khóa của kho quá ${LOCK_WAIT_MS / 1000} giây; thử lại / another process held the lake's lock for over ${LOCK_WAIT_MS / 1000} s; try again`,
      )
    await pause(5 + Math.random() * 30)
  }
}

/** DuckDB writes three pages; a file with less is what a process killed while it made one has left, and nobody can lock it. */
const WHOLE = 12_288

/** Puts a whole lock file there where there is none: made beside, and linked in at once, so that a killed process leaves none in part. */
async function ready(root: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found && found.size >= WHOLE) return
  if (found) await rm(path, { force: true })
  const draft = join(root, draftName(randomBytes(8)))
  try {
    const release = await lockFile(draft)
    await release?.()
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
}
