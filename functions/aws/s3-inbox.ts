import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import { type Inbox, InboxError } from '../land/inbox.ts'
import { type Bucket, openBucket } from '../storage/s3-bucket.ts'
import { faultCode, isAbsent, isOther } from '../storage/s3-fault.ts'
import { getObject, headObject } from '../storage/s3-read.ts'
import type { S3Settings } from '../storage/s3-settings.ts'
import { within } from '../storage/until-answered.ts'

/** A file too large to be held is read no longer than this for its digest: a fifth of the time that a landing has. */
const DIGEST_MS = 60_000

/** Files waiting in a bucket. What was put over a file while that was landed is another file, and stays. */
export function s3Inbox(settings: S3Settings, { digestMs = DIGEST_MS }: { readonly digestMs?: number } = {}): Inbox {
  const bucket = openBucket(settings)
  return {
    find: (key) => told('HeadObject', headObject(bucket, key)),
    async bytes(key, etag) {
      const found = await told('GetObject', getObject(bucket, key, etag))
      return found && Buffer.from(found.bytes.buffer, found.bytes.byteOffset, found.bytes.byteLength)
    },
    digest: (key, etag) => told(`GetObject, at most ${digestMs / 1000} s`, orNull(within(digestMs, (signal) => digestOf(bucket, key, etag, signal)))),
    async remove(key, etag) {
      const send = (): Promise<unknown> =>
        within(bucket.patience.answerMs, (abortSignal) => bucket.client.send(new DeleteObjectCommand({ ...bucket.place(key), IfMatch: etag }), { abortSignal }))
      await told('DeleteObject', orNull(bucket.asked('DeleteObject', key, send)))
    },
  }
}

/** Not asked for again where it is cut: there is no time to begin anew. */
async function digestOf({ client, place }: Bucket, key: string, etag: string, abortSignal: AbortSignal): Promise<string> {
  const body = (await client.send(new GetObjectCommand({ ...place(key), IfMatch: etag }), { abortSignal })).Body as Readable
  abortSignal.addEventListener('abort', () => body.destroy(), { once: true })
  const hash = createHash('sha256')
  for await (const part of body) hash.update(part)
  return hash.digest('hex')
}

/** Null where that version is not there any more. */
const orNull = <T>(answer: Promise<T>): Promise<T | null> =>
  answer.catch((error) => {
    if (isAbsent(error) || isOther(error)) return null
    throw error
  })

const told = <T>(operation: string, answer: Promise<T>): Promise<T> =>
  answer.catch((error) => {
    throw new InboxError(`hộp nhận / the inbox: ${operation}: ${faultCode(error)}`)
  })
