import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import type { StoredObject } from '../../schema/lake.ts'
import type { Bucket } from './s3-bucket.ts'
import { BrokenBodyError, isAbsent, isOther } from './s3-fault.ts'
import { within } from './until-answered.ts'

/** Names of what is kept with an object: its bytes' digest, and of which write it is. */
export const SHA256 = 'da06-sha256'
export const WRITE = 'da06-write'

export interface FoundObject {
  readonly etag: string
  readonly size: number
  /** Of which put it is; null where another program wrote it. */
  readonly write: string | null
  /** When it was put, in milliseconds since 1970. */
  readonly putAt: number
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}

export const headObject = (bucket: Bucket, key: string): Promise<FoundObject | null> =>
  orNull(
    bucket.asked('HeadObject', key, async () => {
      const found = await within(bucket.patience.answerMs, (abortSignal) => bucket.client.send(new HeadObjectCommand(bucket.place(key)), { abortSignal }))
      return { etag: found.ETag ?? '', size: found.ContentLength ?? 0, write: found.Metadata?.[WRITE] ?? null, putAt: found.LastModified?.getTime() ?? Date.now() }
    }),
  )

/** An object's bytes, whole and as they were put; null where there is none, or none with this tag. */
export async function getObject(bucket: Bucket, key: string, etag?: string): Promise<StoredObject | null> {
  try {
    return await orNull(bucket.asked('GetObject', key, () => getOnce(bucket, key, etag)))
  } catch (error) {
    if (etag !== undefined && isOther(error)) return null
    throw error
  }
}

async function getOnce({ client, place, patience }: Bucket, key: string, etag: string | undefined): Promise<StoredObject> {
  const answer = await within(patience.answerMs, (abortSignal) => client.send(new GetObjectCommand({ ...place(key), IfMatch: etag }), { abortSignal }))
  const length = answer.ContentLength ?? 0
  const bytes = await within(patience.answerMs + length / patience.bytesPerMs, (signal) => bodyOf(answer.Body as Readable, signal))
  if (answer.ContentLength !== undefined && bytes.byteLength !== length) throw new BrokenBodyError(`${bytes.byteLength} bytes of ${length}`)
  const digest = answer.Metadata?.[SHA256]
  if (digest !== undefined && createHash('sha256').update(bytes).digest('hex') !== digest) throw new BrokenBodyError('other bytes than were put')
  return { bytes, etag: answer.ETag ?? '' }
}

async function bodyOf(body: Readable, signal: AbortSignal): Promise<Buffer> {
  signal.addEventListener('abort', () => body.destroy(), { once: true })
  const parts: Buffer[] = []
  try {
    for await (const part of body) parts.push(part)
  } catch (error) {
    throw new BrokenBodyError(error instanceof Error ? error.message : String(error))
  }
  return Buffer.concat(parts)
}

/** A key that ends with a slash stands for a folder in some consoles; names that begin with a dot are no objects of the lake. */
const isObject = (key: string | null): key is string => key !== null && !key.endsWith('/') && !key.slice(key.lastIndexOf('/') + 1).startsWith('.')

/** A list names its bucket: what does not is another server's page, and must not pass for an empty lake. */
async function listPage({ client, place, patience, asked }: Bucket, prefix: string, ContinuationToken: string | undefined): Promise<ListObjectsV2CommandOutput> {
  const { Bucket, Key: Prefix } = place(prefix)
  return asked('ListObjectsV2', prefix, async () => {
    const page = await within(patience.answerMs, (abortSignal) => client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }), { abortSignal }))
    if (page.Name === undefined) throw new BrokenBodyError('no list of a bucket')
    return page
  })
}

export async function listObjects(bucket: Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for (let next: string | undefined, more = true; more; ) {
    const page = await listPage(bucket, prefix, next)
    keys.push(...(page.Contents ?? []).map((object) => bucket.keyOf(object.Key)).filter(isObject))
    next = page.NextContinuationToken
    more = page.IsTruncated === true && next !== undefined
  }
  return keys.sort()
}

/** Nobody puts one object for so long: parts this old were left by a process that was killed. */
const OLD_MS = 60 * 60_000

/** Keys of objects that killed writers have put in part. Who may not list them learns of none. */
export async function unfinishedObjects(bucket: Bucket): Promise<string[]> {
  const { Bucket, Key: Prefix } = bucket.place('')
  const page = await bucket
    .asked('ListMultipartUploads', '', () =>
      within(bucket.patience.answerMs, (abortSignal) => bucket.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix }), { abortSignal })),
    )
    .catch(() => null)
  const old = (page?.Uploads ?? []).filter(({ Initiated }) => Initiated !== undefined && Date.now() - Initiated.getTime() > OLD_MS)
  return old.flatMap(({ Key }) => bucket.keyOf(Key) ?? []).sort()
}
