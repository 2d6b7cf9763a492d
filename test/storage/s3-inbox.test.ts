import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { s3Inbox } from '../../functions/aws/s3-inbox.ts'
import { InboxError } from '../../functions/land/inbox.ts'
import { BUCKET } from './small-s3.ts'
import { hasty, type SmallS3Lake, smallS3Lake } from './small-s3-lake.ts'

const KEY = 'inbox/province=82/danh sách 012345678901.csv'
const text = 'date,unit_code\n'.repeat(1_000)

describe('an inbox in a bucket', () => {
  let small: SmallS3Lake
  beforeEach(async () => {
    small = await smallS3Lake()
    await put(text)
  })
  afterEach(() => small.remove())

  const settings = () => ({ bucket: BUCKET, prefix: '', endpoint: small.s3.endpoint, region: 'us-east-1', patience: hasty })
  const put = (body: string): Promise<string> => small.open({ prefix: '' }).put(KEY, Buffer.from(body))
  const found = async () => (await s3Inbox(settings()).find(KEY)) ?? { etag: '', size: 0, putAt: 0 }

  it('finds, reads and removes a version; what is put over it stays', async () => {
    const inbox = s3Inbox(settings())
    const { etag, size, putAt } = await found()
    expect(size).toBe(text.length)
    expect(Math.abs(Date.now() - putAt)).toBeLessThan(60_000)
    expect((await inbox.bytes(KEY, etag))?.toString()).toBe(text)
    expect(await inbox.digest(KEY, etag)).toBe(createHash('sha256').update(text).digest('hex'))
    await put('another')
    await inbox.remove(KEY, etag)
    expect(await inbox.find(KEY)).not.toBeNull()
    await inbox.remove(KEY, (await found()).etag)
    expect(await inbox.find(KEY)).toBeNull()
  })

  it('a version that was put over, and one that has gone, are null and no fault', async () => {
    const inbox = s3Inbox(settings())
    const { etag } = await found()
    await put('another')
    expect([await inbox.bytes(KEY, etag), await inbox.digest(KEY, etag)]).toEqual([null, null])
    small.s3.objects.clear()
    expect([await inbox.bytes(KEY, etag), await inbox.digest(KEY, etag)]).toEqual([null, null])
    await inbox.remove(KEY, etag)
  })

  it.each(['cut', 'short', 'stall', 'flipped', 'slow-down'] as const)('a body that comes badly (%s) is asked for again', async (fault) => {
    const { etag } = await found()
    let times = 0
    small.s3.fault = ({ operation }) => (operation === 'GetObject' && times++ < 2 ? fault : null)
    expect((await s3Inbox(settings()).bytes(KEY, etag))?.toString()).toBe(text)
    expect(times).toBe(3)
  })

  it('a digest that takes too long ends in time, in words without the name of a file', async () => {
    const { etag } = await found()
    small.s3.fault = ({ operation }) => (operation === 'GetObject' ? 'stall' : null)
    const started = Date.now()
    const failed = await s3Inbox(settings(), { digestMs: 300 })
      .digest(KEY, etag)
      .catch((error: Error) => error)
    expect(Date.now() - started).toBeLessThan(3_000)
    expect(failed).toBeInstanceOf(InboxError)
    expect((failed as Error).message).toMatch(/GetObject.*SlowAnswerError/)
    expect((failed as Error).message).not.toMatch(/danh|0123/)
  })

  it('what the server refuses says which request and why, and no key', async () => {
    const elsewhere = s3Inbox({ ...settings(), bucket: 'another' })
    await expect(elsewhere.bytes(KEY, '"x"')).rejects.toThrow(/^hộp nhận \/ the inbox: GetObject: NoSuchBucket$/)
  })
})
