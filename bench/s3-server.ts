import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { credentials } from '../test/storage/small-s3.ts'

/** What the server's process tells: where it is at first, then the operations since it was last asked. */
export interface S3Said {
  readonly endpoint?: string
  readonly operations?: readonly string[]
}

export interface S3Server {
  readonly endpoint: string
  /** For a command: where the server is, and the credentials. */
  readonly env: Readonly<Record<string, string>>
  /** Operations since it was last asked; from now on every answer comes so much later. */
  taken(delayMs?: number): Promise<readonly string[]>
  stop(): Promise<void>
}

export async function s3Server(): Promise<S3Server> {
  const child = fork(fileURLToPath(new URL('./s3-process.js', import.meta.url)), { execArgv: [] })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const said = async (): Promise<S3Said> => ((await once(child, 'message')) as [S3Said])[0]
  const { endpoint = '' } = await said()
  return {
    endpoint,
    env: { DA06_S3_ENDPOINT: endpoint, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
    async taken(delayMs) {
      const answer = said()
      child.send({ delayMs })
      return (await answer).operations ?? []
    },
    async stop() {
      const ended = once(child, 'exit')
      kill()
      await ended
      process.off('exit', kill)
    },
  }
}
