import { PutObjectCommand } from '@aws-sdk/client-s3'
import { StorageError } from '../../schema/lake.ts'
import type { Bucket } from './s3-bucket.ts'
import { isConflict } from './s3-fault.ts'
import { putParts } from './s3-parts.ts'
import type { Put } from './s3-write.ts'
import { within } from './until-answered.ts'

/** Whether a server keeps the conditions of a write: one that passes over them would let two writers overwrite each other. */
export interface Conditions {
  /** Tried once before the first conditional write. Throws StorageError where conditions are passed over. */
  held(): Promise<void>
  /** Whether an object is put in parts: where it is large, and its condition is kept then too. */
  inParts(put: Put): Promise<boolean>
}

/** No list shows it, and where conditions are kept it is never written. */
const KEY = '.conditional-writes'
/** A tag that no object has. */
const IfMatch = '"00000000000000000000000000000000"'
const PARTS_FROM = 64 * 1024 * 1024

async function isRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write
    return false
  } catch (error) {
    if (isConflict(error)) return true
    throw error
  }
}

export function conditionsOf(bucket: Bucket, partsFrom = PARTS_FROM): Conditions {
  const bytes = Buffer.from('da06')
  const put = { key: KEY, bytes, metadata: {}, condition: { IfMatch } }
  let whole: Promise<boolean> | undefined
  let parts: Promise<boolean> | undefined
  const attempt = () => within(bucket.patience.answerMs, (abortSignal) => bucket.client.send(new PutObjectCommand({ ...bucket.place(KEY), IfMatch, Body: bytes }), { abortSignal }))
  return {
    async held() {
      whole ??= isRefused(bucket.asked('PutObject', KEY, attempt))
      whole.catch(() => {
        whole = undefined
      })
      if (!(await whole))
        throw new StorageError(
          `máy chủ S3 này bỏ qua điều kiện khi ghi (If-Match), hai lệnh cùng nạp sẽ mất số liệu; hãy dùng máy chủ khác / this S3 server passes over conditions of writes (If-Match): two landings at once would lose facts; use another`,
        )
    },
    async inParts({ bytes: large, condition }) {
      if (large.byteLength < partsFrom) return false
      if (Object.keys(condition).length === 0) return true
      parts ??= isRefused(putParts(bucket, put))
      parts.catch(() => {
        parts = undefined
      })
      return parts
    },
  }
}
