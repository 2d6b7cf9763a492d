import { createHash, createHmac } from 'node:crypto'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface Call {
  readonly service: 'sqs' | 'iam' | 'sts' | 'athena' | 'glue' | 'lambda' | 'dynamodb'
  readonly action: string
  readonly input: Readonly<Record<string, unknown>>
}

export interface CallAnswer {
  readonly status: number
  readonly text: string
}

export const REGION = 'ap-southeast-1'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** JSON services name their version in the target. */
const targets = { sqs: 'AmazonSQS', athena: 'AmazonAthena', glue: 'AWSGlue', lambda: '', dynamodb: 'DynamoDB_20120810' } as const
const versions: Readonly<Record<string, string>> = { iam: '2010-05-08', sts: '2011-06-15' }

function bodyOf({ service, action, input }: Call): { headers: Record<string, string>; body: string } {
  const version = versions[service]
  if (version === undefined)
    return { headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `${targets[service as keyof typeof targets]}.${action}` }, body: JSON.stringify(input) }
  const pairs = Object.entries({ Action: action, Version: version, ...input }).map(([name, value]) => [name, String(value)])
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(pairs).toString() }
}

/** One request to an AWS service, signed (Signature Version 4): enough for what the tests ask beside S3. */
export async function signedCall(endpoint: string, { accessKeyId, secretAccessKey, sessionToken }: Keys, call: Call): Promise<CallAnswer> {
  const { headers: own, body } = bodyOf(call)
  const url = new URL('/', endpoint)
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${at.slice(0, 8)}/${REGION}/${call.service}/aws4_request`
  const headers: Record<string, string> = { ...own, host: url.host, 'x-amz-date': at, ...(sessionToken && { 'x-amz-security-token': sessionToken }) }
  const names = Object.keys(headers).sort()
  const canonical = ['POST', '/', '', ...names.map((name) => `${name}:${headers[name]}`), '', names.join(';'), sha256(body)].join('\n')
  const key = [REGION, call.service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, at.slice(0, 8)))
  const signature = hmac(key, ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  const answer = await fetch(url, { method: 'POST', headers: { ...headers, authorization }, body })
  return { status: answer.status, text: await answer.text() }
}
