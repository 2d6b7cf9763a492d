import { type FSWatcher, mkdirSync, watch } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Counts how often each object below a folder is put in its place, by what the file system tells. */
export function writesBelow(folder: string): { end(): Promise<Record<string, number>> } {
  mkdirSync(folder, { recursive: true })
  const counts: Record<string, number> = {}
  const watcher: FSWatcher = watch(folder, { recursive: true }, (event, name) => {
    if (event === 'rename' && name && basename(name) === 'data.parquet') counts[name] = (counts[name] ?? 0) + 1
  })
  return {
    async end() {
      await pause(200)
      watcher.close()
      return counts
    },
  }
}
