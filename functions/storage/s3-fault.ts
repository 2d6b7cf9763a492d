import { OutOfReachError, StorageError } from '../../schema/lake.ts'

/** An object's bytes came cut short, or others than were put. */
export class BrokenBodyError extends Error {
  override name = 'BrokenBodyError'
}

/** No answer in time. */
export class SlowAnswerError extends Error {
  override name = 'SlowAnswerError'
}

interface Told {
  readonly name?: string
  readonly code?: string
  readonly cause?: unknown
  readonly message?: string
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly clockSkewCorrected?: boolean }
}

const toldBy = (error: unknown): Told => (error instanceof Error ? (error as Told) : {})
const statusOf = (error: unknown): number => toldBy(error).$metadata?.httpStatusCode ?? 0
const networkCodes = /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|ERR_STREAM_PREMATURE_CLOSE|HPE_\w+)$/
const networkCode = (error: unknown): string | undefined => [toldBy(error).code, toldBy(toldBy(error).cause).code].find((code) => networkCodes.test(code ?? ''))

/** The short name of a fault, for logs: S3's own code, or the network's. */
export function faultCode(error: unknown): string {
  const { name = 'Error' } = toldBy(error)
  return networkCode(error) ?? (/^(Error|Unknown|UnknownError|\d+)$/.test(name) && statusOf(error) > 0 ? String(statusOf(error)) : name)
}

/** S3 says 404 of a key, and of a bucket too. */
export const isAbsent = (error: unknown): boolean => statusOf(error) === 404 && toldBy(error).name !== 'NoSuchBucket'
export const isOther = (error: unknown): boolean => statusOf(error) === 412
/** Another write of the object is under way. */
export const isBusy = (error: unknown): boolean => statusOf(error) === 409
/** A condition that did not hold: 412; 409 where another write is under way; 404 where an object to be replaced has gone. */
export const isConflict = (error: unknown): boolean => [409, 412].includes(statusOf(error)) || isAbsent(error)

/** Refusals that another attempt may not meet, bytes damaged on their way among them. */
const passingNames =
  /^(SlowDown|Throttl\w*|TooManyRequests\w*|RequestLimitExceeded|RequestTimeout\w*|InternalError|ServiceUnavailable|IncompleteBody|BadDigest|XAmzContent\w+Mismatch|BrokenBodyError|SlowAnswerError|TimeoutError|AbortError)$/

/** Whether the same request may be answered a little later. What the server answered with 200 and nobody can read was cut on its way. */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error)
  const network = networkCode(error)
  if (network) return network !== 'ENOTFOUND'
  // The server's time differs from this machine's: the SDK has learnt by how much, and signs with the server's from now on.
  if (toldBy(error).$metadata?.clockSkewCorrected) return true
  return passingNames.test(toldBy(error).name ?? '') || (status >= 500 && status !== 501) || status === 429 || status === 408 || (status >= 200 && status < 300)
}

const CREDENTIALS = /^(CredentialsProviderError|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken\w*|TokenRefreshRequired|InvalidToken|TokenProviderError)$/
const REGION = /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException|MovedPermanently|301)$/

const words = (vi: string, en: string): string => `${vi} / ${en}`

/** What people can do about it, without a word of what the server quotes from the request. */
function advice(error: unknown): string | null {
  const [code, status] = [faultCode(error), statusOf(error)]
  if (code === 'NoSuchBucket') return words('không có bucket này; tạo bucket hoặc sửa --lake', 'no such bucket; create it, or mend --lake')
  if (CREDENTIALS.test(code) || /credential/i.test(toldBy(error).message ?? ''))
    return words('khóa truy cập thiếu, sai hoặc hết hạn; đặt AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY, hoặc AWS_PROFILE', 'credentials are missing, wrong or expired; set these')
  if (REGION.test(code) || status === 301 || /region is missing/i.test(toldBy(error).message ?? ''))
    return words('bucket ở vùng khác hoặc chưa rõ vùng; đặt AWS_REGION', 'the bucket is in another region, or none is said; set AWS_REGION')
  if (status === 403) return words('không có quyền, hoặc khóa sai; các quyền cần có: docs/lake.md', 'access denied, or wrong credentials; the permissions needed: docs/lake.md')
  // A HEAD is refused without a word of why.
  if (code === '400') return words('khóa hết hạn, hoặc bucket ở vùng khác (AWS_REGION)', 'credentials are expired, or the bucket is in another region (AWS_REGION)')
  if (networkCode(error) || code === 'SlowAnswerError' || code === 'TimeoutError')
    return words('không tới được máy chủ S3; xem mạng và DA06_S3_ENDPOINT', 'the S3 server can not be reached; see the network and DA06_S3_ENDPOINT')
  if (code === 'BrokenBodyError')
    return words('dữ liệu bị hỏng hoặc bị cắt; chạy da06 verify, khôi phục từ bản sao', 'its bytes are damaged or cut short; run da06 verify, restore it from a copy')
  return isPassing(error) ? words('máy chủ S3 quá tải hoặc hỏng; thử lại sau', 'the S3 server is overloaded or out of order; try again later') : null
}

/** A fault of the S3 server in words that say what to do; anything else as it is. */
export function s3Fault(error: unknown, where: string): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error
  const told = advice(error)
  const code = [faultCode(error), toldBy(error).$metadata?.requestId].filter((part) => part !== undefined && part !== '').join(', ')
  if (told === null && statusOf(error) === 0) return error
  const message = `${where}: ${told ?? words('máy chủ S3 từ chối', 'the S3 server refused')} (${code})`
  return error instanceof BrokenBodyError ? new StorageError(message) : new OutOfReachError(message)
}
