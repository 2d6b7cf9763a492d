import { describe, expect, it } from 'vitest'
import { tables } from '../../schema/columns.ts'
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
const writeLake = [
  ...readTables,
  ...readRaw,
  ...written,
  's3:GetObject lake/.conditional-writes',
  's3:PutObject lake/.conditional-writes',
  's3:AbortMultipartUpload lake/.conditional-writes',
]
/** What Athena's console asks of an account before it knows a workgroup. */
const consoleLists = ['ListWorkGroups', 'ListDataCatalogs', 'ListEngineVersions'].map((action) => `athena:${action} *`)
const of = (service: string, resource: string, actions: readonly string[]): string[] =>
  actions.map((action) => `${service}:${action} arn:<Partition>:${service}:<Region>:<AccountId>:${resource}`)
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
    [
      'analyst',
      [
        ...readTables,
        ...of('athena', `workgroup/da06-thu-nghiem`, [
          ...['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'StopQueryExecution', 'GetWorkGroup', 'BatchGetNamedQuery', 'GetNamedQuery', 'ListNamedQueries'],
          ...['ListQueryExecutions', 'BatchGetQueryExecution', 'GetQueryResultsStream', 'GetQueryRuntimeStatistics'],
        ]),
        ...of('athena', 'datacatalog/AwsDataCatalog', ['GetDataCatalog', 'ListDatabases', 'GetDatabase', 'ListTableMetadata', 'GetTableMetadata']),
        ...consoleLists,
        ...['catalog', 'database/da06_thu_nghiem', ...Object.keys(tables).map((name) => `table/da06_thu_nghiem/${name}`)].flatMap((resource) =>
          of('glue', resource, ['GetDatabase', 'GetDatabases', 'GetTable', 'GetTables', 'GetPartition', 'GetPartitions']),
        ),
        ...['GetObject', 'PutObject', 'AbortMultipartUpload'].map((action) => `s3:${action} results/athena/*`),
        ...['GetBucketLocation', 'ListBucket'].map((action) => `s3:${action} results`),
      ],
    ],
    [
      'operator',
      [
        ...writeLake,
        ...['ListBucketVersions', 'GetBucketVersioning'].map((action) => `s3:${action} lake`),
        's3:GetObjectVersion lake/tables/*',
        ...['StartMessageMoveTask', 'ListMessageMoveTasks', 'CancelMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
          (action) => `sqs:${action} landingfailed`,
        ),
        'sqs:SendMessage landingqueue',
      ],
    ],
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

  it('no action has a wildcard; no resource is everything, traces and lists of the account aside', () => {
    const all = everybody.flatMap(([, statements]) => mayOf(statements))
    expect(all.filter((may) => /^[^ ]*\*/.test(may))).toEqual([])
    expect(all.filter((may) => / \*$/.test(may) && !may.startsWith('xray:') && !consoleLists.includes(may))).toEqual([])
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
