import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { lakeKey, type Storage } from '../../schema/lake.ts'

/** A lake copied into a folder of its own, as it is now. */
export async function lakeFolder(storage: Storage): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'da06-copy-'))
  for (const key of [lakeKey, ...(await storage.list('raw/')), ...(await storage.list('tables/'))]) {
    const object = await storage.get(key)
    if (!object) continue
    await mkdir(dirname(join(folder, key)), { recursive: true })
    await writeFile(join(folder, key), object.bytes)
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** A folder's lake copied into another storage. */
export async function copyLake(folder: string, storage: Storage): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => join(entry.parentPath, entry.name))
  for (const path of paths) await storage.put(relative(folder, path), await readFile(path))
}
