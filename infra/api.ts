import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { type CfnStage, CorsHttpMethod, DomainName, HttpApi, HttpMethod, HttpNoneAuthorizer, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { Settings } from './settings.ts'
import type { SignIn } from './sign-in.ts'

/** HTTP API ends a request after 30 s; the function answers before that. */
export const ANSWER_SECONDS = 29

/** Requests a second, and at once, over all askers: enough for a province's offices, too few to be a bill. */
const THROTTLE = { throttlingRateLimit: 50, throttlingBurstLimit: 100 }

/** Every route asks for a token, those added later too: the authoriser is the API's default. */
export function addApi(scope: Construct, settings: Settings, signIn: SignIn, serving: LambdaFunction): HttpApi {
  const authorizer = new HttpJwtAuthorizer('Tokens', signIn.issuer, { jwtAudience: [...signIn.audience] })
  const domain = settings.cdn ? undefined : ownDomain(scope, settings)
  const api = new HttpApi(scope, 'Api', {
    description: `Đề án 06 Analytics, ${settings.stage}`,
    defaultAuthorizer: authorizer,
    defaultAuthorizationScopes: [...settings.scopes],
    createDefaultStage: true,
    ...(settings.corsOrigins.length > 0 && { corsPreflight: cors(settings) }),
    ...(domain && { defaultDomainMapping: { domainName: domain }, disableExecuteApiEndpoint: true }),
  })
  const integration = new HttpLambdaIntegration('Serving', serving, { timeout: Duration.seconds(ANSWER_SECONDS) })
  api.addRoutes({ path: '/graphql', methods: [HttpMethod.GET, HttpMethod.POST], integration })
  if (settings.publicHealth) addOpenHealth(api, integration)
  else api.addRoutes({ path: '/health', methods: [HttpMethod.GET], integration })
  logAccess(scope, settings, api)
  if (domain) new CfnOutput(scope, 'DomainTarget', { value: domain.regionalDomainName, description: `${settings.domain}: CNAME` })
  return api
}

/** Chosen, not by accident: it tells whether the API is well, and nothing of the lake. */
function addOpenHealth(api: HttpApi, integration: HttpLambdaIntegration): void {
  const routes = api.addRoutes({ path: '/health', methods: [HttpMethod.GET], integration, authorizer: new HttpNoneAuthorizer(), authorizationScopes: [] })
  for (const route of routes) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: 'Asked for by publicHealth: a monitor outside has no token.' })
}

function ownDomain(scope: Construct, { domain, certificateArn }: Settings): DomainName | undefined {
  if (domain === undefined || certificateArn === undefined) return undefined
  return new DomainName(scope, 'Domain', { domainName: domain, certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn) })
}

const cors = ({ corsOrigins }: Settings) => ({
  allowOrigins: [...corsOrigins],
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
  allowHeaders: ['authorization', 'content-type', 'if-none-match', 'accept', 'x-da06-statements'],
  exposeHeaders: ['etag', 'x-request-id'],
  maxAge: Duration.hours(1),
})

/** Who asked when and how it ended; never what was asked. */
function logAccess(scope: Construct, { logDays }: Settings, api: HttpApi): void {
  const logGroup = new LogGroup(scope, 'ApiAccessLog', { retention: logDays as RetentionDays, removalPolicy: RemovalPolicy.DESTROY })
  const stage = api.defaultStage?.node.defaultChild as CfnStage
  const { destinationArn } = new LogGroupLogDestination(logGroup).bind(api.defaultStage as never)
  const fields = {
    request_id: '$context.requestId',
    at: '$context.requestTime',
    route: '$context.routeKey',
    status: '$context.status',
    bytes: '$context.responseLength',
    latency_ms: '$context.responseLatency',
    refused: '$context.authorizer.error',
  }
  stage.accessLogSettings = { destinationArn, format: AccessLogFormat.custom(JSON.stringify(fields)).toString() }
  stage.defaultRouteSettings = { ...THROTTLE, detailedMetricsEnabled: true }
}
