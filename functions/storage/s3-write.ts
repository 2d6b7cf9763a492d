import { createHash, randomUUID } from 'node:crypto'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { ConflictError } from '../../schema/lake.ts'
import type { Bucket } from './s3-bucket.ts'
import type { Conditions } from './s3-conditions.ts'
import { isBusy, isConflict, isPassing } from './s3-fault.ts'
import { putParts } from './s3-parts.ts'
import { headObject, SHA256, WRITE } from './s3-read.ts'
import { within } from './until-answered.ts'

/** One put of an object, however often it is attempted. */
export interface Put {
  readonly key: string
  readonly bytes: Uint8Array
  readonly metadata: Readonly<Record<string, string>>
  /** What must hold as headers of S3; none: it is written whatever stands there. */
  readonly condition: { readonly IfMatch?: string; readonly IfNoneMatch?: string }
}

const conditionOf = (ifMatch: string | null | undefined): Put['condition'] => (ifMatch === undefined ? {} : ifMatch === null ? { IfNoneMatch: '*' } : { IfMatch: ifMatch })

/**
 * Puts an object, conditionally where `ifMatch` is given (null: only if there is none). An answer may be lost after the write
 * went through, and the next attempt then meets its own object: so what stands there is looked at before anything is told of a
 * failure. Throws ConflictError where somebody was faster.
 */
export async function putObject(bucket: Bucket, conditions: Conditions, key: string, bytes: Uint8Array, ifMatch: string | null | undefined): Promise<string> {
  const write = randomUUID()
  const metadata = { [SHA256]: createHash('sha256').update(bytes).digest('hex'), [WRITE]: write }
  const put = { key, bytes, metadata, condition: conditionOf(ifMatch) }
  if (ifMatch !== undefined) await conditions.held()
  try {
    return await ((await conditions.inParts(put)) ? putParts(bucket, put) : putWhole(bucket, put))
  } catch (error) {
    // Where it can't be looked at, nobody knows: that is no conflict, which would have it read and written again at once.
    const found = isConflict(error) ? await headObject(bucket, key) : isPassing(error) ? await headObject(bucket, key).catch(() => null) : null
    if (found?.write === write) return found.etag
    if (ifMatch !== undefined && isConflict(error)) throw new ConflictError(key)
    throw error
  }
}

async function putWhole({ client, place, patience, asked }: Bucket, { key, bytes, metadata, condition }: Put): Promise<string> {
  const isFree = Object.keys(condition).length === 0
  const input = { ...place(key), ...condition, Body: bytes, ContentLength: bytes.byteLength, Metadata: { ...metadata } }
  const milliseconds = patience.answerMs + bytes.byteLength / patience.bytesPerMs
  const attempt = () => within(milliseconds, (abortSignal) => client.send(new PutObjectCommand(input), { abortSignal }))
  // Without a condition, another write under way is nothing but a reason to wait.
  const answer = await asked('PutObject', key, attempt, (error) => isPassing(error) || (isFree && isBusy(error)))
  return answer.ETag ?? ''
}
