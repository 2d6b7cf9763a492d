import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Inbox } from '../land/land-inbox.ts'
import { openBucket } from '../storage/s3-bucket.ts'
import { isAbsent, isOther } from '../storage/s3-fault.ts'
import type { S3Settings } from '../storage/s3-settings.ts'

/** Files waiting in a bucket. What was put over a file while that was landed is another file, and stays. */
export function s3Inbox(settings: S3Settings): Inbox {
  const bucket = openBucket(settings)
  const asked = <T>(operation: string, key: string, send: (client: S3Client) => Promise<T>): Promise<T> => bucket.asked(operation, key, () => send(bucket.client))
  const body = async (key: string, etag: string): Promise<Readable> =>
    (await asked('GetObject', key, (client) => client.send(new GetObjectCommand({ ...bucket.place(key), IfMatch: etag })))).Body as Readable
  return {
    async find(key) {
      const found = await orNull(asked('HeadObject', key, (client) => client.send(new HeadObjectCommand(bucket.place(key)))))
      return found && { etag: found.ETag ?? '', size: found.ContentLength ?? 0, putAt: found.LastModified?.getTime() ?? Date.now() }
    },
    async bytes(key, etag) {
      const parts: Buffer[] = []
      for await (const part of await body(key, etag)) parts.push(part)
      return Buffer.concat(parts)
    },
    async digest(key, etag) {
      const hash = createHash('sha256')
      for await (const part of await body(key, etag)) hash.update(part)
      return hash.digest('hex')
    },
    async remove(key, etag) {
      await asked('DeleteObject', key, (client) => client.send(new DeleteObjectCommand({ ...bucket.place(key), IfMatch: etag }))).catch((error) => {
        if (!isOther(error) && !isAbsent(error)) throw error
      })
    },
  }
}

const orNull = <T>(answer: Promise<T>): Promise<T | null> =>
  answer.catch((error) => {
    if (isAbsent(error)) return null
    throw error
  })
