/** How long an S3 server is waited for, and how often it is asked again. */
export interface Patience {
  /** Attempts of a request, the first included. */
  readonly tries: number
  /** The first pause is at most this long, each next one twice as long, none longer than `longestPauseMs`. */
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  /** An attempt may take so long, and longer by what it carries at `bytesPerMs`, the slowest line that is worth waiting for. */
  readonly answerMs: number
  readonly bytesPerMs: number
}

/** A request asked again: for logs and counts. No words of the server, which may quote what was sent. */
export interface Retry {
  readonly operation: string
  readonly key: string
  readonly code: string
}

/** Which S3 and where in it. Credentials come by the SDK's own chain. */
export interface S3Settings {
  readonly bucket: string
  /** Folder within the bucket, without slashes at its ends; default: the whole bucket. */
  readonly prefix?: string
  /** Anything that speaks S3, as `http://127.0.0.1:9000`; default: AWS. */
  readonly endpoint?: string
  readonly region?: string
  /** The bucket in the path and not in the host's name; default: where an endpoint is given. */
  readonly pathStyle?: boolean
  /** Bytes of copies kept for the next question; default 512 MiB. */
  readonly cacheBytes?: number
  /** Where they are kept; default: below the folder for temporary files. */
  readonly cacheFolder?: string
  /** Objects from this size on are put in parts; default 64 MiB. */
  readonly partsFrom?: number
  readonly patience?: Partial<Patience>
  readonly onRetry?: (retry: Retry) => void
}

export const defaultPatience: Patience = { tries: 8, firstPauseMs: 100, longestPauseMs: 5000, answerMs: 15_000, bytesPerMs: 50 }

export const addressOf = ({ bucket, prefix = '' }: S3Settings): string => `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`

/** `s3://bucket/prefix` in parts; null where it is none. */
export function parseS3Address(address: string): { readonly bucket: string; readonly prefix: string } | null {
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][\w.-]{1,61}[a-z0-9])(\/.*)?$/i.exec(address) ?? []
  const names = path.split('/').filter((name) => name !== '')
  return bucket === undefined || names.some((name) => /^\.+$/.test(name)) ? null : { bucket, prefix: names.join('/') }
}
