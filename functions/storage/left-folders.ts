import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Processes of another container may share the folder: what is young may be theirs. */
const OLD_MS = 60 * 60_000

/** Removes folders that killed processes have left. Names tell whose they are: the pattern's group is the process's number. */
export async function removeLeftFolders(parent: string, pattern: RegExp): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names) if (await isLeft(parent, name, pattern)) await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined)
}

async function isLeft(parent: string, name: string, pattern: RegExp): Promise<boolean> {
  const [, pid] = pattern.exec(name) ?? []
  if (pid === undefined || isAlive(Number(pid))) return false
  const found = await stat(join(parent, name)).catch(() => null)
  return found !== null && Date.now() - found.mtimeMs > OLD_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
