import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeLeftFolders } from '../storage/left-folders.ts'

/** A folder of this process's own for as long as a command runs. Those that killed processes left go: they hold copies of exports. */
export async function workspaceFolder(): Promise<string> {
  await removeLeftFolders(tmpdir(), /^da06-work-(\d+)-/)
  return mkdtemp(join(tmpdir(), `da06-work-${process.pid}-`))
}
