import { S3Client } from '@aws-sdk/client-s3'
import { gate } from './gate.ts'
import { faultCode, isPassing } from './s3-fault.ts'
import { defaultPatience, type Patience, type S3Settings } from './s3-settings.ts'
import { untilAnswered } from './until-answered.ts'

/** Requests on their way at a time. */
const LANES = 16
const CONNECT_MS = 5000

/** The bucket of a lake, as what reads and writes its objects uses it. */
export interface Bucket {
  readonly client: S3Client
  readonly patience: Patience
  place(key: string): { readonly Bucket: string; readonly Key: string }
  /** The lake's key of an object; null for what is none of the lake's. */
  keyOf(object: string | undefined): string | null
  /** Does a request, again while it may yet succeed. What S3 refuses comes as it said it. */
  asked<T>(operation: string, key: string, attempt: () => Promise<T>, passing?: (error: unknown) => boolean): Promise<T>
}

function clientOf({ endpoint, region, pathStyle }: S3Settings): S3Client {
  const agent = { keepAlive: true, maxSockets: LANES }
  return new S3Client({
    // Other servers than AWS mostly know one region and call it this.
    ...((region ?? endpoint) ? { region: region ?? 'us-east-1' } : {}),
    ...(endpoint ? { endpoint } : {}),
    forcePathStyle: pathStyle ?? endpoint !== undefined,
    // Asking again is done here, where an answer lost after the write went through is recognised.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECT_MS, httpAgent: agent, httpsAgent: agent },
  })
}

export function openBucket(settings: S3Settings): Bucket {
  const { bucket, prefix = '', onRetry } = settings
  const patience = { ...defaultPatience, ...settings.patience }
  const folder = prefix === '' ? '' : `${prefix}/`
  const inTurn = gate(LANES)
  return {
    client: clientOf(settings),
    patience,
    place: (key) => ({ Bucket: bucket, Key: `${folder}${key}` }),
    keyOf: (object) => (object?.startsWith(folder) ? object.slice(folder.length) : null),
    asked: (operation, key, attempt, passing = isPassing) =>
      untilAnswered(
        { ...patience, passing },
        () => inTurn(attempt),
        (error) => onRetry?.({ operation, key, code: faultCode(error) }),
      ),
  }
}
