import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** SQS as the CLI asks it, with the one command that moto lacks. */
export interface MoveTask {
  readonly endpoint: string
  close(): Promise<void>
}

/** StartMessageMoveTask does what AWS says of it: each message of the dead-letter queue goes back. All else goes on to moto. */
export async function moveTask(moto: string, move: () => Promise<unknown>): Promise<MoveTask> {
  const { hostname, port } = new URL(moto)
  const server = createServer((request, response) => {
    if (request.headers['x-amz-target'] === 'AmazonSQS.StartMessageMoveTask')
      return void move().then(() => response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{"TaskHandle":"task-1"}'))
    const passed = ask({ hostname, port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => request.socket.destroy())
    request.pipe(passed)
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
