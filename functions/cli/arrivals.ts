import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import type { Arrival } from '../land/land.ts'
import { UsageError } from './usage.ts'

/** Files and folders as files to land, in the order of their names, called as they are inside what was given (never by a path of the machine); what an office program or a system leaves beside them is no export. */
export async function arrivalsOf(paths: readonly string[], receivedAt: number): Promise<Arrival[]> {
  const found = await Promise.all(paths.map((path) => filesOf(path)))
  return found.flat().map(({ path, name }) => ({ file: name, receivedAt, bytes: () => readFile(path) }))
}

async function filesOf(path: string): Promise<{ path: string; name: string }[]> {
  const what = await stat(path).catch(() => null)
  if (!what) throw new UsageError(`${path}: không có tệp hoặc thư mục này / no such file or folder`)
  if (!what.isDirectory()) return [{ path, name: basename(path) }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(path, file)
          .split(/[\\/]/)
          .some((part) => part.startsWith('.') || part.startsWith('~$')),
    )
    .sort()
    .map((file) => ({ path: file, name: relative(path, file) }))
}
