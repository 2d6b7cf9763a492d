import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { StoredObject } from '../../schema/lake.ts'
import { openBucket } from './s3-bucket.ts'
import { conditionsOf } from './s3-conditions.ts'
import { s3Fault } from './s3-fault.ts'
import { type FoundObject, getObject, headObject, listObjects, unfinishedObjects } from './s3-read.ts'
import { addressOf, type S3Settings } from './s3-settings.ts'
import { putObject } from './s3-write.ts'
import { within } from './until-answered.ts'

/** What a lake does with its objects, its faults in words that name the object. */
export interface S3Objects {
  head(key: string): Promise<FoundObject | null>
  get(key: string): Promise<StoredObject | null>
  /** The object's bytes while it has this tag; null where it has another by now, or has gone. */
  getAs(key: string, etag: string): Promise<StoredObject | null>
  put(key: string, bytes: Uint8Array, ifMatch: string | null | undefined): Promise<string>
  list(prefix: string): Promise<string[]>
  leftovers(): Promise<string[]>
}

export function s3Objects(settings: S3Settings): S3Objects {
  const bucket = openBucket(settings)
  const conditions = conditionsOf(bucket, settings.partsFrom)
  const { client, patience, asked, place } = bucket
  const told = async <T>(key: string, deed: () => Promise<T>): Promise<T> => {
    try {
      return await deed()
    } catch (error) {
      throw s3Fault(error, `${addressOf(settings)}/${key}`)
    }
  }

  /** Of a bucket that is not there S3 says what it says of a key: a mistyped one would pass for an empty lake. */
  let there: Promise<unknown> | undefined
  async function head(key: string): Promise<FoundObject | null> {
    const found = await headObject(bucket, key)
    if (found !== null || there) return found
    const input = { Bucket: place('').Bucket, Prefix: place('').Key, MaxKeys: 1 }
    const looked = asked('ListObjectsV2', '', () => within(patience.answerMs, (abortSignal) => client.send(new ListObjectsV2Command(input), { abortSignal })))
    await looked
    there = looked
    return null
  }

  return {
    head: (key) => told(key, () => head(key)),
    get: (key) => told(key, () => getObject(bucket, key)),
    async getAs(key, etag) {
      const found = await told(key, () => getObject(bucket, key, etag))
      return found?.etag === etag ? found : null
    },
    put: (key, bytes, ifMatch) => told(key, () => putObject(bucket, conditions, key, bytes, ifMatch)),
    list: (prefix) => told(prefix, () => listObjects(bucket, prefix)),
    leftovers: () => unfinishedObjects(bucket),
  }
}
