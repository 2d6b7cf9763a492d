import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Processes of another container may share the folder for temporary files: what is young may be theirs. */
const OLD_MS = 60 * 60_000
const NAME = /^da06-work-(\d+)-/

/** A folder of this process's own for as long as a command runs. Those that killed processes left go: they hold copies of exports. */
export async function workspaceFolder(): Promise<string> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names) if (await isLeft(name)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  return mkdtemp(join(tmpdir(), `da06-work-${process.pid}-`))
}

async function isLeft(name: string): Promise<boolean> {
  const [, pid] = NAME.exec(name) ?? []
  if (pid === undefined || isAlive(Number(pid))) return false
  const found = await stat(join(tmpdir(), name)).catch(() => null)
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
