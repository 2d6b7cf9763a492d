import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { type Limits, limitError } from './limits.ts'

const tooLarge = (found: number, most: number): GraphQLError => limitError({ vi: 'Số byte của yêu cầu', en: 'Bytes of the request' }, found, most, 413)

async function textWithin(body: ReadableStream<Uint8Array>, most: number): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength
    if (size > most) throw tooLarge(size, most)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function variablesOf(url: URL): void {
  for (const name of ['variables', 'extensions']) {
    try {
      JSON.parse(url.searchParams.get(name) || 'null')
    } catch {
      throw new GraphQLError(`${name}: không phải JSON / no JSON`, { extensions: { code: 'BAD_REQUEST', argument: name, http: { status: 400 } } })
    }
  }
}

/** Refuses what is too large before it is read, and an address whose variables are no JSON. */
export function bodyLimitPlugin({ bodyBytes }: Limits): Plugin {
  return {
    onRequestParse({ request, url, requestParser, setRequestParser, fetchAPI }) {
      if (request.method === 'GET') return variablesOf(url)
      const declared = request.headers.get('content-length')
      if (declared !== null && Number(declared) > bodyBytes) throw tooLarge(Number(declared), bodyBytes)
      const { body } = request
      // A length that is declared is kept by HTTP itself; only what comes in parts has to be counted.
      if (declared !== null || !body || !requestParser) return
      setRequestParser(async () => {
        const text = await textWithin(body as ReadableStream<Uint8Array>, bodyBytes)
        return requestParser(new fetchAPI.Request(request.url, { method: request.method, headers: request.headers, body: text }))
      })
    },
  }
}
