import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { AnalystTables } from './analyst-tables.ts'
import type { Buckets } from './buckets.ts'
import { askAthena, browseAthena, handIn, readTables, writeLake } from './grants.ts'
import type { LandingPlace } from './landing.ts'
import type { Settings } from './settings.ts'

export interface People {
  readonly handing: ManagedPolicy
  readonly analyst: ManagedPolicy
  readonly operator: ManagedPolicy
}

/** Of many provinces each office's role carries its own code as the tag "province". */
export const handingCodes = ({ provinces }: Settings): readonly string[] => (provinces.length === 1 ? provinces : [`\${aws:PrincipalTag/province}`])

/** Policies to hang on the people's and offices' own roles; the stack makes nobody. */
export function addPeople(scope: Construct, settings: Settings, buckets: Buckets, tables: AnalystTables, { queue, failed }: LandingPlace): People {
  return {
    handing: new ManagedPolicy(scope, 'HandingIn', { description: 'Puts exports into the inbox', statements: handIn(buckets, handingCodes(settings)) }),
    analyst: new ManagedPolicy(scope, 'Analyst', {
      description: 'Asks Athena, reads the tables',
      statements: [...readTables(buckets), ...askAthena(buckets, tables), ...browseAthena(tables)],
    }),
    operator: new ManagedPolicy(scope, 'Operator', {
      description: 'Runs da06 on the lake (units, withdraw, reland, verify), restores objects, replays failed messages',
      statements: [...writeLake(buckets), ...operate(buckets, queue.queueArn, failed.queueArn)],
    }),
  }
}

const operate = ({ lake }: Buckets, queueArn: string, failedArn: string): PolicyStatement[] => [
  new PolicyStatement({ sid: 'SeeVersions', actions: ['s3:ListBucketVersions', 's3:GetBucketVersioning'], resources: [lake.bucketArn] }),
  new PolicyStatement({ sid: 'ReadVersions', actions: ['s3:GetObjectVersion'], resources: [lake.arnForObjects('tables/*')] }),
  new PolicyStatement({
    sid: 'Replay',
    actions: ['sqs:StartMessageMoveTask', 'sqs:ListMessageMoveTasks', 'sqs:CancelMessageMoveTask', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [failedArn],
  }),
  new PolicyStatement({ sid: 'ReplayTo', actions: ['sqs:SendMessage'], resources: [queueArn] }),
]
