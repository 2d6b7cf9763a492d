import { randomUUID } from 'node:crypto'
import type { Payload } from './small-s3-body.ts'
import { checkWrite, md5, metadataOf, type Objects } from './small-s3-objects.ts'
import { escaped, type S3Answer, S3Refusal, type S3Request, tag, xml } from './small-s3-request.ts'

interface Upload {
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  /** The sums that parts come with, as was said at the beginning. */
  readonly algorithm: string
  readonly parts: Map<number, Buffer>
  readonly begun: Date
}

const SMALLEST_PART = 5 * 1024 * 1024

/** Uploads in parts of one bucket. */
export function smallUploads(objects: Objects, begunAt: () => Date) {
  const uploads = new Map<string, Upload>()
  const named = ({ query, key }: S3Request): [string, Upload] => {
    const id = query.get('uploadId') ?? ''
    const upload = uploads.get(id)
    if (!upload || upload.key !== key) throw new S3Refusal(404, 'NoSuchUpload')
    return [id, upload]
  }

  function chosen({ parts, algorithm }: Upload, text: string): Buffer[] {
    if ([...text.matchAll(/<Checksum(\w+)>/g)].some(([, name]) => name !== algorithm)) throw new S3Refusal(400, 'InvalidPart')
    const wanted = [...text.matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: /<ETag>(?:&quot;|")?([0-9a-f]+)/.exec(part)?.[1],
    }))
    const found = wanted.map(({ number, etag }) => {
      const bytes = parts.get(number)
      if (!bytes || md5(bytes) !== etag) throw new S3Refusal(400, 'InvalidPart')
      return bytes
    })
    if (found.length === 0 || found.slice(0, -1).some(({ length }) => length < SMALLEST_PART)) throw new S3Refusal(400, 'EntityTooSmall')
    return found
  }

  return {
    begin(request: S3Request): S3Answer {
      const id = randomUUID()
      uploads.set(id, { key: request.key, headers: metadataOf(request), algorithm: request.headers['x-amz-checksum-algorithm'] ?? '', parts: new Map(), begun: begunAt() })
      return xml(200, tag('InitiateMultipartUploadResult', tag('Bucket', request.bucket), tag('Key', escaped(request.key)), tag('UploadId', id)))
    },
    put(request: S3Request, { bytes, checksums }: Payload): S3Answer {
      named(request)[1].parts.set(Number(request.query.get('partNumber')), bytes)
      return { status: 200, headers: { etag: `"${md5(bytes)}"`, ...checksums } }
    },
    complete(request: S3Request): S3Answer {
      const [id, upload] = named(request)
      const parts = chosen(upload, request.body.toString())
      checkWrite(request, objects.get(request.key))
      const etag = `"${md5(Buffer.concat(parts.map((part) => Buffer.from(md5(part), 'hex'))))}-${parts.length}"`
      objects.set(request.key, { bytes: Buffer.concat(parts), etag, headers: upload.headers, modified: new Date() })
      uploads.delete(id)
      return xml(200, tag('CompleteMultipartUploadResult', tag('Key', escaped(request.key)), tag('ETag', escaped(etag))))
    },
    abort(request: S3Request): S3Answer {
      uploads.delete(named(request)[0])
      return { status: 204 }
    },
    list({ query }: S3Request): S3Answer {
      const found = [...uploads].filter(([, { key }]) => key.startsWith(query.get('prefix') ?? ''))
      const told = found.map(([id, { key, begun }]) => tag('Upload', tag('Key', escaped(key)), tag('UploadId', id), tag('Initiated', begun.toISOString())))
      return xml(200, tag('ListMultipartUploadsResult', tag('IsTruncated', 'false'), ...told))
    },
    count: (): number => uploads.size,
    end: (): void => uploads.clear(),
  }
}
