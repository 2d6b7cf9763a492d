import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** An OIDC issuer of the tests' own: discovery, keys, and tokens signed with them. */
export interface SmallIssuer {
  readonly issuer: string
  /** How often its keys were asked for. */
  asked(): number
  token(claims?: JWTPayload, options?: { readonly expires?: string; readonly kid?: string }): Promise<string>
  rotate(): Promise<void>
  close(): Promise<void>
}

export async function smallIssuer(): Promise<SmallIssuer> {
  let number = 0
  let pair = await generateKeyPair('RS256')
  let asked = 0
  const server = createServer((request, response) => {
    const answer = async (): Promise<unknown> => {
      if (request.url?.endsWith('/openid-configuration')) return { issuer, jwks_uri: `${issuer}/keys` }
      asked++
      return { keys: [{ ...(await exportJWK(pair.publicKey)), kid: String(number), alg: 'RS256', use: 'sig' }] }
    }
    void answer().then((body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    asked: () => asked,
    token: (claims = {}, { expires = '5m', kid = String(number) } = {}) =>
      new SignJWT({ aud: 'da06', ...claims })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuer(String(claims.iss ?? issuer))
        .setIssuedAt()
        .setExpirationTime(expires)
        .sign(pair.privateKey),
    async rotate() {
      number++
      pair = await generateKeyPair('RS256')
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
