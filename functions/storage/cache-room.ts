import type { Dirent } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

interface Found {
  readonly path: string
  readonly size: number
  readonly used: number
  readonly inode: number
  /** Has a name in a folder of some process's own too. */
  readonly inUse: boolean
}

/**
 * Removes files of a folder until all that lies in it and in the processes' own folders takes no more than so many bytes: those
 * nobody reads first, and of them those used the longest ago. Where readers keep more than that, names of theirs go too, and with
 * the last reader the file. Tells whether there is room now.
 */
export async function makeRoom(folder: string, most: number): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const shared = (await filesOf(folder, entries)).sort((a, b) => a.used - b.used)
  const theirs = await Promise.all(entries.filter((entry) => entry.isDirectory()).map((entry) => filesIn(join(folder, entry.name))))
  const sizes = new Map([...shared, ...theirs.flat()].map(({ inode, size }) => [inode, size]))
  const bytes = await removed(
    shared.filter(({ inUse }) => !inUse),
    sum(sizes.values()) - most,
  )
  const lasting = sum(shared.map(({ size }) => size)) - bytes
  await removed(
    shared.filter(({ inUse }) => inUse),
    lasting - most,
  )
  return sum(sizes.values()) - bytes <= most
}

const sum = (sizes: Iterable<number>): number => [...sizes].reduce((total, size) => total + size, 0)

/** Removes the first of these files until so many bytes are gone; gives how many are. */
async function removed(files: readonly Found[], bytes: number): Promise<number> {
  let gone = 0
  for (const { path, size } of files) {
    if (gone >= bytes) break
    await rm(path, { force: true })
    gone += size
  }
  return gone
}

const filesIn = async (folder: string): Promise<Found[]> => filesOf(folder, await readdir(folder, { withFileTypes: true }).catch(() => []))

async function filesOf(folder: string, entries: readonly Dirent[]): Promise<Found[]> {
  const found = await Promise.all(entries.filter((entry) => entry.isFile() && entry.name !== '.lock').map(({ name }) => foundFile(join(folder, name))))
  return found.filter((file) => file !== null)
}

async function foundFile(path: string): Promise<Found | null> {
  // Another process may have made room a moment ago.
  const found = await stat(path).catch(() => null)
  return found && { path, size: found.size, used: found.mtimeMs, inode: found.ino, inUse: found.nlink > 1 }
}
