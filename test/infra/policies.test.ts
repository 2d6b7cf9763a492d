import { describe, expect, it } from 'vitest'
import { listed, type Statement, shown, statementsOf } from './policies.ts'
import { resourcesOf, templateOf } from './synthesized.ts'

const province = templateOf('province')
const nation = templateOf('nation')
const owners = statementsOf(province)

const mayOf = (statements: readonly Statement[]): string[] =>
  statements
    .flatMap(({ Effect, Action, Resource }) =>
      listed(Action).flatMap((action) => listed(Resource).map((resource) => `${Effect === 'Deny' ? 'not ' : ''}${action} ${shown(resource)}`)),
    )
    .sort()

const trace = ['xray:PutTelemetryRecords *', 'xray:PutTraceSegments *']
const readTables = ['s3:GetObject lake/lake.json', 's3:GetObject lake/tables/*', 's3:ListBucket lake']
const readRaw = ['s3:GetObject lake/raw/*', 's3:ListBucketMultipartUploads lake']
const written = ['lake.json', 'raw/*', 'tables/*'].flatMap((keys) => [`s3:PutObject lake/${keys}`, `s3:AbortMultipartUpload lake/${keys}`])
const writeLake = [...readTables, ...readRaw, ...written, 's3:GetObject lake/.conditional-writes', 's3:PutObject lake/.conditional-writes']
const log = (name: string): string[] => [`logs:CreateLogStream ${name}`, `logs:PutLogEvents ${name}`]

describe('who may do what', () => {
  it.each([
    [
      'landingrole',
      [
        ...writeLake,
        's3:GetObject inbox/inbox/*',
        's3:DeleteObject inbox/inbox/*',
        's3:ListBucket inbox',
        ...log('landinglog'),
        ...trace,
        ...['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'].map((action) => `sqs:${action} landingqueue`),
      ],
    ],
    ['servingrole', [...readTables, ...log('servinglog'), ...trace]],
    ['checkingrole', [...readTables, ...readRaw, ...log('checkinglog'), ...trace]],
    ['handingin', ['s3:PutObject inbox/inbox/province=82/*']],
  ])('%s: this and no more', (owner, expected) => {
    expect(mayOf(owners[owner] as Statement[])).toEqual([...expected].sort())
  })

  it('everybody in the stack is known here', () => {
    expect(
      Object.keys(owners)
        .filter((owner) => !owner.startsWith('schedulerrole'))
        .sort(),
    ).toEqual(['analyst', 'checkingrole', 'handingin', 'landingrole', 'operator', 'servingrole'])
  })

  const everybody = [...Object.entries(owners), ...Object.entries(statementsOf(nation))]
  const whoMay = (action: RegExp, resource: RegExp): string[] => [
    ...new Set(everybody.filter(([, statements]) => mayOf(statements).some((may) => action.test(may) && resource.test(may))).map(([owner]) => owner)),
  ]

  it('only landing deletes, and only from the inbox', () => {
    expect(whoMay(/^s3:Delete/, /./)).toEqual(['landingrole'])
    expect(mayOf(owners.landingrole as Statement[]).filter((may) => may.startsWith('s3:Delete'))).toEqual(['s3:DeleteObject inbox/inbox/*'])
  })

  it('only landing and operators write the lake; whoever answers or hands in does not', () => {
    expect(whoMay(/^s3:Put/, / lake/).sort()).toEqual(['landingrole', 'operator'])
  })

  it('raw files are read by those who must alone', () => {
    expect(whoMay(/^s3:Get/, /lake\/raw/).sort()).toEqual(['checkingrole', 'landingrole', 'operator'])
  })

  it('results are read by analysts, and by the API where it asks Athena; never by landing', () => {
    expect(whoMay(/^s3:/, / results/).sort()).toEqual(['analyst', 'servingrole'])
    expect(mayOf(owners.servingrole as Statement[]).filter((may) => /results|athena|glue/.test(may))).toEqual([])
  })

  it('no action has a wildcard; no resource is everything, traces aside', () => {
    const all = everybody.flatMap(([, statements]) => mayOf(statements))
    expect(all.filter((may) => /^[^ ]*\*/.test(may))).toEqual([])
    expect(all.filter((may) => / \*$/.test(may) && !may.startsWith('xray:'))).toEqual([])
  })

  it('of many provinces an office may write where its own tag says', () => {
    expect(mayOf(statementsOf(nation).handingin as Statement[])).toEqual([`s3:PutObject inbox/inbox/province=${'$' + '{aws:PrincipalTag/province}'}/*`])
  })
})

describe('what the buckets themselves refuse', () => {
  const policies = Object.values(resourcesOf(province, 'AWS::S3::BucketPolicy')).map(({ Properties }) => {
    const { Bucket, PolicyDocument } = Properties as unknown as { Bucket: unknown; PolicyDocument: { Statement: Statement[] } }
    return [shown(Bucket), PolicyDocument.Statement] as const
  })

  it('everything that does not come by TLS 1.2, in each', () => {
    expect(policies.map(([bucket]) => bucket).sort()).toEqual(['accesslogs', 'inbox', 'lake', 'results'])
    for (const [, statements] of policies) {
      const denied = statements.filter(({ Effect }) => Effect === 'Deny').map(({ Condition }) => JSON.stringify(Condition))
      expect(denied).toContain('{"Bool":{"aws:SecureTransport":"false"}}')
      expect(denied).toContain('{"NumericLessThan":{"s3:TlsVersion":1.2}}')
    }
  })

  it('deleting from the lake, whoever asks', () => {
    const [, statements = []] = policies.find(([bucket]) => bucket === 'lake') ?? []
    const denied = statements.find(({ Sid }) => Sid === 'NobodyDeletes')
    expect(denied).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Action: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:DeleteBucket'] })
  })
})
