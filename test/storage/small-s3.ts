import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { payloadOf } from './small-s3-body.ts'
import { type Fault, saidInstead, send } from './small-s3-faults.ts'
import { deleteObject, getObject, listObjects, type Objects, putObject } from './small-s3-objects.ts'
import { refusal, requestOf, type S3Answer, S3Refusal, type S3Request } from './small-s3-request.ts'
import { type Credentials, checkSignature } from './small-s3-signature.ts'
import { smallUploads } from './small-s3-uploads.ts'

/** A request that was made, for counting. */
export interface Seen {
  readonly operation: string
  readonly key: string
  readonly isConditional: boolean
}

export interface SmallS3 {
  readonly endpoint: string
  readonly objects: Objects
  /** Every request in the order of arrival, until it is emptied. */
  readonly seen: Seen[]
  /** What goes wrong with a request; null: nothing. */
  fault: (seen: Seen) => Fault | null
  /** Every answer comes so much later, as over a line. */
  delayMs: number
  /** How far its clock is ahead of this machine's. */
  aheadMs: number
  /** Uploads in parts that are neither put together nor aborted. */
  uploads(): number
  /** As a bucket's lifecycle does. */
  endUploads(): void
  close(): Promise<void>
}

export const BUCKET = 'lake'
export const credentials: Credentials = { accessKeyId: 'TESTKEY', secretAccessKey: 'test/secret+key' }

interface Options {
  /** Keys on a page of a list. */
  readonly pageSize?: number
  /** A server that passes over the conditions of writes, as some do. */
  readonly carefree?: boolean
  /** Moment that uploads in parts are said to have begun. */
  readonly begunAt?: () => Date
}

function operationOf({ method, query, key }: S3Request): string {
  if (key === '') return method === 'GET' ? (query.has('uploads') ? 'ListMultipartUploads' : 'ListObjectsV2') : 'HeadBucket'
  if (method === 'POST') return query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload'
  if (method === 'DELETE') return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject'
  return method === 'PUT' ? (query.has('uploadId') ? 'UploadPart' : 'PutObject') : method === 'HEAD' ? 'HeadObject' : 'GetObject'
}

/** S3 in memory, as far as a lake needs it: signatures, checksums, conditional writes, parts, pages; and faults at will. */
export async function startSmallS3({ pageSize = 1000, carefree = false, begunAt = () => new Date() }: Options = {}): Promise<SmallS3> {
  const objects: Objects = new Map()
  const uploads = smallUploads(objects, begunAt)
  const doing: Readonly<Record<string, (request: S3Request) => S3Answer>> = {
    HeadBucket: () => ({ status: 200 }),
    ListObjectsV2: (request) => listObjects(objects, request, pageSize),
    ListMultipartUploads: uploads.list,
    HeadObject: (request) => getObject(objects, request),
    GetObject: (request) => getObject(objects, request),
    PutObject: (request) => putObject(objects, request, payloadOf(request)),
    DeleteObject: (request) => deleteObject(objects, request),
    CreateMultipartUpload: uploads.begin,
    UploadPart: (request) => uploads.put(request, payloadOf(request)),
    CompleteMultipartUpload: uploads.complete,
    AbortMultipartUpload: uploads.abort,
  }

  function done(request: S3Request): S3Answer {
    try {
      checkSignature(request, credentials, Date.now() + small.aheadMs)
      if (request.bucket !== BUCKET) throw new S3Refusal(404, 'NoSuchBucket')
      const { 'if-match': _, 'if-none-match': __, ...unconditional } = request.headers
      const act = doing[operationOf(request)]
      if (!act) throw new S3Refusal(501, 'NotImplemented')
      return act(carefree && request.method !== 'GET' ? { ...request, headers: unconditional } : request)
    } catch (error) {
      if (!(error instanceof S3Refusal)) throw error
      return request.method === 'HEAD' ? { status: error.status } : refusal(error.status, error.code)
    }
  }

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await requestOf(message)
    const { headers, key } = request
    const isConditional = request.method !== 'GET' && request.method !== 'HEAD' && (headers['if-match'] !== undefined || headers['if-none-match'] !== undefined)
    const seen = { operation: operationOf(request), key, isConditional }
    small.seen.push(seen)
    if (small.delayMs > 0) await pause(small.delayMs)
    const fault = small.fault(seen)
    response.setHeader('date', new Date(Date.now() + small.aheadMs).toUTCString())
    const instead = saidInstead(fault)
    if (instead === 'reset') response.socket?.resetAndDestroy()
    else if (instead !== 'hang') await send(response, instead ?? done(request), fault)
  }

  const server = createServer((message, response) => {
    // A client that has given up is no fault of the server.
    answer(message, response).catch(() => response.destroy())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const small: SmallS3 = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    seen: [],
    fault: () => null,
    delayMs: 0,
    aheadMs: 0,
    uploads: uploads.count,
    endUploads: uploads.end,
    close() {
      server.closeAllConnections()
      return new Promise((closed) => server.close(() => closed()))
    },
  }
  return small
}
