import { rmSync } from 'node:fs'
import { lstat, mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { StorageError } from '../../schema/lake.ts'
import { removeLeftFolders } from './left-folders.ts'

/** This process's own names for files of a folder that processes share: hard links, so that what one removes stays there for the others. */
export interface OwnNames {
  folder(): Promise<string>
  /** A file under this name has just been handed to a reader. */
  handed(name: string): void
  /** Gives up names handed out so long ago that no reader can be about to open them. At once, so that none is handed out meanwhile. */
  clear(): void
}

const LONG_MS = 10 * 60_000
const NAME = /^in-use-(\d+)-/

/** One a folder and process, however many caches there are. */
const known = new Map<string, OwnNames>()
const made = new Set<string>()
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

export function ownNames(shared: string): OwnNames {
  const names = known.get(shared) ?? namesIn(shared)
  known.set(shared, names)
  return names
}

function namesIn(shared: string): OwnNames {
  const times = new Map<string, number>()
  let own: Promise<string> | undefined
  let path: string | undefined
  const folder = (): Promise<string> =>
    (own ??= begin(shared).then((made) => {
      path = made
      return made
    }))
  return {
    folder,
    handed: (name) => times.set(name, Date.now()),
    clear() {
      for (const [name, time] of times) {
        if (Date.now() - time < LONG_MS) continue
        times.delete(name)
        if (path !== undefined) rmSync(join(path, name), { force: true })
      }
    },
  }
}

async function begin(shared: string): Promise<string> {
  await mkdir(shared, { recursive: true, mode: 0o700 })
  const found = await lstat(shared)
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid()))
    throw new StorageError('thư mục đệm thuộc tài khoản khác; đặt TMPDIR / the cache folder belongs to another account; set TMPDIR')
  await removeLeftFolders(shared, NAME)
  const folder = await mkdtemp(join(shared, `in-use-${process.pid}-`))
  made.add(folder)
  return folder
}
