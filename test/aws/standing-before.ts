import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that stands before another. */
export interface StandingBefore {
  readonly endpoint: string
  close(): Promise<void>
}

/** Passes a request on to the server behind, and its answer back, or to whoever takes it instead. */
export type Pass = (answered?: (answer: IncomingMessage) => void) => void

/** What comes is taken by `take`, which answers it or has it passed on. */
export async function standingBefore(behind: string, take: (request: IncomingMessage, response: ServerResponse, pass: Pass) => void): Promise<StandingBefore> {
  const { hostname, port } = new URL(behind)
  const server = createServer((request, response) => {
    const back = (answer: IncomingMessage): void => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    }
    take(request, response, (answered = back) => {
      const passed = ask({ hostname, port, method: request.method, path: request.url, headers: request.headers }, answered)
      passed.on('error', () => request.socket.destroy())
      request.pipe(passed)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
