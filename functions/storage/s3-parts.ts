import { AbortMultipartUploadCommand, type CompletedPart, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3'
import { StorageError } from '../../schema/lake.ts'
import type { Bucket } from './s3-bucket.ts'
import { isBusy, isPassing } from './s3-fault.ts'
import type { Put } from './s3-write.ts'
import { within } from './until-answered.ts'

const PART = 16 * 1024 * 1024

/** Puts an object in parts, each asked again by itself; the condition is looked at when they are put together. */
export async function putParts(bucket: Bucket, put: Put): Promise<string> {
  const { key, bytes } = put
  const UploadId = await begin(bucket, put)
  try {
    const starts = Array.from({ length: Math.max(1, Math.ceil(bytes.byteLength / PART)) }, (_, i) => i * PART)
    const Parts = await Promise.all(starts.map((start, i) => putPart(bucket, key, UploadId, i + 1, bytes.subarray(start, start + PART))))
    return await complete(bucket, put, UploadId, Parts)
  } catch (error) {
    // It may have been put together, its answer lost: then there is nothing to abort, which S3 says with 404.
    await request(bucket, 'AbortMultipartUpload', key, 0, (abortSignal) =>
      bucket.client.send(new AbortMultipartUploadCommand({ ...bucket.place(key), UploadId }), { abortSignal }),
    ).catch(() => undefined)
    throw error
  }
}

function request<T>(bucket: Bucket, operation: string, key: string, carried: number, send: (signal: AbortSignal) => Promise<T>, busy = false): Promise<T> {
  const { answerMs, bytesPerMs } = bucket.patience
  return bucket.asked(
    operation,
    key,
    () => within(answerMs + carried / bytesPerMs, send),
    (error) => isPassing(error) || (busy && isBusy(error)),
  )
}

async function begin(bucket: Bucket, { key, metadata }: Put): Promise<string> {
  // Each part comes with its sum, which S3 takes only if it was told of them here.
  const input = { ...bucket.place(key), Metadata: { ...metadata }, ChecksumAlgorithm: 'CRC32' } as const
  const { UploadId } = await request(bucket, 'CreateMultipartUpload', key, 0, (abortSignal) => bucket.client.send(new CreateMultipartUploadCommand(input), { abortSignal }))
  if (UploadId === undefined) throw new StorageError(`${key}: máy chủ S3 không nhận ghi từng phần / the S3 server takes no uploads in parts`)
  return UploadId
}

async function putPart(bucket: Bucket, key: string, UploadId: string, PartNumber: number, Body: Uint8Array): Promise<CompletedPart> {
  const input = { ...bucket.place(key), UploadId, PartNumber, Body, ContentLength: Body.byteLength, ChecksumAlgorithm: 'CRC32' } as const
  const { ETag, ChecksumCRC32 } = await request(bucket, 'UploadPart', key, Body.byteLength, (abortSignal) => bucket.client.send(new UploadPartCommand(input), { abortSignal }))
  return { PartNumber, ETag, ChecksumCRC32 }
}

async function complete(bucket: Bucket, { key, condition, bytes }: Put, UploadId: string, Parts: CompletedPart[]): Promise<string> {
  const input = { ...bucket.place(key), ...condition, UploadId, MultipartUpload: { Parts } }
  const isFree = Object.keys(condition).length === 0
  const send = (abortSignal: AbortSignal) => bucket.client.send(new CompleteMultipartUploadCommand(input), { abortSignal })
  // The server puts the parts together before it answers: that takes as long as carrying them.
  const { ETag } = await request(bucket, 'CompleteMultipartUpload', key, bytes.byteLength, send, isFree)
  return ETag ?? ''
}
