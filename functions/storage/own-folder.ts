import { rmSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { lockFile } from '../../queries/duckdb.ts'
import { StorageError } from '../../schema/lake.ts'
import { makeRoom } from './cache-room.ts'
import { isNoRoom } from './folder-fault.ts'

const PREFIX = 'in-use-'
const LOCK = '.lock'
/** A folder without a lock was begun a moment ago, or its process was killed in that moment. */
const OLD_MS = 60_000

/** This process's folders, each with the lock that tells others that it is alive: numbers of processes come again, and containers count their own. */
const made = new Map<string, () => Promise<void>>()
process.once('exit', () => {
  for (const folder of made.keys()) rmSync(folder, { recursive: true, force: true })
})

/** Begins a folder of this process's own in one that processes share; it goes when the process does. */
export async function ownFolder(shared: string): Promise<string> {
  await mkdir(shared, { recursive: true, mode: 0o700 })
  const found = await lstat(shared)
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid()))
    throw new StorageError('thư mục đệm thuộc tài khoản khác; đặt TMPDIR / the cache folder belongs to another account; set TMPDIR')
  await removeDead(shared)
  const folder = await mkdtemp(join(shared, `${PREFIX}${process.pid}-`))
  const lock = (): ReturnType<typeof lockFile> => lockFile(join(folder, LOCK))
  const release = await lock().catch(async (error) => {
    if (!isNoRoom(error)) throw error
    await makeRoom(shared, 0)
    // What was written of it is no lock yet.
    await rm(join(folder, LOCK), { force: true })
    return lock()
  })
  // Somebody looked in that moment whether it is dead.
  if (!release) return ownFolder(shared)
  made.set(folder, release)
  return folder
}

/** Removes the folders of processes that were killed. */
export async function removeDead(shared: string): Promise<void> {
  // Its own are alive.
  const own = new Set([...made.keys()].map((folder) => basename(folder)))
  const names = (await readdir(shared).catch(() => [])).filter((name) => name.startsWith(PREFIX) && !own.has(name))
  for (const name of names) if (await isDead(join(shared, name))) await rm(join(shared, name), { recursive: true, force: true }).catch(() => undefined)
}

async function isDead(folder: string): Promise<boolean> {
  const lock = join(folder, LOCK)
  const [kept, found] = await Promise.all([stat(lock).catch(() => null), stat(folder).catch(() => null)])
  if (!kept) return found !== null && Date.now() - found.mtimeMs > OLD_MS
  const release = await lockFile(lock).catch(() => null)
  await release?.()
  return release !== null
}
