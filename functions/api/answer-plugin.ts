import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Engine, Reading } from '../../queries/engine.ts'
import type { ApiRequest } from './api-request.ts'
import { entityTags, matches, questionOf } from './entity-tags.ts'
import { type Log, shownErrors } from './shown-errors.ts'

/** Asks for the number of statements in `extensions.statements`, and for what an engine elsewhere read in `extensions.reading`. */
export const STATEMENTS_HEADER = 'x-da06-statements'

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

/** What was read of the lake for an answer; nothing where the embedded engine did it. */
const readingOf = (readings: readonly Reading[]): object =>
  readings.length === 0 ? {} : { reading: { queries: readings.length, bytes: sumOf(readings.map(({ bytes }) => bytes)), usd: sumOf(readings.map(({ usd }) => usd ?? 0)) } }

/** Errors as askers may see them, and the number of statements where it is asked for. */
export function answerPlugin(log: Log): Plugin {
  return {
    onExecutionResult({ request, result, context, setResult }) {
      const { watched } = context as unknown as ApiRequest
      if (!result || !watched || !('data' in result) || !request.headers.get(STATEMENTS_HEADER)) return
      setResult({ ...result, extensions: { ...result.extensions, statements: watched.statements, ...readingOf(watched.readings) } })
    },
    onResultProcess({ result, setResult }) {
      const { errors } = result as ExecutionResult
      if (errors && errors.length > 0) setResult({ ...(result as ExecutionResult), errors: shownErrors(errors, log) })
    },
  }
}

interface TagParts {
  readonly engine: Engine
  readonly codeVersion: string
  readonly today: () => string
  readonly cdnSeconds: number
}

/**
 * By its tag an answer is asked for again; where a cache in front may keep it, it is still of one token alone, and never given
 * when it is too old because nobody answers behind.
 */
const keeping = (cdnSeconds: number): Record<string, string> =>
  cdnSeconds === 0
    ? { 'cache-control': 'private, no-cache', vary: `accept, ${STATEMENTS_HEADER}` }
    : { 'cache-control': `max-age=0, s-maxage=${cdnSeconds}, must-revalidate`, vary: `accept, authorization, ${STATEMENTS_HEADER}` }

/** ETag on answers to GET, and 304 without running anything where it still holds. */
export function tagPlugin({ engine, codeVersion, today, cdnSeconds }: TagParts): Plugin {
  const tags = entityTags(engine, codeVersion)
  const tagged = new WeakMap<Request, string>()
  const kept = keeping(cdnSeconds)
  const tagHeaders = (tag: string): Record<string, string> => ({ etag: tag, ...kept })
  const mayTag = (request: Request): boolean => request.method === 'GET' && !request.headers.get(STATEMENTS_HEADER)
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      const known = mayTag(request) && request.headers.get('if-none-match')
      const tag = known && (await tags.current(questionOf(url), today()))
      if (known && tag && matches(known, tag)) endResponse(new fetchAPI.Response(null, { status: 304, headers: tagHeaders(tag) }))
    },
    async onExecutionResult({ request, result, context }) {
      if (!mayTag(request) || !result || !('data' in result) || 'errors' in result) return
      const { watched, asking, timed } = context as unknown as ApiRequest
      // Told by the clock of this moment: a due moment may pass without anything landing.
      if (timed()) return
      tagged.set(request, tags.remember(questionOf(new URL(request.url, 'http://localhost')), asking.today, await watched.touched()))
    },
    onResponse({ request, response }) {
      const tag = tagged.get(request)
      if (tag) for (const [name, value] of Object.entries(tagHeaders(tag))) response.headers.set(name, value)
    },
  }
}
