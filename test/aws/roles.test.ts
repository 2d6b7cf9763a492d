import { DeleteObjectCommand, DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { templateOf } from '../infra/synthesized.ts'
import { type Stage, stageOf } from './stage.ts'

/** Who may do what, as tried: everything that is not in a row is refused. */
const may: Readonly<Record<string, readonly string[]>> = {
  landingrole: [
    'get inbox',
    'get of another province',
    'delete inbox',
    'delete of another province',
    'list inbox',
    'get tables',
    'put tables',
    'get raw',
    'put raw',
    'list lake',
    'receive',
    'acknowledge',
  ],
  servingrole: ['get tables', 'list lake'],
  checkingrole: ['get tables', 'get raw', 'list lake'],
  handingin: ['put inbox'],
  analyst: ['get tables', 'list lake', 'get results', 'put results', 'list results', 'athena'],
  operator: ['get tables', 'put tables', 'get raw', 'put raw', 'list lake', 'replay'],
}

/** Moto knows no resources of these, so it refuses them to those who may as well; that they may is asserted on the template. */
const notLet = ['athena', 'replay']

describe('the roles of the synthesized template, on a server that enforces them', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await stageOf(templateOf('province'))
    const all = stage.s3(stage.root)
    for (const { Bucket, Key } of Object.values(objects)) await all.send(new PutObjectCommand({ Bucket: place(Bucket), Key, Body: 'x' }))
  })
  afterAll(() => stage.remove())

  const objects = {
    inbox: { Bucket: 'inbox', Key: 'inbox/province=82/a.csv' },
    'of another province': { Bucket: 'inbox', Key: 'inbox/province=79/a.csv' },
    tables: { Bucket: 'lake', Key: 'tables/activation/province=82/year=2023/data.parquet' },
    raw: { Bucket: 'lake', Key: `raw/${'0'.repeat(64)}` },
    'elsewhere in the lake': { Bucket: 'lake', Key: 'other' },
    results: { Bucket: 'results', Key: 'athena/a.csv' },
  } as const
  const place = (name: 'inbox' | 'lake' | 'results'): string => stage[name]

  /** True where it was let, false where it was refused; anything else is no answer. */
  async function wasLet(deed: Promise<unknown>): Promise<boolean> {
    try {
      const answer = (await deed) as { Errors?: readonly { Code?: string }[] }
      return !answer.Errors?.some(({ Code }) => Code === 'AccessDenied')
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 403) return false
      throw error
    }
  }

  const s3Deeds = (client: S3Client): Record<string, () => Promise<unknown>> => {
    const of = Object.entries(objects).flatMap(([name, { Bucket: bucket, Key }]) => {
      const Bucket = place(bucket)
      return [
        [`get ${name}`, () => client.send(new GetObjectCommand({ Bucket, Key }))],
        [`put ${name}`, () => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))],
        [`delete ${name}`, () => client.send(new DeleteObjectCommand({ Bucket, Key }))],
        [`delete several ${name}`, () => client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }))],
      ] as [string, () => Promise<unknown>][]
    })
    const lists = (['inbox', 'lake', 'results'] as const).map(
      (name) => [`list ${name}`, () => client.send(new ListObjectsV2Command({ Bucket: place(name) }))] as [string, () => Promise<unknown>],
    )
    return Object.fromEntries([...of, ...lists])
  }

  it.each(Object.entries(may))('%s', async (owner, allowed) => {
    const keys = await stage.keysOf(owner)
    const called = async (service: 'sqs' | 'iam' | 'athena', action: string, input: Record<string, unknown>): Promise<boolean> => {
      const { status, text } = await stage.call(keys, { service, action, input })
      if (status === 403 || /AccessDenied|not authorized/.test(text)) return false
      return true
    }
    const found: string[] = []
    const deeds = Object.entries(s3Deeds(stage.s3(keys))).sort(([a], [b]) => Number(a.startsWith('delete')) - Number(b.startsWith('delete')))
    for (const [name, deed] of deeds) if (await wasLet(deed())) found.push(name)
    if (await called('sqs', 'ReceiveMessage', { QueueUrl: stage.queueUrl })) found.push('receive')
    if (await called('sqs', 'DeleteMessage', { QueueUrl: stage.queueUrl, ReceiptHandle: 'x' })) found.push('acknowledge')
    if (await called('sqs', 'StartMessageMoveTask', { SourceArn: 'arn:aws:sqs:ap-southeast-1:123456789012:LandingFailed' })) found.push('replay')
    if (await called('iam', 'CreateUser', { UserName: 'another' })) found.push('make users')
    if (await called('athena', 'StartQueryExecution', { QueryString: 'select 1', WorkGroup: 'da06-thu-nghiem' })) found.push('athena')
    expect(found.sort()).toEqual(allowed.filter((deed) => !notLet.includes(deed)).sort())
  })
})
