import type { Asking } from '../../queries/asking.ts'
import type { Engine } from '../../queries/engine.ts'
import { registerReader } from '../../queries/register.ts'
import { localDay } from '../../schema/days.ts'
import type { Storage } from '../../schema/lake.ts'
import { folderStorage } from '../storage/folder.ts'
import { s3Storage } from '../storage/s3.ts'
import { parseS3Address } from '../storage/s3-settings.ts'
import { environment } from './environment.ts'
import { openEngine } from './open-engine.ts'
import { type EngineName, UsageError } from './usage.ts'

/** The storage an address means. */
export function openStorage(lake: string): Storage {
  if (!/^[a-z0-9]+:\/\//i.test(lake)) return folderStorage(lake)
  const place = parseS3Address(lake)
  if (!place) throw new UsageError(`--lake ${lake}: cần thư mục hoặc s3://bucket/prefix / expected a folder or s3://bucket/prefix`)
  const { endpoint, region, pathStyle, cacheMegabytes = '512' } = environment().s3
  if (endpoint !== undefined && !(/^https?:\/\//i.test(endpoint) && URL.canParse(endpoint)))
    throw new UsageError('DA06_S3_ENDPOINT: cần địa chỉ như https://s3.example.vn / expected an address such as https://s3.example.vn')
  if (!/^\d{1,9}$/.test(cacheMegabytes)) throw new UsageError(`DA06_CACHE_MB ${JSON.stringify(cacheMegabytes)}: cần số megabyte / expected megabytes`)
  return s3Storage({ ...place, endpoint, region, pathStyle, cacheBytes: Number(cacheMegabytes) * 1024 * 1024 })
}

/** Asks questions of a lake and lets go of it. */
export async function withLake<T>(lake: string, use: (asking: Asking, engine: Engine) => Promise<T>, engineName: EngineName = 'duckdb'): Promise<T> {
  const engine = openEngine(engineName, openStorage(lake), { hold: false })
  try {
    return await use({ engine, register: await registerReader(engine)(), today: localDay(Date.now()), now: Date.now, kept: new Map() }, engine)
  } finally {
    engine.close()
  }
}
