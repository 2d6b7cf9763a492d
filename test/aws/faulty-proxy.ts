import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Random } from '../fuzz/random.ts'

/** Stands before a server and lets a share of requests go wrong, each in another way: refused, cut before, or answered to nobody. */
export interface FaultyProxy {
  readonly endpoint: string
  /** How many requests came, and how many went wrong. */
  counts(): { readonly requests: number; readonly faults: number }
  close(): Promise<void>
}

const busy = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>'

export async function faultyProxy(target: string, share: number, random: Random): Promise<FaultyProxy> {
  const { hostname, port } = new URL(target)
  let requests = 0
  let faults = 0
  const server = createServer((request, response) => {
    requests++
    const isFault = random.chance(share)
    if (isFault) faults++
    const kind = isFault ? random.pick(['busy', 'cut', 'lost'] as const) : null
    if (kind === 'busy') return void request.resume().on('end', () => response.writeHead(503, { 'content-type': 'application/xml' }).end(busy))
    if (kind === 'cut') return void request.socket.destroy()
    const passed = ask({ hostname, port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      // Done over there, but whoever asked never learns of it.
      if (kind === 'lost') return void answer.resume().on('end', () => request.socket.destroy())
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => request.socket.destroy())
    request.pipe(passed)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: () => ({ requests, faults }),
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
