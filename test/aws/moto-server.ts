import { spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { beyondNode } from './beyond-node.ts'

/** AWS as far as moto imitates it: S3 and its events, SQS, IAM that is enforced. It listens on this machine alone. */
export interface Moto {
  readonly endpoint: string
  /** From now on nobody does anything without leave. */
  enforce(): Promise<void>
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

export async function startMoto(): Promise<Moto> {
  const port = await freePort()
  const child = spawn(beyondNode.motoServer, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore', env: { ...process.env, INITIAL_NO_AUTH_ACTION_COUNT: '1000000' } })
  const endpoint = `http://127.0.0.1:${port}`
  const answers = async (): Promise<boolean> => (await fetch(`${endpoint}/moto-api/data.json`).catch(() => null))?.ok ?? false
  const started = Date.now()
  while (!(await answers())) {
    if (Date.now() - started > 60_000 || child.exitCode !== null) throw new Error('moto did not start')
    await new Promise((go) => setTimeout(go, 200))
  }
  return {
    endpoint,
    async enforce() {
      const answer = await fetch(`${endpoint}/moto-api/reset-auth`, { method: 'POST', body: '0' })
      if (!answer.ok) throw new Error(`reset-auth: ${answer.status}`)
    },
    async stop() {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await ended
    },
  }
}
