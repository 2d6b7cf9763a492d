import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ApiParts, graphqlApi } from './graphql-api.ts'

const ADDRESS = '127.0.0.1'
const GRACE_MS = 5_000

export interface GraphqlServer {
  /** Where GraphQL and GraphiQL are. */
  readonly url: string
  /** Lets requests under way finish, some seconds at most. */
  close(): Promise<void>
}

const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "frame-ancestors 'none'",
}

/** A page elsewhere may give its own name this address (DNS rebinding): only names of this machine pass. */
const named = (host: string | undefined, port: number): boolean => host === `${ADDRESS}:${port}` || host === `localhost:${port}`

function refused(response: ServerResponse, port: number): void {
  const message = `Host: cần / expected ${ADDRESS}:${port}`
  response
    .writeHead(421, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST', argument: 'Host' } }] }))
}

/** Ends a server once the requests under way have been answered; connections kept alive do not hold it. */
function graceful(server: Server): { close(): Promise<void> } {
  let underway = 0
  let closing = false
  server.on('request', (_, response) => {
    underway++
    response.once('close', () => {
      underway--
      if (closing && underway === 0) server.closeAllConnections()
    })
  })
  return {
    close: () =>
      new Promise((done) => {
        closing = true
        const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
        server.close(() => {
          clearTimeout(cut)
          done()
        })
        if (underway === 0) server.closeAllConnections()
      }),
  }
}

/** Serves the API and GraphiQL on this machine alone; port 0 takes a free one. */
export async function serveGraphql({ port = 0, ...parts }: ApiParts & { readonly port?: number }): Promise<GraphqlServer> {
  const api = graphqlApi({ graphiql: true, ...parts })
  let bound = port
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (!named(request.headers.host, bound)) refused(response, bound)
    else void api(request, response)
  })
  const { close } = graceful(server)
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, ADDRESS, done))
  bound = (server.address() as AddressInfo).port
  return { url: `http://${ADDRESS}:${bound}/graphql`, close }
}
