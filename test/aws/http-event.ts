import type { APIGatewayProxyEventV2 } from 'aws-lambda'

interface Asked {
  readonly path?: string
  readonly query?: string
  readonly post?: string
  readonly headers: Readonly<Record<string, string>>
}

/** A request as HTTP API hands it to the function (payload 2.0). */
export function httpEvent({ path = '/graphql', query, post, headers }: Asked): APIGatewayProxyEventV2 {
  const method = post === undefined ? 'GET' : 'POST'
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query === undefined ? '' : `query=${encodeURIComponent(query)}`,
    headers: { accept: 'application/json', host: 'api.example.vn', ...(post && { 'content-type': 'application/json' }), ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example.vn',
      domainPrefix: 'api',
      requestId: 'request-1',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '25/Nov/2026:12:00:00 +0000',
      timeEpoch: Date.now(),
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
    },
    isBase64Encoded: false,
    ...(post !== undefined && { body: JSON.stringify({ query: post }) }),
  }
}
