import type { Asking } from '../../queries/asking.ts'
import type { Engine } from '../../queries/engine.ts'
import { registerReader } from '../../queries/register.ts'
import { localDay } from '../../schema/days.ts'
import type { Storage } from '../../schema/lake.ts'
import { folderStorage } from '../storage/folder.ts'
import { openEngine } from './open-engine.ts'
import { type EngineName, UsageError } from './usage.ts'

/** The storage an address means. */
export function openStorage(lake: string): Storage {
  if (/^[a-z0-9]+:\/\//i.test(lake)) throw new UsageError(`--lake ${lake}: phiên bản này chỉ mở thư mục / this version opens folders alone`)
  return folderStorage(lake)
}

/** Asks questions of a lake and lets go of it. */
export async function withLake<T>(lake: string, use: (asking: Asking, engine: Engine) => Promise<T>, engineName: EngineName = 'duckdb'): Promise<T> {
  const engine = openEngine(engineName, openStorage(lake), { hold: false })
  try {
    return await use({ engine, register: await registerReader(engine)(), today: localDay(Date.now()) }, engine)
  } finally {
    engine.close()
  }
}
