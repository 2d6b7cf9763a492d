import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Duration } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { AnalystTables } from './analyst-tables.ts'
import { ANSWER_SECONDS } from './api.ts'
import type { Buckets } from './buckets.ts'
import { askAthena, readTables } from './grants.ts'
import { MEMORY_MB } from './memory.ts'
import { addServiceFunction } from './service-function.ts'
import type { Settings } from './settings.ts'
import type { SignIn } from './sign-in.ts'

/** The GraphQL function: reads tables; asks Athena only where that engine is chosen; writes nothing of the lake. */
export function addServing(scope: Construct, settings: Settings, buckets: Buckets, signIn: SignIn, tables: AnalystTables): LambdaFunction {
  const distributed = settings.engine !== 'duckdb'
  return addServiceFunction(scope, 'Serving', {
    settings,
    entry: 'api-handler',
    description: 'Answers GraphQL',
    memoryMb: MEMORY_MB.serving,
    timeout: Duration.seconds(ANSWER_SECONDS),
    diskMb: 1024,
    environment: {
      DA06_LAKE: `s3://${buckets.lake.bucketName}`,
      DA06_ENGINE: settings.engine,
      DA06_ISSUER: signIn.issuer,
      DA06_AUDIENCE: signIn.audience.join(','),
      DA06_SCOPES: settings.scopes.join(' '),
      DA06_PUBLIC_HEALTH: String(settings.publicHealth),
      ...(settings.cdn && { DA06_CDN_SECONDS: String(settings.cdnSeconds) }),
      ...(distributed && { DA06_ATHENA_WORKGROUP: tables.workgroup, DA06_ATHENA_DATABASE: tables.database }),
    },
    may: [...readTables(buckets), ...(distributed ? askAthena(buckets, tables) : [])],
  })
}
