import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BUCKET, credentials, type SmallS3, startSmallS3 } from './small-s3.ts'

let s3: SmallS3
let client: S3Client
const clientOf = (more: object = {}): S3Client => new S3Client({ endpoint: s3.endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1, credentials, ...more })
beforeAll(async () => {
  s3 = await startSmallS3({ pageSize: 3 })
  client = clientOf()
})
afterAll(() => s3.close())

const at = (Key: string) => ({ Bucket: BUCKET, Key })
const bytes = Buffer.from('một hai ba')

test('a stream comes in pieces with its sum behind it', async () => {
  await client.send(new PutObjectCommand({ ...at('stream'), Body: Readable.from([bytes, bytes]), ContentLength: bytes.length * 2 }))
  const { Body, ChecksumCRC32 } = await client.send(new GetObjectCommand({ ...at('stream'), ChecksumMode: 'ENABLED' }))
  expect([Buffer.from((await Body?.transformToByteArray()) ?? []), ChecksumCRC32]).toEqual([Buffer.concat([bytes, bytes]), expect.any(String)])
})

test('a part of an object', async () => {
  await client.send(new PutObjectCommand({ ...at('ranged'), Body: '0123456789' }))
  const read = async (Range: string) => {
    const { Body, ContentRange } = await client.send(new GetObjectCommand({ ...at('ranged'), Range }))
    return [await Body?.transformToString(), ContentRange]
  }
  expect(await Promise.all(['bytes=2-4', 'bytes=7-', 'bytes=-2'].map(read))).toEqual([
    ['234', 'bytes 2-4/10'],
    ['789', 'bytes 7-9/10'],
    ['89', 'bytes 8-9/10'],
  ])
  await expect(read('bytes=10-')).rejects.toMatchObject({ name: 'InvalidRange' })
})

test('pages of a list', async () => {
  for (const name of ['ă', 'b', 'a', '&<>"', 'z']) await client.send(new PutObjectCommand({ ...at(`list/${name}`), Body: name }))
  const first = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'list/' }))
  const second = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'list/', ContinuationToken: first.NextContinuationToken }))
  expect([first, second].map(({ Contents, IsTruncated }) => [Contents?.map(({ Key }) => Key), IsTruncated])).toEqual([
    [['list/&<>"', 'list/a', 'list/b'], true],
    [['list/z', 'list/ă'], false],
  ])
})

test('what S3 refuses is refused: signatures, sums, parts', async () => {
  const put = (with_: S3Client, more: object = {}) => with_.send(new PutObjectCommand({ ...at('refused'), Body: bytes, ...more }))
  await expect(put(clientOf({ credentials: { ...credentials, secretAccessKey: 'another' } }))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  await expect(put(clientOf({ credentials: { ...credentials, accessKeyId: 'ANOTHER' } }))).rejects.toMatchObject({ name: 'InvalidAccessKeyId' })
  await expect(put(clientOf({ systemClockOffset: -3_600_000 }))).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' })
  await expect(put(client, { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' })
  expect((await fetch(`${s3.endpoint}/${BUCKET}/refused`, { method: 'PUT', body: bytes })).status).toBe(403)
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at('refused')))
  for (const PartNumber of [1, 2]) await client.send(new UploadPartCommand({ ...at('refused'), UploadId, PartNumber, Body: bytes }))
  const complete = (Parts: { PartNumber: number; ETag: string }[]) => client.send(new CompleteMultipartUploadCommand({ ...at('refused'), UploadId, MultipartUpload: { Parts } }))
  await expect(complete([{ PartNumber: 1, ETag: '"00000000000000000000000000000000"' }])).rejects.toMatchObject({ name: 'InvalidPart' })
  const ETag = `"${createHash('md5').update(bytes).digest('hex')}"`
  await expect(complete([1, 2].map((PartNumber) => ({ PartNumber, ETag })))).rejects.toMatchObject({ name: 'EntityTooSmall' })
  expect(s3.objects.has('refused')).toBe(false)
})

test('a request changed on its way is refused', async () => {
  const tampering = clientOf()
  tampering.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as { body?: unknown }
      if (request.body) request.body = Buffer.from('một hai bb')
      return next(args)
    },
    { step: 'finalizeRequest', priority: 'low' },
  )
  await expect(tampering.send(new PutObjectCommand({ ...at('tampered'), Body: 'một hai ba' }))).rejects.toMatchObject({
    name: expect.stringMatching(/BadDigest|SHA256Mismatch|IncompleteBody/),
  })
  expect(s3.objects.has('tampered')).toBe(false)
})
