import { readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** An object on its way into the folder lies beside its place under such a name. */
export const draftName = (random: Buffer): string => `.${random.toString('hex')}.draft`
const isDraft = (name: string): boolean => /^\.[0-9a-f]{16}\.draft$/.test(name)

/** Nobody writes one object for so long: a draft this old was left by a process that was killed. */
const OLD_MS = 60 * 60_000

const isOld = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => null)
  return found !== null && Date.now() - found.mtimeMs > OLD_MS
}

/** Drafts that killed processes have left anywhere below a folder, by their paths. */
export async function oldDrafts(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries.filter((entry) => entry.isFile() && isDraft(entry.name)).map((entry) => join(entry.parentPath, entry.name))
  const old = await Promise.all(paths.map(isOld))
  return paths.filter((_, i) => old[i]).sort()
}

/** Removes old drafts where a process writes, once for each folder. Should a writer be that slow after all, its write fails and is done again. */
export function draftSweeper(): (path: string) => Promise<void> {
  const swept = new Set<string>()
  return async (path) => {
    const folder = dirname(path)
    if (swept.has(folder)) return
    swept.add(folder)
    const names = (await readdir(folder).catch(() => [])).filter(isDraft)
    for (const name of names) if (await isOld(join(folder, name))) await rm(join(folder, name), { force: true })
  }
}
