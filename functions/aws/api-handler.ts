import { setTimeout as pause } from 'node:timers/promises'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { localDay } from '../../schema/days.ts'
import { graphqlApi } from '../api/graphql-api.ts'
import { tokenCheck } from '../api/token-check.ts'
import { codeVersion } from '../cli/code-version.ts'
import { checkFormat } from '../land/lake-format.ts'
import { s3Storage } from '../storage/s3.ts'
import { chosenEngine } from './chosen-engine.ts'
import { functionSettings } from './function-settings.ts'
import { requestOf, resultOf } from './http-event.ts'
import { telling } from './telling.ts'

/** HTTP API ends a request after 30 s and tells nobody why; this answers before. */
const ANSWER_MS = 25_000
/** So long the function waits for what it has begun; a request that comes then waits for the rest. */
const BEGUN_MS = 2_000

const settings = functionSettings()
const tell = telling()
const lake = s3Storage({ ...settings.lake, onRetry: ({ operation, code }) => tell.log({ message: 'asked S3 again', operation, code }) })
const engine = chosenEngine(lake, settings)

/** What askers are not told is counted, so that an alarm tells it. */
function log(line: string): void {
  const entry = JSON.parse(line) as Record<string, unknown>
  if (entry.level === 'error') tell.count('InternalErrors', 1)
  tell.log(entry)
}

const check = tokenCheck({ issuer: settings.need('DA06_ISSUER'), audience: settings.list('DA06_AUDIENCE'), scopes: settings.list('DA06_SCOPES') }, log)
const api = graphqlApi({ engine, codeVersion, today: () => localDay(Date.now()), limits: { milliseconds: ANSWER_MS }, cdnSeconds: settings.cdnSeconds, log, check })
// While Lambda starts a function it waits for it: what every first answer needs comes now, one beside the other.
await Promise.race([api.begin(), pause(BEGUN_MS, undefined, { ref: false })])
const publicHealth = settings.flag('DA06_PUBLIC_HEALTH')

async function answered(request: Request): Promise<Response> {
  if (new URL(request.url).pathname !== '/health') return tell.traced('graphql', async () => api.fetch(request))
  return (publicHealth ? null : await check(request)) ?? health()
}

/** Well is who can read the lake's format number, and knows that format. */
async function health(): Promise<Response> {
  const format = await checkFormat(lake).catch((error: Error) => {
    tell.log({ level: 'error', message: 'not well', name: error.name, cause: error.message })
    return undefined
  })
  return Response.json(
    { status: format === undefined ? 'failed' : 'ok', lake: format === null ? 'empty' : 'there', version: codeVersion },
    { status: format === undefined ? 503 : 200 },
  )
}

/** Answers HTTP API's requests; the token is checked here too, whatever stands in front. */
export const handler = (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2> =>
  tell.invocation(context, async () => {
    const request = requestOf(event)
    const response = await answered(request)
    tell.count('Answers', 1)
    if (response.status === 304) tell.count('NotModified', 1)
    if (response.status === 401 || response.status === 403) tell.count('TokensRefused', 1)
    response.headers.set('x-request-id', event.requestContext.requestId)
    return resultOf(response, request)
  })
