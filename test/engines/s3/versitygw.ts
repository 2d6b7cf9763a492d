import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { root } from '../../house/sources.ts'

const VERSION = 'v1.8.0'
const cache = join(root, 'node_modules', '.cache', `versitygw-${VERSION}`)
const START_MS = 30_000

export const BUCKET = 'lake'
export const credentials = { accessKeyId: 'da06test', secretAccessKey: 'da06secret' }

export interface Server {
  readonly endpoint: string
  /** For a command: where the server is, and the credentials. */
  readonly env: Readonly<Record<string, string>>
  /** What it was asked for so far: `HeadObject /bucket/key`. */
  requests(): Promise<string[]>
  stop(): Promise<void>
}

/** Built by Go once; minutes the first time. */
async function built(): Promise<string> {
  const path = join(cache, 'versitygw')
  if (existsSync(path)) return path
  process.stderr.write(`building versitygw ${VERSION}: minutes, once\n`)
  await mkdir(cache, { recursive: true })
  await promisify(execFile)('go', ['install', `github.com/versity/versitygw/cmd/versitygw@${VERSION}`], { env: { ...process.env, GOBIN: cache }, maxBuffer: 1 << 26 })
  return path
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })

async function answering(endpoint: string, hasEnded: () => boolean): Promise<void> {
  for (const until = Date.now() + START_MS; Date.now() < until; await pause(100)) {
    if (hasEnded()) throw new Error('versitygw ended at its start')
    if (await fetch(endpoint).catch(() => null)) return
  }
  throw new Error(`versitygw did not answer within ${START_MS / 1000} s`)
}

/** A real S3 server over a folder of its own, on this machine alone. */
export async function startVersitygw(): Promise<Server> {
  const path = await built()
  const folder = await mkdtemp(join(tmpdir(), 'da06-versitygw-'))
  await mkdir(join(folder, BUCKET))
  const port = await freePort()
  const log = `${folder}.log`
  const words = ['--access', credentials.accessKeyId, '--secret', credentials.secretAccessKey, '--port', `127.0.0.1:${port}`, '--quiet', '--access-log', log, 'posix', folder]
  const server = spawn(path, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<void>((done) => server.once('exit', () => done()))
  const endpoint = `http://127.0.0.1:${port}`
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM')
    await ended
    for (const path of [folder, log]) await rm(path, { recursive: true, force: true })
  }
  await answering(endpoint, () => server.exitCode !== null).catch(async (error) => {
    await stop()
    throw error
  })
  return {
    endpoint,
    env: { DA06_S3_ENDPOINT: endpoint, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_REGION: 'us-east-1' },
    requests: async () => [...(await readFile(log, 'utf8')).matchAll(/ s3_(\w+) .*? (\/[^\s?]*)\S* \d{3} /g)].map(([, deed, path = '']) => `${deed} ${decodeURIComponent(path)}`),
    stop,
  }
}
