import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

const compressed = promisify(gzip)
/** Below this, compressing takes longer than it saves. */
const WORTH_BYTES = 2_000
/** Lambda answers with 6 MB at most, the envelope included. */
const MOST_BYTES = 5_900_000

/** An HTTP API's event (payload 2.0) as a Request. */
export function requestOf({ requestContext, rawPath, rawQueryString, headers, body, isBase64Encoded }: APIGatewayProxyEventV2): Request {
  const { method } = requestContext.http
  const url = `https://${requestContext.domainName}${rawPath}${rawQueryString ? `?${rawQueryString}` : ''}`
  const given = body === undefined || method === 'GET' || method === 'HEAD' ? undefined : isBase64Encoded ? Buffer.from(body, 'base64') : body
  return new Request(url, { method, headers: Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]])), body: given })
}

/** A Response as HTTP API takes it; long ones compressed for whoever takes that. */
export async function resultOf(response: Response, request: Request): Promise<APIGatewayProxyStructuredResultV2> {
  const bytes = Buffer.from(await response.arrayBuffer())
  // HTTP API counts what it sends itself; of a compressed body this one would not be true.
  response.headers.delete('content-length')
  const headers: Record<string, string> = { ...Object.fromEntries(response.headers), 'x-content-type-options': 'nosniff', 'strict-transport-security': 'max-age=31536000' }
  const statusCode = response.status
  if (bytes.length < WORTH_BYTES || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? ''))
    return bytes.length > MOST_BYTES ? tooLong(bytes.length) : { statusCode, headers, body: bytes.toString('utf8') }
  const body = (await compressed(bytes)).toString('base64')
  if (body.length > MOST_BYTES) return tooLong(body.length)
  return { statusCode, headers: { ...headers, 'content-encoding': 'gzip', vary: [headers.vary, 'accept-encoding'].filter(Boolean).join(', ') }, body, isBase64Encoded: true }
}

function tooLong(found: number): APIGatewayProxyStructuredResultV2 {
  const message = `Số byte của câu trả lời: ${found}, tối đa ${MOST_BYTES}, vượt ${found - MOST_BYTES}; hãy hỏi ít hơn, hoặc gửi Accept-Encoding: gzip / Bytes of the answer: ${found}, at most ${MOST_BYTES}, exceeded by ${found - MOST_BYTES}; ask for less, or send Accept-Encoding: gzip`
  return {
    statusCode: 413,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ errors: [{ message, extensions: { code: 'LIMIT_EXCEEDED', argument: 'query', limit: MOST_BYTES, found } }] }),
  }
}
