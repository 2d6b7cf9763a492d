import { readFileSync } from 'node:fs'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import type { SQSBatchResponse } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SmallIssuer, smallIssuer } from '../api/small-issuer.ts'
import { templateOf } from '../infra/synthesized.ts'
import { httpEvent } from './http-event.ts'
import { importRegister } from './import-register.ts'
import { type Poller, poller } from './poller.ts'
import type { RunningFunction } from './runtime-api.ts'
import { type Stage, stageOf } from './stage.ts'

const demo = (name: string): Buffer => readFileSync(new URL(`../../functions/demo/${name}`, import.meta.url))

/** The very bundles that are deployed, with the keys of their roles, on a server that enforces what those may. */
describe('a file put into the inbox', () => {
  let stage: Stage
  let issuer: SmallIssuer
  let landing: RunningFunction
  let api: RunningFunction
  let queue: Poller
  beforeAll(async () => {
    stage = await stageOf(templateOf('province'))
    issuer = await smallIssuer()
    await importRegister(
      stage,
      Buffer.concat([demo('units-2023-01-01.csv'), Buffer.from('79,TP. Hồ Chí Minh,Thành phố Hồ Chí Minh,thành phố trực thuộc trung ương,,province\n')]),
      '2023-01-01',
    )
    landing = await stage.start('landing-handler')
    api = await stage.start('api-handler', { environment: { DA06_ISSUER: issuer.issuer, DA06_AUDIENCE: 'da06' } })
    queue = poller(stage, landing)
  })
  afterAll(async () => {
    await landing.stop()
    await api.stop()
    await issuer.close()
    await stage.remove()
  })

  const put = async (Key: string, Body: Buffer): Promise<void> =>
    void (await stage.s3(await stage.keysOf('handingin')).send(new PutObjectCommand({ Bucket: stage.inbox, Key, Body })))
  const inboxKeys = async (): Promise<string[]> => ((await stage.s3(stage.root).send(new ListObjectsV2Command({ Bucket: stage.inbox }))).Contents ?? []).map(({ Key }) => Key ?? '')
  const ask = async (query: string, headers: Record<string, string> = {}) =>
    api.invoke<{ statusCode: number; headers: Record<string, string>; body: string }>(
      httpEvent({ query, headers: { authorization: `Bearer ${await issuer.token()}`, ...headers } }),
    )
  const activated = '{ unit(code: "82", on: "2023-08-21") { trend(metric: ACTIVATED, from: "2023-08-20", to: "2023-08-21") { points { start value coverage { reporting } } } } }'

  it('arrives as an event through the queue, lands, leaves the inbox, and its number comes out of the API', async () => {
    await put('inbox/province=82/DC01 ngày 20-8.xlsx', demo('exports/DC01_2023-08-20.xlsx'))
    await queue.drain()
    expect(await inboxKeys()).toEqual([])
    const { statusCode, body } = await ask(activated)
    expect(statusCode).toBe(200)
    expect(JSON.parse(body).data.unit.trend.points).toEqual([
      { start: '2023-08-20', value: 50_568, coverage: { reporting: 172 } },
      { start: '2023-08-21', value: null, coverage: { reporting: 0 } },
    ])
  })

  it('the next file shows in the next answer, though the function holds what it has read', async () => {
    const before = await ask(activated)
    await put('inbox/province=82/DC01_2023-08-21.xlsx', demo('exports/DC01_2023-08-21.xlsx'))
    expect((await ask(activated, { 'if-none-match': before.headers.etag ?? '' })).statusCode).toBe(304)
    await queue.drain()
    const after = await ask(activated, { 'if-none-match': before.headers.etag ?? '' })
    expect(after.statusCode).toBe(200)
    expect(JSON.parse(after.body).data.unit.trend.points[1].coverage.reporting).toBe(172)
  })

  it('a file with data about persons is refused, and nothing of it is kept anywhere', async () => {
    const secret = 'Họ và tên;Số CCCD;Ngày sinh\nNGƯỜI MẪU;000000000000;01/01/1990\n'
    await put('inbox/province=82/danh sach 012345678901.csv', Buffer.from(secret))
    await queue.drain()
    expect(await inboxKeys()).toEqual([])
    const all = stage.s3(stage.root)
    const { Contents = [] } = await all.send(new ListObjectsV2Command({ Bucket: stage.lake }))
    const bodies = await Promise.all(Contents.map(async ({ Key }) => (await all.send(new GetObjectCommand({ Bucket: stage.lake, Key }))).Body?.transformToByteArray()))
    for (const body of bodies) expect(Buffer.from(body ?? []).toString('latin1')).not.toMatch(/000000000000|012345678901/)
    expect(landing.lines.join()).not.toMatch(/MẪU|000000000000|012345678901/)
    expect(landing.lines.join('\n')).toContain('"FilesRefused":1')
  })

  it('what can not be landed comes back five times, then waits in the other queue, and can be sent back', async () => {
    const broken = await stage.start('landing-handler', { environment: { DA06_LAKE: 's3://no-such-lake' } })
    await put('inbox/province=82/DC01_2023-08-22.xlsx', demo('exports/DC01_2023-08-22.xlsx'))
    const failing = poller(stage, broken)
    await failing.drain({ untilEmpty: true })
    await broken.stop()
    expect(await queue.waitingIn(stage.failedUrl)).toBe(1)
    expect(await inboxKeys()).toEqual(['inbox/province=82/DC01_2023-08-22.xlsx'])
    // Moto has no StartMessageMoveTask; the operator's other leaves do the same by hand.
    expect(await queue.replay()).toBe(1)
    await queue.drain()
    expect(await inboxKeys()).toEqual([])
  })

  it('a message that is none does not sink the rest', async () => {
    await stage.call(stage.root, { service: 'sqs', action: 'SendMessage', input: { QueueUrl: stage.queueUrl, MessageBody: '{"Service":"Amazon S3","Event":"s3:TestEvent"}' } })
    const answer = await landing.invoke<SQSBatchResponse>({
      Records: [
        { messageId: 'a', body: 'no json' },
        { messageId: 'b', body: '{}' },
      ],
    })
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] })
  })

  it('answers nobody without a token, whatever stood in front', async () => {
    const answer = await api.invoke<{ statusCode: number; body: string }>(httpEvent({ query: activated, headers: {} }))
    expect(answer.statusCode).toBe(401)
    expect(answer.body).not.toContain('50568')
  })

  it('tells its health to who may ask, and answers by POST, compressed', async () => {
    const authorization = `Bearer ${await issuer.token()}`
    const health = await api.invoke<{ statusCode: number; body: string }>(httpEvent({ path: '/health', headers: { authorization } }))
    expect([health.statusCode, JSON.parse(health.body)]).toEqual([200, { status: 'ok', lake: 'there', version: expect.stringMatching(/^0\.1\.0-/) }])
    expect((await api.invoke<{ statusCode: number }>(httpEvent({ path: '/health', headers: {} }))).statusCode).toBe(401)
    const posted = await api.invoke<{ statusCode: number; isBase64Encoded?: boolean; headers: Record<string, string> }>(
      httpEvent({ post: '{ __schema { types { name description } } }', headers: { authorization, 'accept-encoding': 'gzip' } }),
    )
    expect(posted).toMatchObject({ statusCode: 200, isBase64Encoded: true, headers: { 'content-encoding': 'gzip' } })
    expect(posted.headers).not.toHaveProperty('content-length')
  })

  it('its log lines carry the request, its counts the service, and neither a key', () => {
    const lines = landing.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.find(({ message }) => message === 'file landed')).toMatchObject({
      level: 'INFO',
      service: 'landing',
      function_request_id: expect.any(String),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      rows: 172,
    })
    const counted = lines.filter((line) => '_aws' in line)
    expect(counted.find((line) => 'FilesLanded' in line)).toMatchObject({
      service: 'landing',
      FilesLanded: 1,
      RowsLanded: 172,
      BytesRead: expect.any(Number),
      Duration: expect.any(Number),
    })
    expect(JSON.stringify(counted[0]?._aws)).toContain('"Namespace":"DeAn06/thu-nghiem"')
    expect([...landing.lines, ...api.lines].join()).not.toMatch(/FwoG|eyJhbGci/)
  })

  it('by the clock: who has handed in nothing today; whether the lake is whole', async () => {
    const checking = await stage.start('check-handler', { environment: { DA06_PROVINCES: '82,79,83' } })
    // The register knows no 83: it owes nothing.
    expect(await checking.invoke({ check: 'arrivals' })).toEqual({ found: ['79'] })
    expect(await checking.invoke({ check: 'lake' })).toEqual({ found: [] })
    await checking.stop()
  })
})

describe('a function that was not told what it needs', () => {
  it('does not start, and names the variable', async () => {
    const stage = await stageOf(templateOf('province'))
    const running = await stage.start('landing-handler', { environment: { DA06_INBOX: '' } })
    await expect(running.readyMs).rejects.toThrow(/DA06_INBOX/)
    await running.stop()
    await stage.remove()
  })
})
