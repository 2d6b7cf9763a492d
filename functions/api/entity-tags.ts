import { createHash } from 'node:crypto'
import type { Engine, Scope } from '../../queries/engine.ts'

const REMEMBERED = 1_000

const digest = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex')

/** What makes an answer to GET: the question as the address has it. */
export const questionOf = (url: URL): string => digest(['query', 'operationName', 'variables', 'extensions'].map((name) => JSON.stringify(url.searchParams.get(name))))

/**
 * Tags of answers, made of all that decides them: code, question, today, and the versions of what its statements
 * touched. Which that was is remembered a question, so that it can be asked again by small requests alone.
 */
export function entityTags(engine: Engine, codeVersion: string) {
  const scopesOf = new Map<string, readonly string[]>()
  const tagOf = (question: string, today: string, touched: ReadonlyMap<string, string>): string =>
    // Weak: the same answer may be written as two media types.
    `W/"${digest([codeVersion, question, today, ...[...touched].sort(([a], [b]) => (a < b ? -1 : 1)).flat()]).slice(0, 32)}"`
  return {
    /** The tag of an answer that has just been made. */
    remember(question: string, today: string, touched: ReadonlyMap<string, string>): string {
      scopesOf.delete(question)
      scopesOf.set(question, [...touched.keys()])
      const oldest = scopesOf.size > REMEMBERED ? scopesOf.keys().next().value : undefined
      if (oldest !== undefined) scopesOf.delete(oldest)
      return tagOf(question, today, touched)
    },
    /** The tag that an answer would have now; null for a question never asked. */
    async current(question: string, today: string): Promise<string | null> {
      const scopes = scopesOf.get(question)
      if (!scopes) return null
      const versions = await Promise.all(scopes.map(async (scope) => [scope, await engine.version([JSON.parse(scope) as Scope])] as const))
      return tagOf(question, today, new Map(versions))
    },
  }
}

/** Whether an If-None-Match names a tag. */
export const matches = (header: string, tag: string): boolean => header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag.replace(/^W\//, ''))
