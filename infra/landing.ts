import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { CfnBucket } from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Duration, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { type Buckets, INBOX_DAYS } from './buckets.ts'
import { emptyInbox, writeLake } from './grants.ts'
import { MEMORY_MB } from './memory.ts'
import { addServiceFunction } from './service-function.ts'
import type { Settings } from './settings.ts'

export interface LandingPlace {
  readonly landing: LambdaFunction
  readonly queue: Queue
  readonly failed: Queue
}

const TIMEOUT = Duration.minutes(5)
/** Files of one batch are merged into one write an object; a larger batch makes fewer writes. */
const BATCH = 50
const GATHERED = Duration.seconds(20)
/** Landings of one object at a time race for its one write: more would only wait for each other. */
const AT_ONCE = { province: 2, several: 10 }

/** Inbox → queue → landing; what fails five times waits in a queue of its own, and can be sent back. */
export function addLanding(scope: Construct, settings: Settings, buckets: Buckets): LandingPlace {
  const failed = new Queue(scope, 'LandingFailed', { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(INBOX_DAYS) })
  const queue = new Queue(scope, 'LandingQueue', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(INBOX_DAYS),
    visibilityTimeout: Duration.seconds(TIMEOUT.toSeconds() * 6),
    deadLetterQueue: { queue: failed, maxReceiveCount: 5 },
  })
  const landing = addServiceFunction(scope, 'Landing', {
    settings,
    entry: 'landing-handler',
    description: 'Lands files put into the inbox',
    memoryMb: MEMORY_MB.landing,
    timeout: TIMEOUT,
    diskMb: 2048,
    environment: { DA06_LAKE: `s3://${buckets.lake.bucketName}`, DA06_INBOX: buckets.inbox.bucketName },
    may: [...emptyInbox(buckets), ...writeLake(buckets)],
  })
  landing.addEventSource(
    new SqsEventSource(queue, {
      batchSize: BATCH,
      maxBatchingWindow: GATHERED,
      maxConcurrency: settings.provinces.length === 1 ? AT_ONCE.province : AT_ONCE.several,
      reportBatchItemFailures: true,
    }),
  )
  notify(scope, buckets, queue)
  return { landing, queue, failed }
}

/** Said in the bucket's own words: CDK's helper would bring a function of its own that may change every bucket's notices. */
function notify(scope: Construct, { inbox }: Buckets, queue: Queue): void {
  const { account, partition } = Stack.of(scope)
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'InboxTells',
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        ArnEquals: { 'aws:SourceArn': `arn:${partition}:s3:::${inboxName(inbox)}` },
        StringEquals: { 'aws:SourceAccount': account },
      },
    }),
  )
  const bucket = inbox.node.defaultChild as CfnBucket
  bucket.notificationConfiguration = {
    queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn, filter: { s3Key: { rules: [{ name: 'prefix', value: 'inbox/' }] } } }],
  }
  const policy = queue.node.findChild('Policy')
  bucket.node.addDependency(policy)
}

/** Its name as written, not as a reference: the queue's policy must stand before the bucket does. */
const inboxName = (inbox: Buckets['inbox']): string => (inbox.node.defaultChild as CfnBucket).bucketName as string
