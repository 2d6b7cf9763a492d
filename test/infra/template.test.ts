import { readFileSync } from 'node:fs'
import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it, test } from 'vitest'
import { type TableName, tables } from '../../schema/columns.ts'
import { type Deployment, type Resource, resourcesOf, synthesized, templateOf } from './synthesized.ts'

const templates = { province: templateOf('province'), nation: templateOf('nation'), cdn: templateOf('cdn') }
const { province, nation } = templates
const propertiesOf = (type: string, template = province): Record<string, never>[] =>
  Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties as Record<string, never>)

/** Hashes of bundles change with every line of code; the saved queries are compared where they are made. */
const steady = (resource: Resource): unknown =>
  JSON.parse(JSON.stringify(resource, (name, value) => (name === 'QueryString' ? '…' : value)).replace(/"S3Key":"[0-9a-f]{64}\.zip"/g, '"S3Key":"…"'))

describe('the template as a whole', () => {
  test('province: as committed', async () => {
    const { Resources: _, Parameters: __, Rules: ___, ...rest } = province.toJSON()
    const resources = Object.fromEntries(Object.entries(resourcesOf(province)).map(([id, resource]) => [id, steady(resource)]))
    await expect(`${JSON.stringify({ ...rest, Resources: resources }, null, 2)}\n`).toMatchFileSnapshot('templates/province.json')
  })

  test.each(['nation', 'cdn'] as const)('%s: what differs from a province, as committed', async (deployment) => {
    const own = resourcesOf(templates[deployment])
    const base = resourcesOf(province)
    const text = (resource: Resource | undefined): string => (resource ? JSON.stringify(steady(resource)) : '')
    const differing = [...new Set([...Object.keys(own), ...Object.keys(base)])].filter((id) => text(own[id]) !== text(base[id])).sort()
    const shown = Object.fromEntries(differing.map((id) => [id, own[id] ? steady(own[id]) : 'not there']))
    await expect(`${JSON.stringify(shown, null, 2)}\n`).toMatchFileSnapshot(`templates/${deployment}.json`)
  })
})

describe('data at rest', () => {
  it('every bucket is encrypted, closed to the public and kept when the stack goes', () => {
    const buckets = Object.values(resourcesOf(province, 'AWS::S3::Bucket'))
    expect(buckets).toHaveLength(4)
    for (const { Properties, DeletionPolicy } of buckets) {
      expect(Properties).toMatchObject({
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      })
      expect(DeletionPolicy).toBe('RetainExceptOnCreate')
    }
  })

  it('keys of the inbox, names of files, are in no access log', () => {
    const buckets = Object.entries(resourcesOf(province, 'AWS::S3::Bucket'))
    expect(
      buckets
        .filter(([, { Properties }]) => 'LoggingConfiguration' in Properties)
        .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))
        .sort(),
    ).toEqual(['Lake', 'Results'])
  })

  it('the inbox has no versions and forgets after 14 days, as the dead-letter queue does; what the lake replaced stays 90', () => {
    province.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: Match.absent(),
      NotificationConfiguration: { QueueConfigurations: [Match.objectLike({ Event: 's3:ObjectCreated:*', Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'inbox/' }] } } })] },
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 14, Status: 'Enabled' })]) },
    })
    province.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 86_400, RedrivePolicy: Match.absent() })
    province.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 90 } })]) },
    })
  })

  it('no function but this stack’s own comes along', () => {
    expect(Object.keys(resourcesOf(province, 'AWS::Lambda::Function')).map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Landing', 'Serving', 'Checking'])
    expect(Object.keys(resourcesOf(province)).filter((id) => /CustomResource|BucketNotificationsHandler/.test(id))).toEqual([])
  })
})

describe('landing', () => {
  it('takes batches, answers in part, a bounded number at a time: two of a province, ten of several', () => {
    const mapping = { BatchSize: 50, FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumBatchingWindowInSeconds: 20 }
    province.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ...mapping, ScalingConfig: { MaximumConcurrency: 2 } })
    nation.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ...mapping, ScalingConfig: { MaximumConcurrency: 10 } })
  })

  it('a message comes back only after a landing has surely ended, and after five times waits in the other queue', () => {
    province.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 1_800,
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
      SqsManagedSseEnabled: true,
    })
    province.hasResourceProperties('AWS::Lambda::Function', { Handler: 'landing-handler.handler', Timeout: 300 })
  })

  it('the inbox is told of no queue whose policy does not stand yet', () => {
    const [inbox] = Object.values(resourcesOf(province, 'AWS::S3::Bucket')).filter(({ Properties }) => 'NotificationConfiguration' in Properties)
    const policies = Object.keys(resourcesOf(province, 'AWS::SQS::QueuePolicy'))
    expect(policies.filter((id) => inbox?.DependsOn?.includes(id))).toHaveLength(1)
  })

  it('every function: arm64, Node 24, traced, a log of its own with an end', () => {
    for (const { Properties } of Object.values(resourcesOf(province, 'AWS::Lambda::Function')))
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], TracingConfig: { Mode: 'Active' }, LoggingConfig: { LogGroup: {} } })
    for (const properties of propertiesOf('AWS::Logs::LogGroup')) expect(properties).toMatchObject({ RetentionInDays: 90 })
  })
})

describe('the API', () => {
  const routesOf = (deployment: Deployment) =>
    propertiesOf('AWS::ApiGatewayV2::Route', templates[deployment]) as unknown as { RouteKey: string; AuthorizationType: string; AuthorizationScopes?: string[] }[]

  it('denies by default: every route asks for a token', () => {
    for (const deployment of ['province', 'cdn'] as const)
      expect(
        routesOf(deployment)
          .map(({ RouteKey, AuthorizationType }) => `${RouteKey} ${AuthorizationType}`)
          .sort(),
      ).toEqual(['GET /graphql JWT', 'GET /health JWT', 'POST /graphql JWT'])
  })

  it('health alone is open where that was asked for', () => {
    expect(routesOf('nation').filter(({ AuthorizationType }) => AuthorizationType !== 'JWT')).toEqual([expect.objectContaining({ RouteKey: 'GET /health' })])
    expect(routesOf('nation').filter(({ AuthorizationScopes }) => AuthorizationScopes?.join() === 'da06/read')).toHaveLength(2)
  })

  it('takes the tokens of its own Cognito, into which nobody signs up, or of the issuer that is named', () => {
    province.hasResourceProperties('AWS::Cognito::UserPool', { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true }, MfaConfiguration: 'ON', DeletionProtection: 'ACTIVE' })
    province.hasResourceProperties('AWS::Cognito::UserPoolClient', { AllowedOAuthFlows: ['code'], GenerateSecret: false })
    nation.resourceCountIs('AWS::Cognito::UserPool', 0)
    nation.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', { JwtConfiguration: { Issuer: 'https://sso.example.vn/realms/da06', Audience: ['da06'] } })
    nation.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'api-handler.handler',
      Environment: { Variables: Match.objectLike({ DA06_ISSUER: 'https://sso.example.vn/realms/da06', DA06_AUDIENCE: 'da06', DA06_SCOPES: 'da06/read' }) },
    })
  })

  it('no page of another origin may ask, but those named', () => {
    province.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() })
    nation.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: Match.objectLike({ AllowOrigins: ['https://so-lieu.example.vn'], AllowHeaders: Match.arrayWith(['x-da06-statements']) }),
      DisableExecuteApiEndpoint: true,
    })
  })

  it('answers before HTTP API gives up, and is throttled', () => {
    province.hasResourceProperties('AWS::ApiGatewayV2::Integration', { TimeoutInMillis: 29_000 })
    province.hasResourceProperties('AWS::Lambda::Function', { Handler: 'api-handler.handler', Timeout: 29 })
    province.hasResourceProperties('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: Match.objectLike({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 }) })
  })
})

describe('for analysts', () => {
  it('every table of the lake with every column, partitions reckoned from their names', () => {
    const made = propertiesOf('AWS::Glue::Table') as unknown as {
      TableInput: { Name: TableName; Parameters: Record<string, string>; StorageDescriptor: { Columns: { Name: string }[] } }
    }[]
    expect(made.map(({ TableInput }) => TableInput.Name).sort()).toEqual(Object.keys(tables).sort())
    for (const { TableInput } of made) expect(TableInput.StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual(tables[TableInput.Name].map(({ name }) => name))
    const parametersOf = (name: TableName) => made.find(({ TableInput }) => TableInput.Name === name)?.TableInput.Parameters
    expect(parametersOf('activation')).toMatchObject({ 'projection.enabled': 'true', 'projection.year.type': 'integer' })
    expect(parametersOf('landings')?.['projection.province.values']?.split(',')).toEqual(expect.arrayContaining(['82', 'none']))
    expect(parametersOf('units')).not.toHaveProperty(['projection.enabled'])
  })

  it('a workgroup that enforces encryption, a cut-off and where results go', () => {
    province.hasResourceProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 1_000_000_000,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        PublishCloudWatchMetricsEnabled: true,
        ResultConfiguration: Match.objectLike({ EncryptionConfiguration: { EncryptionOption: 'SSE_S3' }, ExpectedBucketOwner: { Ref: 'AWS::AccountId' } }),
      },
    })
    province.hasResourceProperties('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 7 })]) } })
  })

  it('the questions of the catalogue are saved queries of the workgroup', () => {
    const saved = propertiesOf('AWS::Athena::NamedQuery') as unknown as { QueryString: string; Name: string }[]
    expect(saved.length).toBeGreaterThan(8)
    expect(saved.find(({ Name }) => Name === 'trend')?.QueryString).toContain('from units a')
  })
})

describe('who is told of what', () => {
  it('each alarm goes to the topic and says what to do', () => {
    const alarms = propertiesOf('AWS::CloudWatch::Alarm') as unknown as { AlarmActions: unknown[]; AlarmDescription: string }[]
    expect(alarms).toHaveLength(13)
    for (const { AlarmActions, AlarmDescription } of alarms) {
      expect(AlarmActions).toHaveLength(1)
      expect(AlarmDescription).toMatch(/docs\/runbook\.md/)
    }
  })

  it('the topic takes what alarms and the budget of this account tell, and nothing else', () => {
    const [policy] = propertiesOf('AWS::SNS::TopicPolicy') as unknown as {
      PolicyDocument: { Statement: { Effect: string; Principal: unknown; Action: string; Condition: unknown }[] }
    }[]
    const allowed = policy?.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow') ?? []
    const ours = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }
    expect(allowed.map(({ Principal, Action, Condition }) => [Principal, Action, Condition])).toEqual([
      [{ Service: 'cloudwatch.amazonaws.com' }, 'sns:Publish', ours],
      [{ Service: 'budgets.amazonaws.com' }, 'sns:Publish', ours],
    ])
  })

  it('a check by the clock that did not run is told too', () => {
    for (const MetricName of ['ProvincesWithoutArrival', 'WrongObjects'])
      province.hasResourceProperties('AWS::CloudWatch::Alarm', {
        MetricName,
        Statistic: 'SampleCount',
        Period: 86_400,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      })
  })

  it('every metric of our own that is watched or shown is one that a function tells', () => {
    const code = ['landing', 'api', 'check'].map((name) => readFileSync(new URL(`../../functions/aws/${name}-handler.ts`, import.meta.url), 'utf8')).join()
    const shown = JSON.stringify(propertiesOf('AWS::CloudWatch::Dashboard')).matchAll(/DeAn06\/[\w-]+\W+(\w+)/g)
    const watched = propertiesOf('AWS::CloudWatch::Alarm').flatMap(({ Namespace, MetricName }) => (String(Namespace).startsWith('DeAn06/') ? [String(MetricName)] : []))
    const names = [...new Set([...watched, ...[...shown].map(([, name = '']) => name)])]
    expect(names).toEqual(expect.arrayContaining(['InternalErrors', 'FilesRefused', 'RowsLanded']))
    expect(names.filter((name) => !code.includes(`'${name}'`))).toEqual([])
  })

  it('by the clock of Viet Nam: arrivals at 18:00, a part of the lake at 2:00; nothing of it comes among the files to be landed', () => {
    const schedules = propertiesOf('AWS::Scheduler::Schedule') as unknown as { ScheduleExpression: string; ScheduleExpressionTimezone: string; Target: { Input: string } }[]
    expect(schedules.filter(({ Target }) => 'DeadLetterConfig' in Target)).toEqual([])
    expect(schedules.map(({ ScheduleExpression, ScheduleExpressionTimezone, Target }) => [ScheduleExpression, ScheduleExpressionTimezone, Target.Input]).sort()).toEqual([
      ['cron(0 18 * * ? *)', 'Asia/Ho_Chi_Minh', '{"check":"arrivals"}'],
      ['cron(0 2 * * ? *)', 'Asia/Ho_Chi_Minh', '{"check":"lake"}'],
    ])
  })

  it('a budget by the tag that everything carries', () => {
    nation.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: Match.objectLike({ BudgetLimit: { Amount: 200, Unit: 'USD' }, CostFilters: { TagKeyValue: ['user:de-an-06$thu-nghiem'] } }),
    })
    nation.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'truc-ban@example.vn' })
  })
})

describe('settings', () => {
  it.each([
    [{ provinces: '82,ninety' }, /provinces/],
    [{ provinces: '' }, /provinces/],
    [{ stage: 'Thử' }, /stage/],
    [{ engine: 'mysql' }, /engine/],
    [{ issuer: 'http://sso.example.vn', audience: 'x' }, /issuer/],
    [{ issuer: 'https://sso.example.vn' }, /audience/],
    [{ corsOrigins: '*' }, /corsOrigins/],
    [{ domain: 'api.example.vn' }, /certificateArn/],
    [{ cdn: 'yes' }, /cdn/],
    [{ cdn: 'true', domain: 'api.example.vn', cdnCertificateArn: 'arn:aws:acm:ap-southeast-1:1:certificate/0' }, /us-east-1/],
    [{ cdn: 'true', cdnSeconds: '61' }, /cdnSeconds/],
    [{ budgetUsd: '0' }, /budgetUsd/],
    [{ landedByHour: '24' }, /landedByHour/],
    [{ logDays: '100' }, /logDays.*90 \| 120/],
    [{ logDays: '9999' }, /logDays/],
    [{ alarmEmail: 'truc-ban' }, /alarmEmail/],
    [{ alarmEmail: 'a@b@c.vn' }, /alarmEmail/],
    [{ scopes: 'da06/read' }, /scopes/],
  ])('%j is refused by its name', (given, name) => {
    expect(() => synthesized(given as Record<string, string>)).toThrow(name)
  })
})
