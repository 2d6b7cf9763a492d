import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { Settings } from './settings.ts'

export interface Buckets {
  readonly inbox: Bucket
  readonly lake: Bucket
  readonly results: Bucket
  readonly accessLogs: Bucket
}

const closed: BucketProps = {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  // A first deploy that fails takes its empty buckets with it, and a second may make them again.
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
}

/** A file that can't be landed waits as long as its message does in the dead-letter queue. */
export const INBOX_DAYS = 14
/** A version of an object of the lake that was replaced can be restored for so long. */
export const RESTORE_DAYS = 90
const unfinished = { id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(1) }

export function addBuckets(scope: Construct, { stage }: Settings): Buckets {
  const { account, region } = Stack.of(scope)
  const accessLogs = new Bucket(scope, 'AccessLogs', {
    ...closed,
    lifecycleRules: [unfinished, { id: 'old', expiration: Duration.days(RESTORE_DAYS) }],
  })
  const logged = (prefix: string): BucketProps => ({ ...closed, serverAccessLogsBucket: accessLogs, serverAccessLogsPrefix: `${prefix}/` })
  const inbox = new Bucket(scope, 'Inbox', {
    ...closed,
    // Named here, since its queue's policy names it and it names the queue.
    bucketName: `da06-${stage}-inbox-${account}-${region}`,
    // A refused export with data about persons must leave nothing behind, so there are no versions.
    versioned: false,
    lifecycleRules: [unfinished, { id: 'forgotten', expiration: Duration.days(INBOX_DAYS) }],
  })
  Validations.of(inbox).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'Its keys are names of files as people gave them, which may name persons; a log would keep them for 90 days.',
  })
  const lake = new Bucket(scope, 'Lake', {
    ...logged('lake'),
    versioned: true,
    lifecycleRules: [unfinished, { id: 'replaced', noncurrentVersionExpiration: Duration.days(RESTORE_DAYS) }],
  })
  lake.addToResourcePolicy(nobodyDeletes(lake))
  const results = new Bucket(scope, 'Results', {
    ...logged('results'),
    lifecycleRules: [unfinished, { id: 'read', expiration: Duration.days(7) }],
  })
  return { inbox, lake, results, accessLogs }
}

/**
 * No object of the lake is ever deleted, but by the lifecycle written here: who must, takes this statement away first. Whoever may
 * change the bucket's policy or its lifecycle can still have objects deleted: CloudFormation must keep that leave.
 */
const nobodyDeletes = (lake: Bucket): PolicyStatement =>
  new PolicyStatement({
    sid: 'NobodyDeletes',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:DeleteBucket'],
    resources: [lake.bucketArn, lake.arnForObjects('*')],
  })
