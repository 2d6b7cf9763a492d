import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InboxError } from '../../functions/land/inbox.ts'
import { type InboxParts, landInbox } from '../../functions/land/land-inbox.ts'
import { OutOfReachError } from '../../schema/lake.ts'
import { flatExport, type LandingLake, landingLake, RECEIVED } from './landing-lake.ts'

const record = (messageId: string, ...keys: string[]): SQSRecord =>
  ({ messageId, body: JSON.stringify({ Records: keys.map((key) => ({ s3: { object: { key: encodeURIComponent(key).replace(/%20/g, '+') } } })) }) }) as SQSRecord
const event = (...Records: SQSRecord[]): SQSEvent => ({ Records })

describe('a batch of messages about files in the inbox', () => {
  let lake: LandingLake
  let objects: Map<string, string>
  let logged: string[]
  let parts: InboxParts
  beforeEach(async () => {
    lake = await landingLake('2023')
    objects = new Map()
    logged = []
    const inbox = {
      find: async (key: string) => (objects.has(key) ? { etag: objects.get(key) as string, size: (objects.get(key) as string).length, putAt: RECEIVED } : null),
      bytes: async (key: string, etag: string) => (objects.get(key) === etag ? Buffer.from(etag) : null),
      digest: async () => null,
      remove: async (key: string, etag: string) => void (objects.get(key) === etag && objects.delete(key)),
    }
    parts = { inbox, lake: lake.storage, log: (entry) => logged.push(JSON.stringify(entry)) }
  })
  afterEach(() => lake.remove())

  it('lands each, empties the inbox, and takes the moment and the province from where the file was put', async () => {
    objects.set('inbox/province=82/Mỹ Tho 20-8.csv', flatExport('2023-08-20', { 28249: [1, 2] }))
    objects.set('inbox/province=82/b.csv', 'Ngày;Đơn vị hành chính;Huyện;Kích hoạt mức 1\n20/08/2023;Phường 4;Thành phố Mỹ Tho;5\n')
    expect(await landInbox(event(record('m1', 'inbox/province=82/Mỹ Tho 20-8.csv'), record('m2', 'inbox/province=82/b.csv')), parts)).toEqual({ batchItemFailures: [] })
    expect([...objects.keys()]).toEqual([])
    expect(await lake.rows('activation', 'unit_code, activated_l1, received_at')).toEqual([
      { unit_code: '28249', activated_l1: 1, received_at: RECEIVED },
      { unit_code: '28252', activated_l1: 5, received_at: RECEIVED },
    ])
    expect((await lake.rows('landings', 'file')).map(({ file }) => file)).toEqual(['Mỹ Tho 20-8.csv', 'b.csv'])
  })

  it('one bad message does not sink the rest; what can not be written comes back', async () => {
    objects.set('inbox/province=82/a.csv', flatExport('2023-08-20', { 28249: [1, 2] }))
    objects.set('inbox/province=01/b.csv', flatExport('2023-08-20', { '00001': [1, 2] }))
    const put: typeof lake.storage.put = (key, bytes, options) => (key.includes('province=01') ? Promise.reject(new Error('503 SlowDown')) : lake.storage.put(key, bytes, options))
    const answer = await landInbox(event({ messageId: 'm0', body: 'not json' } as SQSRecord, record('m1', 'inbox/province=82/a.csv'), record('m2', 'inbox/province=01/b.csv')), {
      ...parts,
      lake: { ...lake.storage, put },
    })
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }])
    expect([...objects.keys()]).toEqual(['inbox/province=01/b.csv'])
    expect(await lake.rows('activation', 'unit_code')).toEqual([{ unit_code: '28249' }])
  })

  it("delivered twice, gone already, and S3's test message are all done", async () => {
    objects.set('inbox/province=82/a.csv', flatExport('2023-08-20', { 28249: [1, 2] }))
    const test = { messageId: 'm2', body: JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent' }) } as SQSRecord
    const batch = event(record('m1', 'inbox/province=82/a.csv', 'inbox/province=82/a.csv'), test)
    for (let i = 0; i < 2; i++) expect(await landInbox(batch, parts)).toEqual({ batchItemFailures: [] })
    expect((await lake.rows('landings', 'state')).length).toBe(1)
  })

  it('a file put over another while that lands is not lost: it stays for its own message', async () => {
    const key = 'inbox/province=82/a.csv'
    objects.set(key, flatExport('2023-08-20', { 28249: [1, 2] }))
    const landed = (): void => void objects.set(key, flatExport('2023-08-21', { 28249: [3, 4] }))
    await landInbox(event(record('m1', key)), { ...parts, landed })
    expect([...objects.keys()]).toEqual([key])
    await landInbox(event(record('m2', key)), parts)
    expect([...objects.keys()]).toEqual([])
    expect((await lake.rows('activation', 'activated_l1')).map((row) => row.activated_l1)).toEqual([1, 3])
  })

  it('a file that goes, or is put over, between being found and being read is done, and sinks nobody', async () => {
    const keys = ['a', 'b', 'c'].map((name) => `inbox/province=82/${name}.csv`)
    const [a = '', b = '', c = ''] = keys
    for (const [i, key] of keys.entries()) objects.set(key, flatExport(`2023-08-2${i}`, { 28249: [1, 2] }))
    const bytes: typeof parts.inbox.bytes = async (key, etag) => {
      if (key === a) objects.delete(b)
      if (key === a) objects.set(c, flatExport('2023-08-25', { 28249: [5, 6] }))
      return parts.inbox.bytes(key, etag)
    }
    const counted: string[] = []
    const landed = ({ file }: { file: string }): void => void counted.push(file)
    expect(await landInbox(event(record('m1', a), record('m2', b), record('m3', c)), { ...parts, inbox: { ...parts.inbox, bytes }, landed })).toEqual({ batchItemFailures: [] })
    expect([...objects.keys()]).toEqual([c])
    expect(counted).toEqual(['a.csv'])
    expect(await lake.rows('activation', 'date')).toEqual([{ date: '2023-08-20' }])
  })

  it('one that can not be read takes no other with it, and its name is in no log', async () => {
    for (let i = 0; i < 3; i++) objects.set(`inbox/province=82/${i} 012345678901.csv`, flatExport(`2023-08-2${i}`, { 28249: [1, 2] }))
    const poisoned = 'inbox/province=82/1 012345678901.csv'
    const bytes: typeof parts.inbox.bytes = async (key, etag) => (key === poisoned ? Promise.reject(new Error(`can not read ${key}`)) : parts.inbox.bytes(key, etag))
    const batch = event(...[...objects.keys()].map((key, i) => record(`m${i}`, key)))
    expect(await landInbox(batch, { ...parts, inbox: { ...parts.inbox, bytes } })).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
    expect([...objects.keys()]).toEqual([poisoned])
    expect(logged.join()).toContain('"fault":"Error"')
    expect(logged.join()).not.toMatch(/012345678901|can not read/)
  })

  it('what comes again is landed by itself, small ones first', async () => {
    objects.set('inbox/province=82/large.csv', `${flatExport('2023-08-20', { 28249: [1, 2] })}\n\n\n`)
    objects.set('inbox/province=82/small.csv', flatExport('2023-08-21', { 28249: [1, 2] }))
    objects.set('inbox/province=82/new.csv', flatExport('2023-08-22', { 28249: [1, 2] }))
    const again = (one: SQSRecord): SQSRecord => ({ ...one, attributes: { ApproximateReceiveCount: '2' } }) as SQSRecord
    const batch = event(again(record('m1', 'inbox/province=82/large.csv')), again(record('m2', 'inbox/province=82/small.csv')), record('m3', 'inbox/province=82/new.csv'))
    expect(await landInbox(batch, parts)).toEqual({ batchItemFailures: [] })
    const landings = (await lake.rows('landings', 'landed_at, file')) as unknown as { landed_at: number; file: string }[]
    expect(landings.map(({ file }) => file)).toEqual(['new.csv', 'small.csv', 'large.csv'])
    expect(new Set(landings.map(({ landed_at }) => landed_at)).size).toBe(3)
  })

  it('where the lake is out of reach all come back at once, and nobody tries each of them', async () => {
    for (let i = 0; i < 3; i++) objects.set(`inbox/province=82/${i}.csv`, flatExport(`2023-08-2${i}`, { 28249: [1, 2] }))
    let puts = 0
    const put = async (): Promise<string> => {
      puts++
      throw new OutOfReachError('s3://lake/lake.json: the S3 server can not be reached (ECONNREFUSED)')
    }
    const batch = event(...[...objects.keys()].map((key, i) => record(`m${i}`, key)))
    expect((await landInbox(batch, { ...parts, lake: { ...lake.storage, put } })).batchItemFailures).toHaveLength(3)
    expect(puts).toBe(1)
    expect(logged.join()).toContain('ECONNREFUSED')
  })

  it('a file too large to be held is refused by its digest, or comes back; files beside it land', async () => {
    const [huge, endless, small] = ['huge', 'endless', 'small'].map((name) => `inbox/province=82/${name}.csv`) as [string, string, string]
    for (const key of [huge, endless, small]) objects.set(key, flatExport('2023-08-20', { 28249: [1, 2] }))
    const inbox: typeof parts.inbox = {
      ...parts.inbox,
      find: async (key) => {
        const found = await parts.inbox.find(key)
        return found && key !== small ? { ...found, size: 600 * 1024 * 1024 } : found
      },
      digest: async (key) => (key === huge ? 'f'.repeat(64) : Promise.reject(new InboxError('GetObject, at most 60 s: SlowAnswerError'))),
    }
    expect(await landInbox(event(record('m1', huge), record('m2', endless), record('m3', small)), { ...parts, inbox })).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] })
    expect([...objects.keys()]).toEqual([endless])
    expect(await lake.rows('landings', 'state, file')).toEqual([
      { state: 'landed', file: 'small.csv' },
      { state: 'refused', file: 'huge.csv' },
    ])
  })

  it('refused files leave the inbox, and no log has a word of theirs', async () => {
    objects.set('inbox/province=82/ds 012345678901.csv', 'Họ và tên;Số CCCD;Ngày sinh\nNGƯỜI MẪU;000000000000;01/01/1990\n')
    expect(await landInbox(event(record('m1', 'inbox/province=82/ds 012345678901.csv')), parts)).toEqual({ batchItemFailures: [] })
    expect([...objects.keys()]).toEqual([])
    expect(logged.join()).toContain('refused')
    expect(logged.join()).not.toMatch(/MẪU|0000000000|012345678901/)
  })
})
