import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import type { Template } from 'aws-cdk-lib/assertions'
import { lambdaBundle } from '../../build.ts'
import { statementsOf } from '../infra/policies.ts'
import { resourcesOf } from '../infra/synthesized.ts'
import { ACCOUNT, filledIn, type Known } from './fill-in.ts'
import { type Moto, startMoto } from './moto-server.ts'
import { type RunningFunction, runFunction } from './runtime-api.ts'
import { type Call, type CallAnswer, type Keys, REGION, signedCall } from './signed-call.ts'

/** A synthesized stack's buckets, queues and roles on moto, its functions as bundles under Lambda's runtime client. */
export interface Stage {
  readonly moto: Moto
  readonly inbox: string
  readonly lake: string
  readonly results: string
  readonly queueUrl: string
  readonly failedUrl: string
  /** Whoever may do all: the tests' own deeds. */
  readonly root: Keys
  /** What a role, or a role that a policy for people hangs on, is called in the template. */
  keysOf(owner: string): Promise<Keys>
  s3(keys: Keys): S3Client
  call(keys: Keys, call: Call): Promise<CallAnswer>
  /** Starts a function with the environment that the template gives it, and its role's keys. */
  start(entry: Entry, more?: { environment?: Record<string, string>; memoryMb?: number; command?: readonly string[] }): Promise<RunningFunction>
  /** The folder that is deployed as a function. */
  bundleOf(entry: Entry): Promise<string>
  remove(): Promise<void>
}

export type Entry = 'landing-handler' | 'api-handler' | 'check-handler'

const owners: Readonly<Record<Entry, string>> = { 'landing-handler': 'landingrole', 'api-handler': 'servingrole', 'check-handler': 'checkingrole' }
const first: Keys = { accessKeyId: 'AKIAFIRST', secretAccessKey: 'first' }
const anyone = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] })
const textIn = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''
const plainName = (id: string): string => id.replace(/[0-9A-F]{8}$/, '')

export async function stageOf(template: Template, arch: 'x64' | 'arm64' = 'x64'): Promise<Stage> {
  const moto = await startMoto()
  const folder = mkdtempSync(join(tmpdir(), 'da06-aws-'))
  const call = (keys: Keys, what: Call): Promise<CallAnswer> => signedCall(moto.endpoint, keys, what)
  const must = async (what: Call): Promise<string> => {
    const { status, text } = await call(first, what)
    if (status >= 300) throw new Error(`${what.service} ${what.action}: ${status} ${text}`)
    return text
  }
  const s3 = ({ accessKeyId, secretAccessKey, sessionToken }: Keys): S3Client =>
    new S3Client({
      endpoint: moto.endpoint,
      region: REGION,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    })
  const known = new Map<string, Known>()
  const names = await makePlaces(template, s3(first), must, known)
  const root = await makeRoot(must)
  const made = new Map<string, Keys>()
  for (const [owner, statements] of Object.entries(statementsOf(template))) {
    if (owner.startsWith('schedulerrole')) continue
    const Statement = filledIn(statements, known)
    await must({ service: 'iam', action: 'CreateRole', input: { RoleName: owner, AssumeRolePolicyDocument: anyone } })
    await must({ service: 'iam', action: 'PutRolePolicy', input: { RoleName: owner, PolicyName: 'all', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) } })
    const text = await must({ service: 'sts', action: 'AssumeRole', input: { RoleArn: `arn:aws:iam::${ACCOUNT}:role/${owner}`, RoleSessionName: owner } })
    made.set(owner, { accessKeyId: textIn(text, 'AccessKeyId'), secretAccessKey: textIn(text, 'SecretAccessKey'), sessionToken: textIn(text, 'SessionToken') })
  }
  await moto.enforce()
  const keysOf = async (owner: string): Promise<Keys> => made.get(owner) ?? Promise.reject(new Error(`no ${owner}`))
  const bundles = new Map<Entry, Promise<string>>()
  const bundleOf = (entry: Entry): Promise<string> => {
    const path = join(folder, entry)
    const bundle = bundles.get(entry) ?? lambdaBundle(entry, path, arch).then(() => path)
    bundles.set(entry, bundle)
    return bundle
  }
  return {
    moto,
    ...names,
    root,
    keysOf,
    s3,
    call,
    bundleOf,
    async start(entry, { environment = {}, memoryMb, command } = {}) {
      const keys = await keysOf(owners[entry])
      const [declared] = Object.values(resourcesOf(template, 'AWS::Lambda::Function')).filter(({ Properties }) => Properties.Handler === `${entry}.handler`)
      if (!declared) throw new Error(`the template has no ${entry}`)
      const given = (declared.Properties.Environment as { Variables: Record<string, unknown> }).Variables
      const own = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, textOrNone(value, known)]))
      return runFunction({
        bundle: await bundleOf(entry),
        handler: `${entry}.handler`,
        memoryMb: memoryMb ?? Number(declared.Properties.MemorySize),
        command,
        environment: {
          ...own,
          AWS_ACCESS_KEY_ID: keys.accessKeyId,
          AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
          AWS_SESSION_TOKEN: keys.sessionToken ?? '',
          DA06_S3_ENDPOINT: moto.endpoint,
          ...environment,
        },
      })
    },
    async remove() {
      await moto.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The issuer is the one thing of another service; the tests bring their own. */
function textOrNone(value: unknown, known: ReadonlyMap<string, Known>): string {
  try {
    return String(filledIn(value, known))
  } catch {
    return 'not-here'
  }
}

async function makeRoot(must: (call: Call) => Promise<string>): Promise<Keys> {
  const all = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })
  await must({ service: 'iam', action: 'CreateUser', input: { UserName: 'root' } })
  await must({ service: 'iam', action: 'PutUserPolicy', input: { UserName: 'root', PolicyName: 'all', PolicyDocument: all } })
  const text = await must({ service: 'iam', action: 'CreateAccessKey', input: { UserName: 'root' } })
  return { accessKeyId: textIn(text, 'AccessKeyId'), secretAccessKey: textIn(text, 'SecretAccessKey') }
}

/** Buckets and queues as the template declares them: versions, redrive, and the inbox's events. */
async function makePlaces(template: Template, client: S3Client, must: (call: Call) => Promise<string>, known: Map<string, Known>) {
  const urls: Record<string, string> = {}
  for (const [id, { Properties }] of Object.entries(resourcesOf(template, 'AWS::SQS::Queue')).sort(([, a]) => ('RedrivePolicy' in a.Properties ? 1 : -1))) {
    const name = plainName(id)
    const redrive = Properties.RedrivePolicy ? JSON.stringify(filledIn(Properties.RedrivePolicy, known)) : null
    const text = await must({
      service: 'sqs',
      action: 'CreateQueue',
      input: { QueueName: name, Attributes: { ...(redrive && { RedrivePolicy: redrive, VisibilityTimeout: '2' }) } },
    })
    urls[name] = (JSON.parse(text) as { QueueUrl: string }).QueueUrl
    known.set(id, { ref: urls[name] as string, attributes: { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`, QueueName: name } })
  }
  for (const [id, { Properties }] of Object.entries(resourcesOf(template, 'AWS::S3::Bucket'))) {
    const name = Properties.BucketName ? String(filledIn(Properties.BucketName, known)) : `da06-${plainName(id).toLowerCase()}`
    known.set(id, { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } })
    await client.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: REGION } }))
    if (Properties.VersioningConfiguration) await client.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }))
    await tellQueue(client, name, Properties.NotificationConfiguration, known)
  }
  known.set('Checking36FB6DC0', { ref: 'checking', attributes: { Arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:checking` } })
  for (const [id] of Object.entries(resourcesOf(template, 'AWS::Logs::LogGroup')))
    known.set(id, { ref: plainName(id), attributes: { Arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${plainName(id)}` } })
  const bucketNamed = (start: string): string => [...known].find(([id]) => plainName(id) === start)?.[1].ref ?? ''
  return { inbox: bucketNamed('Inbox'), lake: bucketNamed('Lake'), results: bucketNamed('Results'), queueUrl: urls.LandingQueue ?? '', failedUrl: urls.LandingFailed ?? '' }
}

async function tellQueue(client: S3Client, Bucket: string, declared: unknown, known: ReadonlyMap<string, Known>): Promise<void> {
  if (!declared) return
  interface Declared {
    readonly QueueConfigurations: readonly { Event: string; Queue: string; Filter: { S3Key: { Rules: { Name: string; Value: string }[] } } }[]
  }
  const { QueueConfigurations } = filledIn(declared, known) as Declared
  await client.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        QueueConfigurations: QueueConfigurations.map(({ Event, Queue, Filter }) => ({
          QueueArn: Queue,
          Events: [Event as never],
          Filter: { Key: { FilterRules: Filter.S3Key.Rules.map(({ Name, Value }) => ({ Name: Name as never, Value })) } },
        })),
      },
    }),
  )
}
