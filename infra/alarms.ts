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
  /** What is more than this is told; a watch over something that must come at all has none. */
  readonly above: number | null
  /** Periods in a row; default one. */
  readonly periods?: number
}

/** What the functions themselves tell, by the names they give it (functions/aws). */
export const told = (settings: Settings, service: string, metricName: string, statistic: string = Stats.SUM): Metric =>
  new Metric({ namespace: metricsNamespace(settings), metricName, dimensionsMap: { service }, statistic, period: Duration.minutes(5) })

/** How often a day something was told, whatever its value. */
const timesTold = (settings: Settings, service: string, metricName: string): Metric => told(settings, service, metricName, Stats.SAMPLE_COUNT).with({ period: Duration.days(1) })

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
  {
    id: 'ArrivalsNotCheckedAlarm',
    says: 'For a day nobody has looked whether files came; a day after the first deploy it is quiet',
    metric: timesTold(settings, 'checking', 'ProvincesWithoutArrival'),
    above: null,
  },
  {
    id: 'LakeNotCheckedAlarm',
    says: 'For a day nobody has looked whether the lake is whole; a day after the first deploy it is quiet',
    metric: timesTold(settings, 'checking', 'WrongObjects'),
    above: null,
  },
  { id: 'CheckErrorsAlarm', says: 'A check by the clock failed', metric: checking.metricErrors(), above: 0 },
  { id: 'QueueAgeAlarm', says: 'A file has waited in the queue for over an hour', metric: queue.metricApproximateAgeOfOldestMessage(), above: 3_600 },
  { id: 'ApiErrorsAlarm', says: 'The API answers 5xx', metric: api.metricServerError({ statistic: Stats.SUM }), above: 0 },
  { id: 'InternalErrorsAlarm', says: 'An answer had an error that askers are not told: the GraphQL function’s log', metric: told(settings, 'serving', 'InternalErrors'), above: 0 },
  { id: 'ApiThrottledAlarm', says: 'The GraphQL function is throttled: raise the account’s concurrency', metric: serving.metricThrottles(), above: 0 },
  { id: 'ApiLatencyAlarm', says: '95 of 100 answers take up to more than 5 s', metric: api.metricLatency({ statistic: 'p95' }), above: 5_000, periods: 3 },
]

const mustCome = { threshold: 1, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD, treatMissingData: TreatMissingData.BREACHING }

/** Each alarm says what to do; all go to one topic. The lists of what is watched are tested against what the functions tell. */
export function addAlarms(scope: Construct, settings: Settings, watched: Watched): Topic {
  const topic = new Topic(scope, 'Alarms', { displayName: `Đề án 06 ${settings.stage}`, enforceSSL: true })
  if (settings.alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(settings.alarmEmail))
  topic.addToResourcePolicy(mayTell(topic, 'AlarmsTell', 'cloudwatch.amazonaws.com'))
  for (const { id, says, metric, above, periods = 1 } of watches(settings, watched)) {
    const alarm = new Alarm(scope, id, {
      alarmDescription: `${says} (docs/runbook.md)`,
      metric,
      evaluationPeriods: periods,
      ...(above === null ? mustCome : { threshold: above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD, treatMissingData: TreatMissingData.NOT_BREACHING }),
    })
    alarm.addAlarmAction(new SnsAction(topic))
  }
  addBudget(scope, settings, topic)
  return topic
}

/** A topic with a policy of its own takes nothing from anybody who is not named there. */
const mayTell = (topic: Topic, sid: string, service: string): PolicyStatement =>
  new PolicyStatement({
    sid,
    principals: [new ServicePrincipal(service)],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
  })

/** Cost is told by AWS Budgets: CloudWatch knows it in us-east-1 alone. */
function addBudget(scope: Construct, { stage, budgetUsd }: Settings, topic: Topic): void {
  topic.addToResourcePolicy(mayTell(topic, 'BudgetTells', 'budgets.amazonaws.com'))
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
