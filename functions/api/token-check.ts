import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Log } from './shown-errors.ts'

/** Whose tokens are taken, and for whom they must be. */
export interface TokenRules {
  /** An OIDC issuer: its keys are found at `/.well-known/openid-configuration`. */
  readonly issuer: string
  /** One of these must be the token's `aud`, or its `client_id` where it has none (as Cognito's access tokens). */
  readonly audience: readonly string[]
  /** All of these must be in the token's `scope`. */
  readonly scopes?: readonly string[]
}

/** Null: the request may pass; else the answer that refuses it. */
export interface TokenCheck {
  (request: Request): Promise<Response | null>
  /** Asks for the issuer's keys before a request needs them; where they do not come, the request tells it. */
  begin(): Promise<void>
}

/** Asymmetric ones alone: with a shared secret, or none, anybody could make a token. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
const ASKED_MS = 5_000
const CLOCKS_DIFFER_S = 30

/** Of what jose throws, what the token can do nothing about: keys that do not come, come late, or are none. */
const ISSUERS_FAULTS = ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID']
/** So long nobody asks an issuer again that did not answer: each request would wait for it. */
const REMEMBERED_MS = 10_000

const refusals = {
  missing: {
    status: 401,
    code: 'UNAUTHENTICATED',
    challenge: 'Bearer',
    vi: 'Cần đăng nhập: gửi kèm Authorization: Bearer <token>',
    en: 'Sign in: send Authorization: Bearer <token>',
  },
  invalid: {
    status: 401,
    code: 'UNAUTHENTICATED',
    challenge: 'Bearer error="invalid_token"',
    vi: 'Token không hợp lệ hoặc đã hết hạn; đăng nhập lại',
    en: 'The token is not valid or has expired; sign in again',
  },
  scope: { status: 403, code: 'FORBIDDEN', challenge: 'Bearer error="insufficient_scope"', vi: 'Token không có quyền cần thiết', en: 'The token lacks a scope that is needed' },
  issuer: { status: 503, code: 'UNAVAILABLE', challenge: null, vi: 'Không hỏi được nơi cấp token; thử lại sau', en: 'The issuer of tokens does not answer; try again later' },
} as const

function refusal(kind: keyof typeof refusals): Response {
  const { status, code, challenge, vi, en } = refusals[kind]
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...(challenge && { 'www-authenticate': challenge }) }
  return new Response(JSON.stringify({ errors: [{ message: `${vi} / ${en}`, extensions: { code, argument: 'Authorization' } }] }), { status, headers })
}

/** Checks each request's token: signature, issuer, audience, times, scopes. The issuer's keys are asked for once, and again when they rotate. */
export function tokenCheck(rules: TokenRules, log: Log, now: () => number = Date.now): TokenCheck {
  const keys = issuerKeys(rules.issuer, now)
  const check = async (request: Request): Promise<Response | null> => {
    const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    if (token === undefined) return refusal('missing')
    try {
      const { payload } = await jwtVerify(token, await keys(), { issuer: rules.issuer, algorithms: ALGORITHMS, clockTolerance: CLOCKS_DIFFER_S, requiredClaims: ['exp'] })
      if (!isMeant(payload, rules.audience)) return refusal('invalid')
      return hasScopes(payload, rules.scopes ?? []) ? null : refusal('scope')
    } catch (error) {
      if (error instanceof errors.JOSEError && !ISSUERS_FAULTS.includes(error.code)) return refusal('invalid')
      log(
        JSON.stringify({
          at: new Date().toISOString(),
          level: 'error',
          message: 'the issuer of tokens does not answer',
          name: (error as Error).name,
          cause: (error as Error).message,
        }),
      )
      return refusal('issuer')
    }
  }
  const begin = async (): Promise<void> => (await keys()).reload().catch(() => undefined)
  return Object.assign(check, { begin: () => begin().catch(() => undefined) })
}

function isMeant({ aud, client_id }: JWTPayload, audience: readonly string[]): boolean {
  const named = aud === undefined ? [client_id] : [aud].flat()
  return named.some((name) => typeof name === 'string' && audience.includes(name))
}

function hasScopes({ scope, scp }: JWTPayload, needed: readonly string[]): boolean {
  const given = [scope ?? scp].flat().flatMap((text) => (typeof text === 'string' ? text.split(' ') : []))
  return needed.every((name) => given.includes(name))
}

type IssuerKeys = ReturnType<typeof createRemoteJWKSet>

/** Found by OpenID Connect Discovery, which also says that the address is the issuer's own. */
function issuerKeys(issuer: string, now: () => number): () => Promise<IssuerKeys> {
  let found: Promise<IssuerKeys> | undefined
  let failedAt: number | undefined
  return () => {
    if (failedAt !== undefined && now() - failedAt >= REMEMBERED_MS) found = undefined
    if (found) return found
    failedAt = undefined
    found = discovered(issuer)
    found.catch(() => {
      failedAt = now()
    })
    return found
  }
}

async function discovered(issuer: string): Promise<IssuerKeys> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(ASKED_MS) })
  if (!answer.ok) throw new Error(`openid-configuration: ${answer.status}`)
  const told = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown }
  if (told.issuer !== issuer || typeof told.jwks_uri !== 'string') throw new Error(`openid-configuration is of ${String(told.issuer)}`)
  return createRemoteJWKSet(new URL(told.jwks_uri), { timeoutDuration: ASKED_MS })
}
