import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderStorage } from '../../functions/storage/folder.ts'
import { storageContract } from './contract.ts'
import { smallS3Lake } from './small-s3-lake.ts'

storageContract('folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'da06-test-'))
  return { open: () => folderStorage(folder), remove: () => rm(folder, { recursive: true, force: true }) }
})

storageContract('S3', () => smallS3Lake({ pageSize: 10 }))

/** Five million bytes go in parts here: what is put so is put under the same conditions. */
storageContract('S3 in parts', async () => {
  const lake = await smallS3Lake({ pageSize: 10 })
  return { ...lake, open: () => lake.open({ partsFrom: 1 }) }
})
