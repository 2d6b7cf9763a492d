import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { s3Storage } from '../../functions/storage/s3.ts'
import { ConflictError, type Storage, StorageError } from '../../schema/lake.ts'
import { BUCKET, credentials, type Seen } from './small-s3.ts'
import { type Fault, faults } from './small-s3-faults.ts'
import { hasty, type SmallS3Lake, smallS3Lake } from './small-s3-lake.ts'

let lake: SmallS3Lake
let storage: Storage
let made = 0
const fresh = (): string => `tables/t${++made}/data.parquet`
beforeAll(async () => {
  lake = await smallS3Lake()
  storage = lake.open()
  // Which server it is has been asked before the faults begin.
  await storage.put('begun', Buffer.from('x'), { ifMatch: null })
  await storage.head('nothing')
})
afterAll(() => lake.remove())
beforeEach(() => {
  lake.s3.fault = () => null
  lake.s3.seen.length = 0
  lake.retries.length = 0
})

/** The fault meets the first requests of an operation, so many. */
function spoil(operation: string, fault: Fault, times = 1): void {
  let left = times
  lake.s3.fault = (seen: Seen) => (seen.operation === operation && left-- > 0 ? fault : null)
}

const text = async (key: string): Promise<string> => Buffer.from((await storage.get(key))?.bytes ?? []).toString()
const passing = faults.filter((fault) => !fault.startsWith('conflict'))
const bytes = Buffer.from('một hai ba '.repeat(1000))

test.each(passing)('%s once: every deed is done all the same', async (fault) => {
  const key = fresh()
  const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
    PutObject: () => storage.put(key, bytes, { ifMatch: null }),
    GetObject: async () => Buffer.from((await storage.get(key))?.bytes ?? []),
    HeadObject: async () => readFile((await storage.local(key))?.path ?? ''),
    ListObjectsV2: () => storage.list(key.replace('data.parquet', '')),
  }
  const said: Record<string, unknown> = {}
  for (const [operation, deed] of Object.entries(deeds)) {
    // A list has no sum of its own to tell a flipped bit by: that is TLS's to keep.
    if (fault !== 'flipped' || operation === 'GetObject') spoil(operation, fault)
    said[operation] = await deed()
  }
  expect(said).toEqual({ PutObject: await storage.head(key), GetObject: bytes, HeadObject: bytes, ListObjectsV2: [key] })
  // Slow is not broken. Answers without a body have nothing to be flipped or stalled.
  const tried = { slow: 0, flipped: 1, stall: 2 }[fault as string] ?? 4
  expect(lake.retries.length).toBeGreaterThanOrEqual(tried)
})

test.each(['conflict-412', 'conflict-409'] as const)('%s of a conditional write: somebody was faster', async (fault) => {
  const key = fresh()
  spoil('PutObject', fault)
  await expect(storage.put(key, bytes, { ifMatch: null })).rejects.toThrow(ConflictError)
  expect([await storage.get(key), lake.retries]).toEqual([null, []])
})

test('409 of a write without a condition is waited out', async () => {
  const key = fresh()
  spoil('PutObject', 'conflict-409', 3)
  await storage.put(key, bytes)
  expect([await text(key), lake.retries.map(({ code }) => code)]).toEqual([bytes.toString(), Array(3).fill('ConditionalRequestConflict')])
})

test('answers lost again and again after the write went through: it is known as ours', async () => {
  const [key, other] = [fresh(), fresh()]
  spoil('PutObject', 'lost', 100)
  const first = await storage.put(key, bytes, { ifMatch: null })
  const second = await storage.put(key, Buffer.from('b'), { ifMatch: first })
  expect([await storage.head(key), await text(key)]).toEqual([second, 'b'])
  await storage.put(other, bytes)
  expect(await text(other)).toBe(bytes.toString())
})

test('an answer lost, and somebody else has written over it since: a conflict, so that it is read again', async () => {
  const key = fresh()
  const rival = lake.open()
  const first = await storage.put(key, Buffer.from('a'))
  let puts = 0
  lake.s3.fault = (seen) => (seen.key.endsWith(key) && seen.operation === 'PutObject' && ++puts === 1 ? 'lost' : null)
  const racing = storage.put(key, Buffer.from('ours'), { ifMatch: first })
  const theirs = async (): Promise<string> => {
    const found = await rival.get(key)
    return Buffer.from(found?.bytes ?? []).toString() === 'ours' ? rival.put(key, Buffer.from('theirs'), { ifMatch: found?.etag }) : theirs()
  }
  const [ended] = await Promise.all([racing.catch((error: unknown) => error), theirs()])
  // The first retry may also have come before the rival: then it was known as ours.
  if (typeof ended !== 'string') expect(ended).toBeInstanceOf(ConflictError)
  expect(await text(key)).toBe('theirs')
})

test.each(passing.filter((fault) => !['slow', 'lost', 'flipped', 'stall'].includes(fault)))('%s for ever: a clear error, in time', async (fault) => {
  const brief = lake.open({ patience: { ...hasty, tries: 3, answerMs: 200 } })
  lake.s3.fault = () => fault
  for (const deed of [() => brief.put(fresh(), bytes, { ifMatch: null }), () => brief.get('begun'), () => brief.list('tables/')]) {
    const error = await deed().then(
      () => null,
      (error: Error) => error,
    )
    expect(error).toBeInstanceOf(StorageError)
    expect(error?.message).toMatch(/^s3:\/\/lake\/kho\/đề án\/\S*: .+ \/ .+(try again later|see the network|run da06 verify)/)
    expect(error?.message).not.toContain(credentials.secretAccessKey)
  }
})

test('bytes that are damaged where they lie are told of, never given out', async () => {
  const key = fresh()
  await storage.put(key, bytes)
  const [place, held] = [...lake.s3.objects].find(([name]) => name.endsWith(key)) as [string, NonNullable<ReturnType<typeof lake.s3.objects.get>>]
  // The server's own sum is right again, as after a repair that went wrong; ours is not.
  const { 'x-amz-checksum-crc32': _, ...headers } = held.headers as Record<string, string>
  lake.s3.objects.set(place, { ...held, headers, bytes: Buffer.from(bytes.toString().replace('hai', 'HAI')) })
  await expect(storage.get(key)).rejects.toThrow(/damaged or cut short/)
  await expect(storage.local(key)).rejects.toThrow(/damaged or cut short/)
})

const refusals = [
  ['no such bucket', { bucket: 'mistyped' }, /no such bucket; create it, or mend --lake/],
  ['no server there', { endpoint: 'http://127.0.0.1:1', patience: { tries: 2, firstPauseMs: 1 } }, /can not be reached; see the network and DA06_S3_ENDPOINT \(ECONNREFUSED/],
] as const

test.each(refusals)('%s: the message says what to do, whatever is asked', async (_, settings, message) => {
  const other = lake.open(settings)
  for (const deed of [
    () => other.get('lake.json'),
    () => other.head('lake.json'),
    () => other.local('lake.json'),
    () => other.list('raw/'),
    () => other.put('a', bytes, { ifMatch: null }),
  ])
    await expect(deed()).rejects.toThrow(message)
})

test('wrong credentials: the message names neither the key nor the secret', async () => {
  process.env.AWS_SECRET_ACCESS_KEY = 'another'
  const other = s3Storage({ bucket: BUCKET, endpoint: lake.s3.endpoint, patience: hasty })
  const errors = await Promise.all([other.list('raw/'), other.head('lake.json'), other.put('a', bytes)].map((deed) => deed.catch((error: unknown) => error)))
  process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey
  for (const error of errors) {
    expect(error).toBeInstanceOf(StorageError)
    expect((error as Error).message).toMatch(/AWS_ACCESS_KEY_ID|wrong credentials/)
    expect((error as Error).message).not.toMatch(/another|TESTKEY/)
  }
})

test('a clock that is an hour off is no hindrance', async () => {
  lake.s3.aheadMs = 3_600_000
  const other = lake.open()
  try {
    expect([await other.head('begun'), await other.list('nothing/')]).toEqual([await storage.head('begun'), []])
    await other.put(fresh(), bytes, { ifMatch: null })
  } finally {
    lake.s3.aheadMs = 0
  }
})

const large = Buffer.alloc(20 * 1024 * 1024, 'phần ')

test.each(['lost', 'cut', 'internal', 'conflict-409'] as const)('twenty megabytes in parts, %s on the way: put once, nothing left over', async (fault) => {
  const parts = lake.open({ partsFrom: large.length, patience: { ...hasty, answerMs: 5000 } })
  const key = fresh()
  // Whether the server keeps conditions of parts is asked before.
  await parts.put(key, large, { ifMatch: null })
  for (const operation of ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'PutObject']) {
    if (fault === 'conflict-409' && operation !== 'CompleteMultipartUpload') continue
    spoil(operation, fault)
    const before = await parts.head(key)
    const written = await parts.put(key, large, { ifMatch: before }).catch((error: unknown) => error)
    if (fault === 'conflict-409') expect(written).toBeInstanceOf(ConflictError)
    else expect([written, Buffer.compare(large, Buffer.from((await parts.get(key))?.bytes ?? []))]).toEqual([await parts.head(key), 0])
  }
  // A beginning whose answer was lost can't be aborted by who does not know its name: the bucket's lifecycle sees to that.
  expect(lake.s3.uploads()).toBeLessThanOrEqual(fault === 'lost' || fault === 'cut' ? 1 : 0)
  lake.s3.endUploads()
})

test('a server that passes over conditions is told of, and the lake is not written', async () => {
  const careless = await smallS3Lake({ carefree: true })
  const there = careless.open()
  await expect(there.put('tables/a', bytes, { ifMatch: null })).rejects.toThrow(/passes over conditions of writes/)
  expect(await there.list('tables/')).toEqual([])
  await careless.remove()
})
