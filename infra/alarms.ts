import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import { Alarm, ComparisonOperator, type IMetric, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Duration, Stack } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { LandingPlace } from './landing.ts'
import { metricsNamespace } from './service-function.ts'
import type { Settings } from './settings.ts'

export interface Watched extends LandingPlace {
  readonly serving: LambdaFunction
  readonly checking: LambdaFunction
  readonly api: HttpApi
}

interface Watch {
  readonly id: string
  readonly says: string
  readonly metric: IMetric
  readonly above: number
  /** Periods in a row; default one. */
  readonly periods?: number
}

/** What the functions themselves tell, by the names they give it (functions/aws/measures.ts). */
export const told = (settings: Settings, service: string, metricName: string, statistic: string = Stats.SUM): Metric =>
  new Metric({ namespace: metricsNamespace(settings), metricName, dimensionsMap: { service }, statistic, period: Duration.minutes(5) })

const watches = (settings: Settings, { queue, failed, landing, serving, checking, api }: Watched): readonly Watch[] => [
  {
    id: 'LandingFailedAlarm',
    says: 'Files could not be landed and wait in the dead-letter queue: runbook, replay',
    metric: failed.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
    above: 0,
  },
  { id: 'LandingErrorsAlarm', says: 'The landing function itself failed', metric: landing.metricErrors(), above: 0 },
  { id: 'FileRefusedAlarm', says: 'A file was refused: ask landings state=refused', metric: told(settings, 'landing', 'FilesRefused'), above: 0 },
  {
    id: 'NothingLandedAlarm',
    says: `A province has handed nothing in by ${settings.landedByHour}:00`,
    metric: told(settings, 'checking', 'ProvincesWithoutArrival', Stats.MAXIMUM),
    above: 0,
  },
  { id: 'LakeNotWholeAlarm', says: 'Objects of the lake are wrong: da06 verify', metric: told(settings, 'checking', 'WrongObjects', Stats.MAXIMUM), above: 0 },
  { id: 'CheckErrorsAlarm', says: 'A check by the clock failed', metric: checking.metricErrors(), above: 0 },
  { id: 'QueueAgeAlarm', says: 'A file has waited in the queue for over an hour', metric: queue.metricApproximateAgeOfOldestMessage(), above: 3_600 },
  { id: 'ApiErrorsAlarm', says: 'The API answers 5xx', metric: api.metricServerError({ statistic: Stats.SUM }), above: 0 },
  { id: 'ApiThrottledAlarm', says: 'The GraphQL function is throttled: raise the account’s concurrency', metric: serving.metricThrottles(), above: 0 },
  { id: 'ApiLatencyAlarm', says: '95 of 100 answers take up to more than 5 s', metric: api.metricLatency({ statistic: 'p95' }), above: 5_000, periods: 3 },
]

/** Each alarm says what to do; all go to one topic. The lists of what is watched are tested against what the functions tell. */
export function addAlarms(scope: Construct, settings: Settings, watched: Watched): Topic {
  const topic = new Topic(scope, 'Alarms', { displayName: `Đề án 06 ${settings.stage}`, enforceSSL: true })
  if (settings.alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(settings.alarmEmail))
  for (const { id, says, metric, above, periods = 1 } of watches(settings, watched)) {
    const alarm = new Alarm(scope, id, {
      alarmDescription: `${says} (docs/runbook.md)`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(topic))
  }
  addBudget(scope, settings, topic)
  return topic
}

/** Cost is told by AWS Budgets: CloudWatch knows it in us-east-1 alone. */
function addBudget(scope: Construct, { stage, budgetUsd }: Settings, topic: Topic): void {
  const account = Stack.of(scope).account
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'BudgetTells',
      principals: [new ServicePrincipal('budgets.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  )
  const notice = (notificationType: string, threshold: number): CfnBudget.NotificationWithSubscribersProperty => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
  })
  new CfnBudget(scope, 'Budget', {
    budget: {
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: budgetUsd, unit: 'USD' },
      // The tag must be switched on once as a cost allocation tag (docs/aws.md).
      costFilters: { TagKeyValue: [`user:de-an-06$${stage}`] },
    },
    notificationsWithSubscribers: [notice('ACTUAL', 80), notice('FORECASTED', 100)],
  })
}
