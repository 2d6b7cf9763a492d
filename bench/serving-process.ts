import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { AskedQuestion } from './asked-questions.ts'

export interface Serving {
  /** Asks over one connection kept alive; gives the answer's bytes once the last of them is here. */
  ask(question: AskedQuestion): Promise<Buffer>
  /** Resident megabytes: now, and the most there ever were. */
  memory(): Promise<{ now: number; peak: number }>
  stop(): Promise<void>
}

/** Resident megabytes of a process as the kernel counts them. */
export async function memoryOf(pid: number | 'self'): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const megabytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1024
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
}

async function addressOf(server: ChildProcess): Promise<string> {
  for await (const chunk of server.stdout as NodeJS.ReadableStream) {
    const address = /http:\S+/.exec(String(chunk))?.[0]
    if (address) return address
  }
  throw new Error('da06 serve ended before it said its address')
}

function send(agent: Agent, url: string, { name, query, get }: AskedQuestion): Promise<Buffer> {
  const address = get ? `${url}?query=${encodeURIComponent(query)}` : url
  const headers = get ? {} : { 'content-type': 'application/json' }
  return new Promise((done, fail) => {
    const asked = request(address, { method: get ? 'GET' : 'POST', agent, headers: { accept: 'application/json', ...headers } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part)).on('error', fail)
      response.on('end', () => {
        const bytes = Buffer.concat(parts)
        if (response.statusCode === 200 && !bytes.includes('"errors"')) done(bytes)
        else fail(new Error(`HTTP ${response.statusCode}: ${bytes.toString('utf8').slice(0, 500)}`))
      })
    })
    // A server ends a connection that was idle for some seconds; who finds it ended asks again.
    asked.on('error', (error) => (asked.reusedSocket ? send(agent, url, { name, query, get }).then(done, fail) : fail(error)))
    asked.end(get ? undefined : JSON.stringify({ query }))
  })
}

/** `da06 serve` over a lake, as people run it, in a process of its own. */
export async function serving(lake: string, env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  const program = fileURLToPath(new URL('./command/da06.js', import.meta.url))
  const server = spawn(process.execPath, [program, 'serve', '--lake', lake, '--port', '0'], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] })
  const kill = (): void => void server.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((done) => server.once('exit', () => done()))
  const url = await addressOf(server)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    ask: (question) => send(agent, url, question),
    memory: () => memoryOf(server.pid as number),
    async stop() {
      agent.destroy()
      server.kill('SIGTERM')
      await ended
      process.off('exit', kill)
    },
  }
}
