import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Duration, TimeZone } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { Buckets } from './buckets.ts'
import { readWholeLake } from './grants.ts'
import { MEMORY_MB } from './memory.ts'
import { addServiceFunction } from './service-function.ts'
import type { Settings } from './settings.ts'

/** Jobs by the clock of Viet Nam: has every province handed something in today; is the lake whole, a province and year a night. */
export function addChecks(scope: Construct, settings: Settings, buckets: Buckets): LambdaFunction {
  const checking = addServiceFunction(scope, 'Checking', {
    settings,
    entry: 'check-handler',
    description: 'Checks by the clock: what has not arrived, what is not whole',
    memoryMb: MEMORY_MB.checking,
    timeout: Duration.minutes(15),
    diskMb: 2048,
    environment: { DA06_LAKE: `s3://${buckets.lake.bucketName}` },
    may: readWholeLake(buckets),
  })
  const timeZone = TimeZone.ASIA_HO_CHI_MINH
  const daily = (id: string, description: string, hour: number, check: string): Schedule =>
    new Schedule(scope, id, {
      description,
      schedule: ScheduleExpression.cron({ hour: String(hour), minute: '0', timeZone }),
      target: new LambdaInvoke(checking, { input: ScheduleTargetInput.fromObject({ check }), retryAttempts: 2, maxEventAge: Duration.hours(1) }),
    })
  daily('ArrivalsCheck', 'Has every province handed something in today', settings.landedByHour, 'arrivals')
  daily('LakeCheck', 'Is the part of the lake whole whose turn it is', 2, 'lake')
  return checking
}
