import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { S3Refusal, type S3Request } from './small-s3-request.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const MOST_SKEW_MS = 15 * 60_000
const hash = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

function canonical({ method, path, query, headers }: S3Request, signed: readonly string[]): string {
  const parameters = [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort()
  const lines = signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
  return [method, path, parameters.join('&'), lines.join(''), signed.join(';'), headers['x-amz-content-sha256']].join('\n')
}

const momentOf = (stamp: string): number => Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))

/** Signature Version 4 in the Authorization header. Throws S3Refusal where it is missing, old or not of these credentials. */
export function checkSignature(request: S3Request, { accessKeyId, secretAccessKey }: Credentials, now: number): void {
  const stamp = request.headers['x-amz-date'] ?? ''
  const [, credential, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '') ?? []
  if (!credential || !signedHeaders || !signature) throw new S3Refusal(403, 'AccessDenied')
  const [key, ...scope] = credential.split('/')
  if (key !== accessKeyId) throw new S3Refusal(403, 'InvalidAccessKeyId')
  if (!(Math.abs(momentOf(stamp) - now) < MOST_SKEW_MS)) throw new S3Refusal(403, 'RequestTimeTooSkewed')
  const signed = signedHeaders.split(';')
  const all = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'))
  if (!all.every((name) => signed.includes(name))) throw new S3Refusal(403, 'AccessDenied')
  const signing = scope.reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${secretAccessKey}`) as Buffer
  const wanted = hmac(signing, ['AWS4-HMAC-SHA256', stamp, scope.join('/'), hash(canonical(request, signed))].join('\n'))
  if (!timingSafeEqual(wanted, Buffer.from(signature, 'hex'))) throw new S3Refusal(403, 'SignatureDoesNotMatch')
}
