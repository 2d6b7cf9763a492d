import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { access, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import type { Arrival } from '../land/land.ts'
import { MOST_BYTES } from '../land/open-file.ts'
import { UsageError } from './usage.ts'

/** Files and folders as files to land, in the order of their names, called as they are inside what was given (never by a path of the machine); what an office program or a system leaves beside them is no export. */
export async function arrivalsOf(paths: readonly string[], receivedAt: number): Promise<Arrival[]> {
  const found = await Promise.all(paths.map((path) => filesOf(path)))
  return Promise.all(found.flat().map(({ path, name }) => arrivalOf(path, name, receivedAt)))
}

async function arrivalOf(path: string, file: string, receivedAt: number): Promise<Arrival> {
  await access(path, constants.R_OK).catch(() => {
    throw new UsageError(`${file}: không có quyền đọc / no permission to read it`)
  })
  const { size } = await stat(path)
  const digest = async (): Promise<string> => {
    const hash = createHash('sha256')
    for await (const part of createReadStream(path)) hash.update(part)
    return hash.digest('hex')
  }
  return { file, receivedAt, bytes: () => readFile(path), ...(size > MOST_BYTES && { digest }) }
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
