import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Removes files of a folder until the rest take no more than so many bytes, those used the longest ago first. */
export async function makeRoom(folder: string, most: number): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const files = await Promise.all(entries.filter((entry) => entry.isFile()).map(({ name }) => usedFile(join(folder, name))))
  const present = files.filter((file) => file !== null).sort((a, b) => a.used - b.used)
  let bytes = present.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of present) {
    if (bytes <= most) return
    await rm(path, { force: true })
    bytes -= size
  }
}

async function usedFile(path: string): Promise<{ path: string; size: number; used: number } | null> {
  // Another process may have made room a moment ago.
  const found = await stat(path).catch(() => null)
  return found && { path, size: found.size, used: found.mtimeMs }
}
