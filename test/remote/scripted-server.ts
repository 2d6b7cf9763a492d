import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** `lost`: the connection is cut instead of an answer. */
export type Reply = 'lost' | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }

export interface ScriptedServer {
  readonly url: string
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

/** A service that answers as it is told, faults included. */
export async function scriptedServer(reply: (asked: Asked, server: { url: string; nth: number }) => Reply | Promise<Reply>): Promise<ScriptedServer> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
    asked.push(one)
    const told = await reply(one, { url, nth: asked.length - 1 })
    if (told === 'lost') request.socket.destroy()
    else response.writeHead(told.status ?? 200, { 'content-type': 'application/json', ...told.headers }).end(JSON.stringify(told.body ?? {}))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    asked,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

/** Waits until something has come about that nobody announces. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 500) throw new Error('it never came about')
    await new Promise((go) => setTimeout(go, 10))
  }
}
