import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { s3Storage } from '../../functions/storage/s3.ts'
import type { Retry, S3Settings } from '../../functions/storage/s3-settings.ts'
import type { Storage } from '../../schema/lake.ts'
import { BUCKET, credentials, type SmallS3, startSmallS3 } from './small-s3.ts'

/** Faults pass quickly here, and nobody waits long. */
export const hasty = { tries: 12, firstPauseMs: 2, longestPauseMs: 20, answerMs: 700 }

export interface SmallS3Lake {
  readonly s3: SmallS3
  readonly cacheFolder: string
  readonly retries: Retry[]
  /** A storage of its own on the same lake, as another process has it. */
  open(more?: Partial<S3Settings>): Storage
  remove(): Promise<void>
}

/** A lake in a small S3 server of the tests' own. */
export async function smallS3Lake(options?: Parameters<typeof startSmallS3>[0]): Promise<SmallS3Lake> {
  const s3 = await startSmallS3(options)
  // Credentials come by the SDK's own chain, and its first link is the environment.
  process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey
  const cacheFolder = await mkdtemp(join(tmpdir(), 'da06-test-cache-'))
  const retries: Retry[] = []
  return {
    s3,
    cacheFolder,
    retries,
    open: (more = {}) =>
      s3Storage({
        bucket: BUCKET,
        prefix: 'kho/đề án',
        endpoint: s3.endpoint,
        region: 'us-east-1',
        cacheFolder,
        patience: hasty,
        onRetry: (retry) => retries.push(retry),
        ...more,
      }),
    async remove() {
      await s3.close()
      await rm(cacheFolder, { recursive: true, force: true })
    },
  }
}
