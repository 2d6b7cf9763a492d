import type { IncomingMessage } from 'node:http'

/** A request as plain data. */
export interface S3Request {
  readonly method: string
  /** As it was sent, still encoded: signatures are of this. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly bucket: string
  readonly key: string
}

export interface S3Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | string
}

/** What S3 refuses with: a code of its own. */
export class S3Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code)
  }
}

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
export const tag = (name: string, ...inside: readonly string[]): string => `<${name}>${inside.join('')}</${name}>`
export const xml = (status: number, text: string): S3Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${text}`,
})
export const refusal = (status: number, code: string): S3Answer => xml(status, tag('Error', tag('Code', code), tag('Message', escaped(code)), tag('RequestId', 'SMALL')))

export async function requestOf(message: IncomingMessage): Promise<S3Request> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part)
  const [path = '/', query = ''] = (message.url ?? '/').split('?')
  const [bucket = '', ...names] = path.slice(1).split('/').map(decodeURIComponent)
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]))
  return { method: message.method ?? 'GET', path, query: new URLSearchParams(query.replaceAll('+', '%2B')), headers, body: Buffer.concat(parts), bucket, key: names.join('/') }
}
