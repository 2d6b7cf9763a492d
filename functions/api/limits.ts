import { GraphQLError } from 'graphql'

/** What one request may ask for. Each refusal says what was exceeded and by how much. */
export interface Limits {
  /** Fields inside fields. */
  readonly depth: number
  readonly aliases: number
  /** Words and signs of a document. */
  readonly tokens: number
  /** Fields that the answer may have, reckoned from page sizes, days and catalogue before anything is read. */
  readonly cost: number
  readonly bodyBytes: number
  readonly statements: number
  readonly milliseconds: number
}

export const defaultLimits: Limits = { depth: 15, aliases: 60, tokens: 2_000, cost: 500_000, bodyBytes: 100_000, statements: 100, milliseconds: 30_000 }

export function limitError(what: { vi: string; en: string }, found: number, most: number, status = 400): GraphQLError {
  return new GraphQLError(`${what.vi}: ${found}, tối đa ${most}, vượt ${found - most} / ${what.en}: ${found}, at most ${most}, exceeded by ${found - most}`, {
    extensions: { code: 'LIMIT_EXCEEDED', argument: 'query', limit: most, found, http: { status, ...(status === 400 && { spec: true }) } },
  })
}
