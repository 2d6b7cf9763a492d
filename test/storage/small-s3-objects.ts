import { createHash } from 'node:crypto'
import type { Payload } from './small-s3-body.ts'
import { escaped, type S3Answer, S3Refusal, type S3Request, tag, xml } from './small-s3-request.ts'

export interface HeldObject {
  readonly bytes: Buffer
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
  readonly modified: Date
}

export type Objects = Map<string, HeldObject>

export const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex')
export const metadataOf = ({ headers }: S3Request): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-') || name === 'content-type'))

/** If-Match and If-None-Match of a write. Throws S3Refusal where one does not hold. */
export function checkWrite({ headers }: S3Request, found: HeldObject | undefined): void {
  if (headers['if-none-match'] === '*' && found) throw new S3Refusal(412, 'PreconditionFailed')
  const wanted = headers['if-match']
  if (wanted === undefined) return
  if (!found) throw new S3Refusal(404, 'NoSuchKey')
  if (wanted !== '*' && wanted !== found.etag) throw new S3Refusal(412, 'PreconditionFailed')
}

export function putObject(objects: Objects, request: S3Request, { bytes, checksums }: Payload): S3Answer {
  checkWrite(request, objects.get(request.key))
  const etag = `"${md5(bytes)}"`
  objects.set(request.key, { bytes, etag, headers: { ...metadataOf(request), ...checksums }, modified: new Date() })
  return { status: 200, headers: { etag, ...checksums } }
}

/** The condition of a deletion, as that of a write. */
export function deleteObject(objects: Objects, request: S3Request): S3Answer {
  checkWrite(request, objects.get(request.key))
  objects.delete(request.key)
  return { status: 204 }
}

function ranged(bytes: Buffer, range: string | undefined): { status: number; body: Buffer; headers: Record<string, string> } {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (from === '' && to === '') return { status: 200, body: bytes, headers: {} }
  const first = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from)
  const last = from === '' || to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1)
  if (first >= bytes.length || first > last) throw new S3Refusal(416, 'InvalidRange')
  return { status: 206, body: bytes.subarray(first, last + 1), headers: { 'content-range': `bytes ${first}-${last}/${bytes.length}` } }
}

export function getObject(objects: Objects, { key, headers, method }: S3Request): S3Answer {
  const found = objects.get(key)
  if (!found) throw new S3Refusal(404, 'NoSuchKey')
  if (headers['if-match'] !== undefined && headers['if-match'] !== found.etag) throw new S3Refusal(412, 'PreconditionFailed')
  if (headers['if-none-match'] === found.etag) return { status: 304, headers: { etag: found.etag } }
  const { status, body, headers: more } = ranged(found.bytes, headers.range)
  const isChecked = headers['x-amz-checksum-mode'] === 'ENABLED' && status === 200
  const kept = Object.entries(found.headers).filter(([name]) => isChecked || !name.startsWith('x-amz-checksum-'))
  const told = {
    ...Object.fromEntries(kept),
    ...more,
    etag: found.etag,
    'last-modified': found.modified.toUTCString(),
    'accept-ranges': 'bytes',
    'content-length': String(body.length),
  }
  return { status, headers: told, ...(method === 'HEAD' ? {} : { body }) }
}

/** ListObjectsV2, in the order of the keys' bytes, a page at a time. */
export function listObjects(objects: Objects, { query, bucket }: S3Request, pageSize: number): S3Answer {
  const prefix = query.get('prefix') ?? ''
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString()
  const size = Math.min(pageSize, Number(query.get('max-keys') ?? 1000))
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const page = keys.slice(0, size)
  const contents = page.map((key) => {
    const { bytes, etag, modified } = objects.get(key) as HeldObject
    return tag('Contents', tag('Key', escaped(key)), tag('LastModified', modified.toISOString()), tag('ETag', escaped(etag)), tag('Size', String(bytes.length)))
  })
  const isCut = keys.length > page.length && page.length > 0
  const next = isCut ? tag('NextContinuationToken', Buffer.from(page.at(-1) ?? '').toString('base64')) : ''
  const head = [tag('Name', bucket), tag('Prefix', escaped(prefix)), tag('KeyCount', String(page.length)), tag('MaxKeys', String(size)), tag('IsTruncated', String(isCut)), next]
  return xml(200, `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${[...head, ...contents].join('')}</ListBucketResult>`)
}
