import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { acknowledge } from './acknowledgements.ts'
import { addAlarms } from './alarms.ts'
import { addAnalystTables } from './analyst-tables.ts'
import { addApi } from './api.ts'
import { addBuckets } from './buckets.ts'
import { addCdn } from './cdn.ts'
import { addChecks } from './checks.ts'
import { addDashboard } from './dashboard.ts'
import { addLanding } from './landing.ts'
import { addPeople, handingCodes } from './people.ts'
import { addServing } from './serving.ts'
import { type Settings, settingsOf } from './settings.ts'
import { addSignIn } from './sign-in.ts'

/** All that a stage is: the inbox, the lake, what lands, what answers, who may, and who is told. */
export function analyticsStack(scope: Construct): Stack {
  const settings = settingsOf(scope.node)
  const stack = new Stack(scope, `DeAn06-${settings.stage}`, stackProps(settings))
  Tags.of(stack).add('de-an-06', settings.stage)
  const buckets = addBuckets(stack, settings)
  const place = addLanding(stack, settings, buckets)
  const tables = addAnalystTables(stack, settings, buckets)
  const signIn = addSignIn(stack, settings)
  const serving = addServing(stack, settings, buckets, signIn, tables)
  const api = addApi(stack, settings, signIn, serving)
  const cdn = settings.cdn ? addCdn(stack, settings, api) : null
  const checking = addChecks(stack, settings, buckets)
  const people = addPeople(stack, settings, buckets, tables, place)
  const watched = { ...place, serving, checking, api }
  const topic = addAlarms(stack, settings, watched)
  addDashboard(stack, settings, watched)
  const host = settings.domain ?? cdn?.domainName ?? `${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`
  say(stack, {
    GraphqlUrl: [`https://${host}/graphql`, 'GraphQL; every request carries a token: Authorization: Bearer …'],
    InboxUrl: [`s3://${buckets.inbox.bucketName}/inbox/province=${settings.provinces[0]}/`, 'Exports are put here'],
    LakeUrl: [`s3://${buckets.lake.bucketName}`, 'The lake: da06 … --lake, or DA06_LAKE'],
    Issuer: [signIn.issuer, 'Whose tokens are taken'],
    Audience: [signIn.audience.join(','), 'For whom they must be'],
    ...(signIn.userPool && { UserPoolId: [signIn.userPool.userPoolId, 'The pool of people: users are made and their tokens taken back there'] }),
    ...(signIn.loginUrl && { LoginUrl: [signIn.loginUrl, 'Where people sign in'] }),
    AthenaWorkgroup: [tables.workgroup, `Athena: database ${tables.database}`],
    FailedQueueUrl: [place.failed.queueUrl, 'Messages that could not be landed'],
    LandingQueueUrl: [place.queue.queueUrl, 'Messages waiting to be landed'],
    AlarmTopic: [topic.topicArn, 'Who subscribes is told of alarms'],
    DashboardUrl: [`https://${stack.region}.console.aws.amazon.com/cloudwatch/home?region=${stack.region}#dashboards/dashboard/de-an-06-${settings.stage}`, 'Dashboard'],
    HandingInPolicy: [people.handing.managedPolicyArn, 'For the office that hands exports in'],
    AnalystPolicy: [people.analyst.managedPolicyArn, 'For analysts'],
    OperatorPolicy: [people.operator.managedPolicyArn, 'For operators'],
  })
  acknowledge(stack, settings, { buckets, checking, codes: handingCodes(settings) })
  return stack
}

const stackProps = ({ stage, region, account }: Settings): StackProps => ({
  description: `De an 06 Analytics (${stage}): exports to Parquet to GraphQL`,
  terminationProtection: true,
  // Of neither, the command's own account and region are taken.
  ...((region !== undefined || account !== undefined) && { env: { region, account } }),
})

function say(stack: Stack, outputs: Readonly<Record<string, readonly [string, string]>>): void {
  for (const [name, [value, description]] of Object.entries(outputs)) new CfnOutput(stack, name, { value, description })
}
