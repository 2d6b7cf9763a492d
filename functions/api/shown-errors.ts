import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import { InputError } from '../../schema/input-error.ts'
import { maskDigits } from '../../schema/receipts.ts'

/** Takes one line of JSON. */
export type Log = (line: string) => void

function originOf(error: unknown): unknown {
  let origin = error
  while (origin instanceof GraphQLError && origin.originalError) origin = origin.originalError
  return origin
}

const hidden = (text: string): string => maskDigits(text.replace(/((?:X-Amz-[\w-]+|\w*(?:token|secret|password|key))\s*[=:]\s*)[^\s&,;]+/gi, '$1[…]'))

function logged(origin: unknown, requestId: string, path: GraphQLError['path']): string {
  const { name, message, stack } = origin instanceof Error ? origin : new Error(String(origin))
  return JSON.stringify({ at: new Date().toISOString(), level: 'error', request_id: requestId, path: path?.join('.'), name, message: hidden(message), stack: hidden(stack ?? '') })
}

/**
 * Three doors: what the asker can mend is told with its code and argument; GraphQL's own errors about a document keep
 * their words; anything else is masked, and logged with the request's id.
 */
export function shownErrors(errors: readonly GraphQLError[], log: Log): GraphQLError[] {
  let requestId: string | undefined
  return errors.map((error) => {
    const origin = originOf(error)
    const { nodes, source, positions, path, extensions } = error
    if (origin instanceof InputError) return new GraphQLError(origin.message, { nodes, source, positions, path, extensions: { code: origin.code, argument: origin.argument } })
    if (origin instanceof GraphQLError && (origin.extensions.code || !path)) {
      const code = origin.extensions.code ?? (origin.message.startsWith('Syntax Error') ? 'GRAPHQL_PARSE_FAILED' : 'BAD_REQUEST')
      return new GraphQLError(origin.message, { nodes, source, positions, path, extensions: { ...withoutOrigin(extensions), ...withoutOrigin(origin.extensions), code } })
    }
    requestId ??= randomUUID()
    log(logged(origin, requestId, path))
    return new GraphQLError(`Lỗi nội bộ, yêu cầu ${requestId} / Internal error, request ${requestId}`, {
      nodes,
      source,
      positions,
      path,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId, ...(path ? {} : { http: { status: 500 } }) },
    })
  })
}

/** yoga keeps the error of a JSON parser there, which may quote the body; that body was no request, so 400 whatever is accepted. */
function withoutOrigin({ originalError, http, ...extensions }: GraphQLError['extensions']): GraphQLError['extensions'] {
  return { ...extensions, ...(http !== undefined && { http: originalError ? { ...(http as object), spec: false } : http }) }
}
