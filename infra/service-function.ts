import { Policy, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { type Duration, RemovalPolicy, Size } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import { type EntryPoint, functionCode } from './function-code.ts'
import type { Settings } from './settings.ts'

export interface ServiceFunctionProps {
  readonly settings: Settings
  readonly entry: EntryPoint
  readonly description: string
  readonly memoryMb: number
  readonly timeout: Duration
  readonly diskMb: number
  readonly environment: Readonly<Record<string, string>>
  readonly may: readonly PolicyStatement[]
}

/** A function with a role of its own that may do what is listed and write its own log, nothing else. */
export function addServiceFunction(scope: Construct, id: string, props: ServiceFunctionProps): LambdaFunction {
  const { settings, entry, may } = props
  const logGroup = new LogGroup(scope, `${id}Log`, { retention: settings.logDays as RetentionDays, removalPolicy: RemovalPolicy.DESTROY })
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: props.description })
  logGroup.grantWrite(role)
  const policy = new Policy(scope, `${id}Policy`, { roles: [role], statements: [...may] })
  const made = new LambdaFunction(scope, id, {
    description: props.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: `${entry}.handler`,
    code: functionCode(entry),
    role,
    logGroup,
    tracing: Tracing.ACTIVE,
    memorySize: props.memoryMb,
    timeout: props.timeout,
    ephemeralStorageSize: Size.mebibytes(props.diskMb),
    environment: {
      DA06_STAGE: settings.stage,
      DA06_PROVINCES: settings.provinces.join(','),
      POWERTOOLS_SERVICE_NAME: id.toLowerCase(),
      POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(settings),
      ...props.environment,
    },
  })
  made.node.addDependency(policy)
  return made
}

export const metricsNamespace = ({ stage }: Settings): string => `DeAn06/${stage}`
