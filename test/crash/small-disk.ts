import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of a given size of its own, which can be made read-only. */
export interface SmallDisk {
  readonly folder: string
  readOnly(is: boolean): void
  remove(): void
}

/** Null where this process may not mount. */
export function smallDisk(size: string): SmallDisk | null {
  const parent = mkdtempSync(join(tmpdir(), 'da06-disk-'))
  const folder = join(parent, 'disk')
  mkdirSync(folder)
  const mount = (...words: string[]) => execFileSync('mount', [...words, folder], { stdio: 'ignore' })
  try {
    mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs')
  } catch {
    rmSync(parent, { recursive: true, force: true })
    return null
  }
  return {
    folder,
    readOnly: (is) => void mount('-o', `remount,${is ? 'ro' : 'rw'}`),
    remove() {
      execFileSync('umount', [folder])
      rmSync(parent, { recursive: true, force: true })
    },
  }
}
