import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../build.ts'
import { rewrite, root, textOf, updating } from '../docs/documents.ts'
import { templateOf } from '../infra/synthesized.ts'
import { beyondNode } from './beyond-node.ts'
import { moveTask } from './move-task.ts'
import { poller } from './poller.ts'
import type { RunningFunction } from './runtime-api.ts'
import { REGION } from './signed-call.ts'
import { type Stage, stageOf } from './stage.ts'
import type { StandingBefore } from './standing-before.ts'

const PATH = 'docs/runbook.md'
const STEP = /^```sh tried(?: (office|admin))?\n([\s\S]*?)^```\n\n<!-- said: (\d+) -->\n([\s\S]*?)<!-- end -->/gm
const owners = { operator: 'operator', office: 'handingin', admin: null } as const
const steps = [...textOf(PATH).matchAll(STEP)].map(([, whose = 'operator', script = '', number = '', said = '']) => ({
  owner: owners[whose as keyof typeof owners],
  script,
  number: Number(number),
  said,
}))
const run = promisify(execFile)
const masked = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(/\b[0-9a-f]{64}\b/g, '<SHA256>')
    .replace(/\b202[6-9]-\d\d-\d\dT[\d:.]+(\+07:00|Z)/g, '<MOMENT>')
    .replace(/^[ \t]+$/gm, '')
    .trimEnd()

/** The steps of the runbook as they are written, one after the other, each with the keys of whom it is for. */
describe('the runbook', () => {
  let stage: Stage
  let landing: RunningFunction
  let sqs: StandingBefore
  const folder = mkdtempSync(join(tmpdir(), 'da06-runbook-'))
  const environment: Record<string, string> = {}
  beforeAll(async () => {
    stage = await stageOf(templateOf('province'))
    landing = await stage.start('landing-handler')
    sqs = await moveTask(stage.moto.endpoint, () => poller(stage, landing).replay())
    await prepare()
  })
  afterAll(async () => {
    await landing.stop()
    await sqs.close()
    await stage.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  /** The command, AWS's own, two files, and the variables that the deploy prints. */
  async function prepare(): Promise<void> {
    const command = await bundle(join(folder, 'dist'))
    cpSync(join(root, 'node_modules/@duckdb'), join(folder, 'node_modules/@duckdb'), { recursive: true })
    cpSync(join(root, 'node_modules/detect-libc'), join(folder, 'node_modules/detect-libc'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
    writeFileSync(join(folder, 'da06'), `#!/bin/sh\nexec node ${command} "$@"\n`)
    // Of SQS alone this version of the CLI asks nobody but AWS, whatever the environment says.
    writeFileSync(
      join(folder, 'aws'),
      `#!/bin/sh\ncase $1 in sqs) at=${sqs.endpoint} ;; *) at=${stage.moto.endpoint} ;; esac\nexec ${join(dirname(beyondNode.python), 'aws')} --endpoint-url $at "$@"\n`,
    )
    for (const name of ['da06', 'aws']) chmodSync(join(folder, name), 0o755)
    cpSync(join(root, 'functions/demo/units-2023-01-01.csv'), join(folder, 'units.csv'))
    cpSync(join(root, 'functions/demo/exports/DC01_2023-08-20.xlsx'), join(folder, 'DC01_2023-08-20.xlsx'))
    Object.assign(environment, {
      PATH: [folder, process.env.PATH].join(':'),
      HOME: folder,
      AWS_DEFAULT_REGION: REGION,
      DA06_S3_ENDPOINT: stage.moto.endpoint,
      DA06_LAKE: `s3://${stage.lake}`,
      INBOX: `s3://${stage.inbox}/inbox/province=82/`,
      FAILED: stage.failedUrl,
      NO_COLOR: '1',
    })
  }

  const put = async (name: string, Body: string | Buffer): Promise<void> =>
    void (await stage.s3(await stage.keysOf('handingin')).send(new PutObjectCommand({ Bucket: stage.inbox, Key: `inbox/province=82/${name}`, Body })))
  /** A file comes while the lake is out of reach. */
  async function fileThatCanNotBeLanded(): Promise<void> {
    const broken = await stage.start('landing-handler', { environment: { DA06_LAKE: 's3://no-such-lake' } })
    await put('DC01_2023-08-21.xlsx', readFileSync(join(root, 'functions/demo/exports/DC01_2023-08-21.xlsx')))
    await poller(stage, broken).drain({ untilEmpty: true })
    await broken.stop()
  }

  const asAdmin = async (script: string): Promise<string> =>
    (await run('bash', ['--norc', '-euc', script], { cwd: folder, env: { ...environment, ...(await keysFor(null)) } })).stdout.trim()
  /** What has happened when a step is reached. */
  const before: Readonly<Record<number, () => Promise<unknown>>> = {
    4: fileThatCanNotBeLanded,
    5: () => put('danh-sach.csv', 'Họ và tên;Số CCCD;Ngày sinh\nNGƯỜI MẪU;000000000000;01/01/1990\n'),
    10: () => asAdmin('aws iam create-user --user-name nop-tep && aws iam create-access-key --user-name nop-tep'),
    11: async () => Object.assign(environment, { POOL: await asAdmin('aws cognito-idp create-user-pool --pool-name People --query UserPool.Id --output text') }),
    13: () => asAdmin('aws s3 mb s3://da06-lake-moi').then(() => Object.assign(environment, { NEW_LAKE: 's3://da06-lake-moi' })),
  }
  const keysFor = async (owner: string | null): Promise<Record<string, string>> => {
    const { accessKeyId, secretAccessKey, sessionToken } = owner === null ? stage.root : await stage.keysOf(owner)
    return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }) }
  }

  it('has steps that can be tried', () => expect(steps.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1)))

  it.each(steps)('step $number: $script', async ({ owner, script, number, said }) => {
    await before[number]?.()
    await poller(stage, landing).drain()
    const { stdout, stderr } = await run('bash', ['--norc', '-euc', script], {
      cwd: folder,
      env: { ...environment, ...(await keysFor(owner)) },
      maxBuffer: 1e7,
    }).catch((error) => {
      throw new Error(`${error.stdout}\n${error.stderr}`)
    })
    if (number < 15) await poller(stage, landing).drain()
    const shown = `\n\`\`\`text\n${masked(`${stdout}${stderr}`)}\n\`\`\`\n\n`
    if (updating)
      rewrite(
        PATH,
        textOf(PATH).replace(new RegExp(`(<!-- said: ${number} -->\\n)[\\s\\S]*?(<!-- end -->)`), (_, open, close) => `${open}${shown}${close}`),
      )
    else expect(shown).toBe(said)
  })
})
