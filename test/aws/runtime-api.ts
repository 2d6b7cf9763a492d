import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beyondNode } from './beyond-node.ts'

/** A bundle as Lambda runs it: AWS's own runtime client on Node 24, asked by a runtime API of the tests' own. */
export interface RunningFunction {
  /** The function's answer; an error where it failed, as Lambda would tell it. */
  invoke<T>(event: unknown): Promise<T>
  /** Milliseconds from the start of the process to its first ask for work. */
  readonly readyMs: Promise<number>
  /** Lines it wrote, as they would be in its log. */
  readonly lines: string[]
  /** Megabytes that its process holds. */
  residentMb(): number
  /** The most it ever held. */
  peakMb(): number
  /** Milliseconds of processor it has taken, however busy the machine is with other things. */
  processorMs(): number
  stop(): Promise<void>
}

interface Launch {
  readonly bundle: string
  readonly handler: string
  readonly environment: Readonly<Record<string, string>>
  readonly memoryMb?: number
  /** How Node is run; default: Node 24 of this machine. */
  readonly command?: readonly string[]
  /** How long an invocation may take; as Lambda, the process is ended then. */
  readonly timeoutMs?: number
}

interface Work {
  readonly id: string
  readonly event: unknown
  done(answer: unknown): void
  fail(error: Error): void
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

export async function runFunction({ bundle, handler, environment, memoryMb = 1769, command = [beyondNode.node24], timeoutMs = 120_000 }: Launch): Promise<RunningFunction> {
  const waiting: Work[] = []
  const underway = new Map<string, Work>()
  const lines: string[] = []
  let asking: ServerResponse | null = null
  let dead: Error | null = null
  let ready: (ms: number) => void = () => undefined
  let broken: (error: Error) => void = () => undefined
  const readyMs = new Promise<number>((done, fail) => {
    ready = done
    broken = fail
  })
  readyMs.catch(() => undefined)
  const started = performance.now()

  function hand(): void {
    const work = asking && waiting.shift()
    if (!asking || !work) return
    underway.set(work.id, work)
    asking
      .writeHead(200, {
        // The client does without any header but this one: it reads it even where it is missing.
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': work.id,
        'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
        'lambda-runtime-invoked-function-arn': `arn:aws:lambda:ap-southeast-1:123456789012:function:${handler}`,
        'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      })
      .end(JSON.stringify(work.event))
    asking = null
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, id = '', what] = /\/invocation\/([\w-]+)\/(response|error)$/.exec(request.url ?? '') ?? []
    if (request.url?.endsWith('/invocation/next')) {
      ready(performance.now() - started)
      asking = response
      return hand()
    }
    const body = await textOf(request)
    response.writeHead(202).end()
    if (request.url?.endsWith('/init/error')) return broken(new Error(body))
    const work = underway.get(id)
    underway.delete(id)
    if (what === 'response') work?.done(body === '' ? null : JSON.parse(body))
    else work?.fail(new Error(body))
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const [program = '', ...words] = command
  const child: ChildProcess = spawn(program, [...words, beyondNode.runtimeClient, handler], {
    cwd: bundle,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      TZ: ':UTC',
      LAMBDA_TASK_ROOT: bundle,
      _HANDLER: handler,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_LAMBDA_FUNCTION_NAME: handler,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: 'log',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_REGION: 'ap-southeast-1',
      ...environment,
    },
  })
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const all = (rest + text).split('\n')
      rest = all.pop() ?? ''
      lines.push(...all)
    })
  }
  const ended = new Promise<void>((done) =>
    child.once('exit', (code, signal) => {
      const error = new Error(`the process ended: ${code ?? signal}\n${lines.slice(-20).join('\n')}`)
      dead = error
      broken(error)
      for (const work of [...underway.values(), ...waiting]) work.fail(error)
      done()
    }),
  )
  const status = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  return {
    readyMs,
    lines,
    invoke: <T>(event: unknown) =>
      new Promise<T>((done, fail) => {
        if (dead) return fail(dead)
        waiting.push({ id: randomUUID(), event, done: done as (answer: unknown) => void, fail })
        hand()
      }),
    residentMb: () => status('VmRSS'),
    peakMb: () => status('VmHWM'),
    processorMs() {
      // After the name, which may have spaces: user and system time, in ticks of 10 ms.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
      return (Number(fields[11]) + Number(fields[12])) * 10
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
