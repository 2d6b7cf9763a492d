import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { s3Storage } from '../../../functions/storage/s3.ts'
import { storageContract } from '../../storage/contract.ts'
import { needed } from '../needed.ts'
import { BUCKET, startVersitygw } from './versitygw.ts'

const server = await needed('versitygw, a real S3 server', startVersitygw)
afterAll(() => server?.stop())
if (server) Object.assign(process.env, server.env)

describe.skipIf(!server)('a real S3 server', () => {
  const opened = (prefix: string, partsFrom?: number) => async () => {
    const cacheFolder = await mkdtemp(join(tmpdir(), 'da06-test-cache-'))
    return {
      open: () => s3Storage({ bucket: BUCKET, prefix, endpoint: server?.endpoint, cacheFolder, partsFrom }),
      remove: () => rm(cacheFolder, { recursive: true, force: true }),
    }
  }
  storageContract('versitygw', opened('kho/đề án'))
  storageContract('versitygw in parts', opened('parts', 1))
})
