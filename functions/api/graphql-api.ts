import { createYoga } from 'graphql-yoga'
import type { Engine } from '../../queries/engine.ts'
import { schema } from '../../schema/api/schema.ts'
import { answerPlugin, tagPlugin } from './answer-plugin.ts'
import { apiRequests } from './api-request.ts'
import { bodyLimitPlugin } from './body-limit-plugin.ts'
import { exampleTabs } from './example-operations.ts'
import { limitingPlugin } from './limiting-plugin.ts'
import { defaultLimits, type Limits } from './limits.ts'
import type { Log } from './shown-errors.ts'
import type { TokenCheck } from './token-check.ts'
import { tokenPlugin } from './token-plugin.ts'

export interface ApiParts {
  readonly engine: Engine
  /** The day it is in Viet Nam. */
  readonly today: () => string
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: () => number
  /** Part of every ETag: changes whenever the code may answer otherwise. */
  readonly codeVersion: string
  readonly limits?: Partial<Limits>
  readonly graphiql?: boolean
  /** So long a cache may give an answer to GET again that keeps the answers of each token apart. Default: no cache may without asking. */
  readonly cdnSeconds?: number
  readonly log?: Log
  /** Whoever it refuses gets nothing, the schema included; without, everybody who reaches the API is answered. */
  readonly check?: TokenCheck
}

const toStandardError: Log = (line) => void process.stderr.write(`${line}\n`)

/**
 * The API over one lake: `fetch` takes a Request and gives a Response; as a function it serves node:http. `begin` has what every
 * first answer waits for come before that is asked for.
 */
export function graphqlApi({ engine, today, now = Date.now, codeVersion, limits: given, graphiql = false, cdnSeconds = 0, log = toStandardError, check }: ApiParts) {
  const limits = { ...defaultLimits, ...given }
  const contextOf = apiRequests({ engine, today, now, limits })
  const api = createYoga({
    schema,
    context: ({ request }) => contextOf(request),
    plugins: [...(check ? [tokenPlugin(check)] : []), bodyLimitPlugin(limits), tagPlugin({ engine, codeVersion, today, cdnSeconds }), limitingPlugin(limits), answerPlugin(log)],
    // From the package, not from a network: a province's data centre may have none.
    renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    graphiql: graphiql && { title: 'Đề án 06 Analytics', defaultTabs: exampleTabs },
    // Done here, by answerPlugin and bodyLimitPlugin, in the words of this API.
    maskedErrors: false,
    maxRequestBodySize: false,
    batching: false,
    multipart: false,
    cors: false,
    landingPage: false,
    logging: false,
  })
  return Object.assign(api, { begin: async () => void (await Promise.all([contextOf.begin(), check?.begin()])) })
}
