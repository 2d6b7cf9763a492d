import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { S3Refusal, type S3Request } from './small-s3-request.ts'

/** A body as the client meant it, and the checksums that it was checked by. */
export interface Payload {
  readonly bytes: Buffer
  readonly checksums: Readonly<Record<string, string>>
}

const checksums: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'x-amz-checksum-crc32': (bytes) => {
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(bytes))
    return sum.toString('base64')
  },
  'x-amz-checksum-sha256': (bytes) => createHash('sha256').update(bytes).digest('base64'),
}

/** aws-chunked: pieces with their sizes before them, then trailers as headers. */
function unchunked(body: Buffer): { bytes: Buffer; trailers: Record<string, string> } {
  const pieces: Buffer[] = []
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.subarray(at, end).toString(), 16)
    if (end < 0 || !Number.isInteger(size) || end + 2 + size > body.length) throw new S3Refusal(400, 'IncompleteBody')
    pieces.push(body.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + (size > 0 ? 2 : 0)
    if (size > 0) continue
    const lines = body
      .subarray(at)
      .toString()
      .split('\r\n')
      .filter((line) => line.includes(':'))
    return { bytes: Buffer.concat(pieces), trailers: Object.fromEntries(lines.map((line) => line.split(/:(.*)/).slice(0, 2))) }
  }
}

/** Takes a body apart and checks it by every sum that came with it. Throws S3Refusal where one is wrong. */
export function payloadOf({ headers, body }: S3Request): Payload {
  const said = headers['x-amz-content-sha256'] ?? ''
  const isChunked = said === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
  const { bytes, trailers } = isChunked ? unchunked(body) : { bytes: body, trailers: {} }
  if (/^[0-9a-f]{64}$/.test(said)) {
    if (createHash('sha256').update(body).digest('hex') !== said) throw new S3Refusal(400, 'XAmzContentSHA256Mismatch')
  } else if (!isChunked && said !== 'UNSIGNED-PAYLOAD') throw new S3Refusal(501, 'NotImplemented')
  if (isChunked && Number(headers['x-amz-decoded-content-length']) !== bytes.length) throw new S3Refusal(400, 'IncompleteBody')
  const given = Object.entries({ ...headers, ...trailers }).filter(([name]) => name.startsWith('x-amz-checksum-') && !/-(mode|type|algorithm)$/.test(name))
  for (const [name, value] of given) {
    const sum = checksums[name]
    if (!sum) throw new S3Refusal(501, 'NotImplemented')
    if (sum(bytes) !== value) throw new S3Refusal(400, 'BadDigest')
  }
  return { bytes, checksums: Object.fromEntries(given) }
}
