import { startSmallS3 } from '../test/storage/small-s3.ts'
import type { S3Said } from './s3-server.ts'

// The tests' S3 server in a process of its own, so that its work is not the asker's.
const s3 = await startSmallS3()
const say = (said: S3Said): void => void process.send?.(said)
process.on('message', ({ delayMs }: { delayMs?: number }) => {
  if (delayMs !== undefined) s3.delayMs = delayMs
  say({ operations: s3.seen.splice(0).map(({ operation }) => operation) })
})
say({ endpoint: s3.endpoint })
