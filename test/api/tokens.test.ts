import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GraphqlServer, serveGraphql } from '../../functions/api/graphql-server.ts'
import { tokenCheck } from '../../functions/api/token-check.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Engine } from '../../queries/engine.ts'
import { type LandingLake, landingLake } from '../landing/landing-lake.ts'
import { type SmallIssuer, smallIssuer } from './small-issuer.ts'

describe('an API that takes tokens of an issuer alone', () => {
  let lake: LandingLake
  let issuer: SmallIssuer
  let server: GraphqlServer
  let engine: Engine
  const logged: string[] = []
  beforeAll(async () => {
    lake = await landingLake('2023')
    issuer = await smallIssuer()
    engine = duckdbEngine(lake.storage, { hold: true })
    const check = tokenCheck({ issuer: issuer.issuer, audience: ['da06', 'frontend'], scopes: ['da06/read'] }, (line) => logged.push(line))
    server = await serveGraphql({ engine, codeVersion: 'test', today: () => '2023-10-18', check })
  })
  afterAll(async () => {
    await server.close()
    engine.close()
    await issuer.close()
    lake.remove()
  })

  const scope = { scope: 'openid da06/read' }
  const ask = (token: string | null, init: RequestInit = {}) =>
    fetch(`${server.url}?query=${encodeURIComponent('{ unit(code: "82", on: "2023-10-18") { name } }')}`, {
      ...init,
      headers: { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    })

  it('answers who has one', async () => {
    const answer = await ask(await issuer.token(scope))
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ data: { unit: { name: 'Tiền Giang' } } })
  })

  it("takes Cognito's access tokens, which name the client and no audience", async () => {
    expect((await ask(await issuer.token({ ...scope, aud: undefined, client_id: 'frontend' }))).status).toBe(200)
    expect((await ask(await issuer.token({ ...scope, aud: undefined, client_id: 'another' }))).status).toBe(401)
  })

  it('says what to do where there is none, and nothing else, in both languages', async () => {
    const answer = await ask(null)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { errors, data } = (await answer.json()) as { errors: { message: string; extensions: unknown }[]; data?: unknown }
    expect(data).toBeUndefined()
    expect(errors).toEqual([{ message: expect.stringMatching(/Cần đăng nhập.*Sign in/), extensions: { code: 'UNAUTHENTICATED', argument: 'Authorization' } }])
  })

  const secret = new TextEncoder().encode('a shared secret that is thirty-two bytes')
  const refused: Record<string, () => Promise<string>> = {
    'of another audience': () => issuer.token({ ...scope, aud: 'another' }),
    'of another issuer': () => issuer.token({ ...scope, iss: 'https://sso.example.vn' }),
    'that has expired': () => issuer.token(scope, { expires: '-2m' }),
    'signed with a key it does not have': () => issuer.token(scope, { kid: 'unknown' }),
    'that nobody signed': async () => new UnsecuredJWT({ ...scope, aud: 'da06' }).setIssuer(issuer.issuer).setExpirationTime('5m').encode(),
    'signed with a secret': () => new SignJWT({ ...scope, aud: 'da06' }).setProtectedHeader({ alg: 'HS256' }).setIssuer(issuer.issuer).setExpirationTime('5m').sign(secret),
    'that was changed': async () => {
      const [head, , signature] = (await issuer.token(scope)).split('.')
      return [head, Buffer.from(JSON.stringify({ ...scope, aud: 'da06', iss: issuer.issuer, exp: 9e9 })).toString('base64url'), signature].join('.')
    },
    'that is none': async () => 'a.b.c',
  }
  it.each(Object.entries(refused))('refuses one %s', async (_, token) => {
    const answer = await ask(await token())
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
    expect(await answer.text()).not.toContain('Tiền Giang')
  })

  it('403 where the scope is missing', async () => {
    const answer = await ask(await issuer.token({ scope: 'openid' }))
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([403, 'Bearer error="insufficient_scope"'])
  })

  it('keeps POST and 304 behind it too; the page of GraphiQL, on which a token can be entered, has nothing of the lake', async () => {
    expect(await (await fetch(server.url, { headers: { accept: 'text/html' } })).text()).not.toContain('Tiền Giang')
    expect((await fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ dataVersion }"}' })).status).toBe(401)
    const etag = (await ask(await issuer.token(scope))).headers.get('etag') ?? ''
    expect(etag).not.toBe('')
    expect((await fetch(`${server.url}?query=${encodeURIComponent('{ unit(code: "82", on: "2023-10-18") { name } }')}`, { headers: { 'if-none-match': etag } })).status).toBe(401)
  })

  it('asks for the keys once', () => {
    expect(issuer.asked()).toBeLessThanOrEqual(2)
  })

  it('no log has a token', () => {
    expect(logged.join()).not.toMatch(/eyJ/)
  })
})

describe('keys asked for before the first request comes', () => {
  it('are there for it', async () => {
    const issuer = await smallIssuer()
    const check = tokenCheck({ issuer: issuer.issuer, audience: ['da06'] }, () => undefined)
    await check.begin()
    expect(issuer.asked()).toBe(1)
    const request = new Request('http://localhost/graphql', { headers: { authorization: `Bearer ${await issuer.token()}` } })
    await issuer.close()
    expect(await check(request)).toBeNull()
  })

  it('that do not come are told to the request, and to nobody before', async () => {
    const issuer = await smallIssuer()
    await issuer.close()
    const logged: string[] = []
    const check = tokenCheck({ issuer: issuer.issuer, audience: ['da06'] }, (line) => logged.push(line))
    await check.begin()
    expect(logged).toEqual([])
    expect((await check(new Request('http://localhost/graphql', { headers: { authorization: 'Bearer a.b.c' } })))?.status).toBe(503)
    expect(logged).toHaveLength(1)
  })
})

describe('an issuer that does not answer', () => {
  it('503, told to the log without the token', async () => {
    const issuer = await smallIssuer()
    const token = await issuer.token()
    await issuer.close()
    const logged: string[] = []
    const check = tokenCheck({ issuer: issuer.issuer, audience: ['da06'] }, (line) => logged.push(line))
    const request = new Request('http://localhost/graphql', { headers: { authorization: `Bearer ${token}` } })
    expect((await check(request))?.status).toBe(503)
    expect((await check(request))?.status).toBe(503)
    expect(logged).toHaveLength(2)
    expect(logged.join()).not.toContain(token)
  })

  const failing = async (answer: (path: string, issuer: string) => object | null) => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      const body = answer(request.url ?? '', issuer)
      response.writeHead(body === null ? 500 : 200).end(JSON.stringify(body))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { privateKey } = await generateKeyPair('RS256')
    const token = await new SignJWT({ aud: 'da06' }).setProtectedHeader({ alg: 'RS256', kid: '0' }).setIssuer(issuer).setExpirationTime('5m').sign(privateKey)
    const request = new Request('http://localhost/graphql', { headers: { authorization: `Bearer ${token}` } })
    return { asked, issuer, request, close: () => new Promise((done) => server.close(done)) }
  }

  it('is asked again after ten seconds, not with each request', async () => {
    const { asked, issuer, request, close } = await failing(() => null)
    let now = 0
    const check = tokenCheck(
      { issuer, audience: ['da06'] },
      () => undefined,
      () => now,
    )
    for (const [at, times] of [
      [0, 1],
      [9_999, 1],
      [10_000, 2],
      [10_001, 2],
    ] as const) {
      now = at
      expect((await check(request))?.status).toBe(503)
      expect(asked).toHaveLength(times)
    }
    await close()
  })

  it('keys that are none are its fault, not the token’s, and are told to the log', async () => {
    const { issuer, request, close } = await failing((path, own) => (path.includes('openid') ? { issuer: own, jwks_uri: `${own}/keys` } : { keys: 'none' }))
    const logged: string[] = []
    const check = tokenCheck({ issuer, audience: ['da06'] }, (line) => logged.push(line))
    expect((await check(request))?.status).toBe(503)
    expect(logged.join()).toContain('JWKSInvalid')
    await close()
  })
})
