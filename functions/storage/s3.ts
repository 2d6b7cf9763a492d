import { type Storage, StorageError } from '../../schema/lake.ts'
import { fileCache } from './file-cache.ts'
import type { S3Objects } from './s3-objects.ts'
import { addressOf, type S3Settings } from './s3-settings.ts'

const CACHE_BYTES = 512 * 1024 * 1024
const MOST_TRIES = 50

/**
 * A lake in a bucket of anything that speaks S3. A put is one PUT, compare-and-swap a conditional one; engines read copies kept
 * by their tag, and one HEAD tells whether a copy is still the object. The SDK is loaded with the first request.
 */
export function s3Storage(settings: S3Settings): Storage {
  let loading: Promise<S3Objects> | undefined
  const objects = (): Promise<S3Objects> => (loading ??= import('./s3-objects.ts').then(({ s3Objects }) => s3Objects(settings)))
  const cache = fileCache(settings.cacheFolder, settings.cacheBytes ?? CACHE_BYTES)
  const lake = JSON.stringify([settings.endpoint, settings.bucket, settings.prefix])
  return {
    address: addressOf(settings),
    head: async (key) => (await (await objects()).head(key))?.etag ?? null,
    size: async (key) => (await (await objects()).head(key))?.size ?? null,
    get: async (key) => (await objects()).get(key),
    put: async (key, bytes, options = {}) => (await objects()).put(key, bytes, options.ifMatch),
    list: async (prefix) => (await objects()).list(prefix),
    leftovers: async () => (await objects()).leftovers(),
    async local(key) {
      const { head, getAs } = await objects()
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const found = await head(key)
        if (found === null) return null
        const file = await cache.file([lake, key, found.etag], found.size, async () => (await getAs(key, found.etag))?.bytes ?? null)
        if (file !== null) return { path: file.path, etag: found.etag, isCopy: true, release: file.release }
      }
      throw new StorageError(`${key}: thay đổi liên tục khi đang đọc; thử lại sau / it keeps changing while it is read; try again later`)
    },
  }
}
