import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayList } from '../../../schema/days.ts'
import type { Receipt } from '../../../schema/receipts.ts'
import { bundledCommand, type Command, type Ended } from '../../crash/command.ts'
import { root } from '../../house/sources.ts'
import { needed } from '../needed.ts'
import { BUCKET, startVersitygw } from './versitygw.ts'

const demo = join(root, 'functions/demo')
const want = JSON.parse(await readFile(join(root, 'test/front-door/demo-totals.json'), 'utf8'))
const [FIRST, LAST] = ['2023-08-20', '2023-10-18']
const SECOND = 'DC01_2023-09-04_lan2.xlsx'

const server = await needed('versitygw, a real S3 server', startVersitygw)

describe.skipIf(!server)('the command on a real S3 server', () => {
  const lake = `s3://${BUCKET}/tiền giang/2023`
  let command: Command
  let folder: string
  const run = async (words: readonly string[], on: string): Promise<Ended> => {
    const ended = await command.run([...words, '--lake', on], server?.env)
    expect([0, 3], `${words.join(' ')}: ${ended.err}`).toContain(ended.status)
    return ended
  }
  /** In both lakes: what S3 says must be what a folder says. */
  const both = async (words: readonly string[]): Promise<[Ended, Ended]> => [await run(words, lake), await run(words, folder)]
  const rows = ({ out }: Ended): Record<string, unknown>[] => JSON.parse(out)
  const receipts = ({ out }: Ended): Receipt[] =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  /** Landed at two moments, two lakes differ in these alone. */
  const timeless = (some: readonly Record<string, unknown>[]): unknown[] =>
    some.map(({ landed_at, withdrawn_at, withdrawn, ...rest }) => ({ ...rest, withdrawn: withdrawn != null }))

  beforeAll(async () => {
    command = await bundledCommand()
    folder = await mkdtemp(join(tmpdir(), 'da06-test-'))
    for (const name of ['units-2023-01-01.csv', 'agencies-2023-01-01.csv']) await both(['units', 'import', join(demo, name), '--valid-from', '2023-01-01'])
  })
  afterAll(async () => {
    await server?.stop()
    await command?.remove()
    await rm(folder, { recursive: true, force: true })
  })

  test('land, and land again: the receipts of a folder', async () => {
    const words = ['land', join(demo, 'exports'), '--received-at', '2023-10-19T08:00:00+07:00', '--format', 'ndjson']
    const [s3, local] = await both(words)
    expect(timeless(receipts(s3) as unknown as Record<string, unknown>[])).toEqual(timeless(receipts(local) as unknown as Record<string, unknown>[]))
    expect(receipts(s3).filter(({ state }) => state === 'landed')).toHaveLength(60)
    expect(new Set(receipts(await run(words, lake)).map(({ state }) => state))).toEqual(new Set(['unchanged']))
  })

  test.each(['received', 'approved', 'activated', 'activated_l1', 'activated_l2'])('query: %s of every day', async (metric) => {
    const found = rows(await run(['query', 'trend', 'unit=82', `metric=${metric}`, `from=${FIRST}`, `to=${LAST}`, '--format', 'json'], lake))
    expect(found.map(({ start, value }) => [start, value])).toEqual(dayList(FIRST, LAST).map((day) => [day, want.province_totals[day]?.[metric] ?? null]))
  })

  const questions = [
    ['snapshot', 'unit=82', `on=${LAST}`],
    ['comparison', 'unit=82', 'level=commune', 'metric=activation_rate_by_target', `on=${LAST}`, 'since=2023-10-11'],
    ['by_type', 'unit=82', 'level=commune', 'metric=activated', `on=${LAST}`],
    ['funnel', 'unit=815', `on=${LAST}`],
    ['checks', 'unit=82', `from=${FIRST}`, `to=${LAST}`],
    ['revisions', 'unit=28288', 'metric=activated', 'on=2023-09-04'],
    ['landings'],
    ['findings'],
  ]
  test.each(questions)('query %s: the answer of a folder', async (...words) => {
    const [s3, local] = await both(['query', ...words, '--format', 'json'])
    expect(rows(s3).length).toBeGreaterThan(0)
    expect(timeless(rows(s3))).toEqual(timeless(rows(local)))
  })

  test('serve: GraphQL answers, and sees what is withdrawn and landed again meanwhile', async () => {
    const serving = command.start(['serve', '--port', '0', '--lake', lake], server?.env)
    const url = await new Promise<string>((told, failed) => {
      serving.process.stdout?.once('data', (line) => told(String(line).trim()))
      void serving.ended.then(({ err }) => failed(new Error(err)))
    })
    const activated = async (day: string, unit = '82'): Promise<number> => {
      const query = `{ unit(code: "${unit}", on: "${day}") { trend(metric: ACTIVATED, from: "${day}", to: "${day}") { points { value } } } }`
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) })
      return ((await answer.json()) as { data: { unit: { trend: { points: { value: number }[] } } } }).data.unit.trend.points[0]?.value as number
    }
    expect(await activated(LAST)).toBe(want.province_totals[LAST].activated)
    const before = await activated('2023-09-04', '28288')
    const landed = receipts(await run(['query', 'landings', `file=${SECOND}`, '--format', 'ndjson'], lake))
    for (const on of [lake, folder]) await run(['withdraw', landed[0]?.sha256 ?? '', '--reason', 'nạp nhầm'], on)
    const withdrawn = await activated('2023-09-04', '28288')
    expect(withdrawn).toBeLessThan(before)
    const [s3, local] = await both(['query', 'trend', 'unit=82', 'metric=activated', 'from=2023-09-03', 'to=2023-09-05', '--format', 'json'])
    expect(rows(s3)).toEqual(rows(local))
    await both(['land', join(demo, 'exports', SECOND), '--received-at', '2023-10-19T08:00:00+07:00'])
    expect(await activated('2023-09-04', '28288')).toBe(before)
    serving.process.kill('SIGTERM')
    expect((await serving.ended).status).toBe(0)
  })

  test('reland and verify: nothing changes, and the lake is whole', async () => {
    const words = ['query', 'trend', 'unit=82', 'metric=activated', `from=${FIRST}`, `to=${LAST}`, '--format', 'json']
    const before = rows(await run(words, lake))
    await run(['reland'], lake)
    expect(rows(await run(words, lake))).toEqual(before)
    const { status, out } = await command.run(['verify', '--format', 'json', '--lake', lake], server?.env)
    expect([status, JSON.parse(out)]).toEqual([0, []])
  })

  test('what can not be done is told in words: a bucket that is not there, wrong credentials', async () => {
    const other = await command.run(['query', 'trend', 'unit=82', 'metric=activated', `from=${FIRST}`, `to=${LAST}`, '--lake', 's3://mistyped/kho'], server?.env)
    expect([other.status, other.out, other.err]).toEqual([1, '', expect.stringMatching(/no such bucket; create it, or mend --lake/)])
    const secret = await command.run(['verify', '--lake', lake], { ...server?.env, AWS_SECRET_ACCESS_KEY: 'not-this-one' })
    expect([secret.status, secret.err]).toEqual([1, expect.stringMatching(/AWS_ACCESS_KEY_ID|wrong credentials/)])
    expect(secret.err).not.toMatch(/not-this-one|\bat \w+ \(/)
  })
})
