import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundledCommand, type Command } from '../crash/command.ts'
import { root } from '../house/sources.ts'
import { flatExport } from '../landing/landing-lake.ts'
import { BUCKET, credentials } from './small-s3.ts'
import { type SmallS3Lake, smallS3Lake } from './small-s3-lake.ts'

let lake: SmallS3Lake
let command: Command
let env: Record<string, string>
const address = `s3://${BUCKET}/kho/2023/`
beforeAll(async () => {
  lake = await smallS3Lake()
  command = await bundledCommand()
  env = { DA06_S3_ENDPOINT: lake.s3.endpoint, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, DA06_LAKE: address }
  await mkdir(join(command.folder, 'exports'))
  await writeFile(join(command.folder, 'exports/one.csv'), flatExport('2023-08-20', { 28249: [5, 7], 28261: [1, 2] }))
})
afterAll(async () => {
  await lake?.remove()
  await command?.remove()
})

const done = async (...words: string[]): Promise<string> => {
  const { status, out, err } = await command.run(words, env)
  expect([words[0], status], err).toEqual([words[0], 0])
  return out
}

test('a lake in S3 by the command: units, land, query, verify; keys are those of a folder', async () => {
  await done('units', 'import', join(root, 'test/landing/registers/2023.csv'), '--valid-from', '2023-01-01')
  await done('land', 'exports')
  const [row] = JSON.parse(await done('query', 'trend', 'unit=82', 'metric=activated', 'from=2023-08-20', 'to=2023-08-20', '--format', 'json'))
  expect(row).toMatchObject({ value: 15, reporting: 2 })
  expect(JSON.parse(await done('verify', '--format', 'json'))).toEqual([])
  const year = new Date().getFullYear()
  expect([...lake.s3.objects.keys()].map((key) => key.replace(/[0-9a-f]{64}/, '<sha256>')).sort()).toEqual([
    'kho/2023/lake.json',
    'kho/2023/raw/<sha256>',
    'kho/2023/tables/activation/province=82/year=2023/data.parquet',
    `kho/2023/tables/landings/province=82/year=${year}/data.parquet`,
    'kho/2023/tables/units/data.parquet',
  ])
})

const misused = [
  ['gs://bucket/kho', {}, /expected a folder or s3:\/\/bucket\/prefix/],
  ['s3://', {}, /expected a folder or s3:\/\/bucket\/prefix/],
  ['s3://bucket/../other', {}, /expected a folder or s3:\/\/bucket\/prefix/],
  [address, { DA06_S3_ENDPOINT: 's3.example.vn' }, /DA06_S3_ENDPOINT: .*expected an address such as/],
  [address, { DA06_CACHE_MB: 'nhiều' }, /DA06_CACHE_MB "nhiều": .*expected megabytes/],
] as const

test.each(misused)('%s with %o is wrong usage', async (where, more, message) => {
  const { status, out, err } = await command.run(['verify', '--lake', where], { ...env, ...more })
  expect([status, out, err]).toEqual([2, '', expect.stringMatching(message)])
})

test('a server that can not be reached ends a command with 1 and what to do', async () => {
  const { status, out, err } = await command.run(['query', 'landings'], { ...env, DA06_S3_ENDPOINT: 'http://127.0.0.1:1' })
  expect([status, out, err]).toEqual([1, '', expect.stringMatching(/can not be reached; see the network and DA06_S3_ENDPOINT/)])
})

test('a part that a killed writer left is told of by verify, an hour later', async () => {
  const left = await smallS3Lake({ begunAt: () => new Date(Date.now() - 2 * 3_600_000) })
  const storage = left.open({ partsFrom: 1 })
  left.s3.fault = ({ operation }) => (/^(Complete|Abort)/.test(operation) ? 'internal' : null)
  await expect(storage.put('raw/abc', Buffer.from('abc'))).rejects.toThrow(/try again later/)
  left.s3.fault = () => null
  expect([left.s3.uploads(), await storage.leftovers?.()]).toEqual([1, ['raw/abc']])
  await left.remove()
})

/** Files that a program loads before it does anything. */
async function loadedAtOnce(path: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(path)) return seen
  seen.add(path)
  const text = await readFile(path, 'utf8')
  for (const [, name] of text.matchAll(/^(?:import|export)\b[^'"]*?["'](\.[^"']+)["']/gm)) await loadedAtOnce(join(dirname(path), name as string), seen)
  return seen
}

test('a lake in a folder loads nothing of the SDK', async () => {
  const dist = join(command.folder, 'dist')
  const knows = async (paths: Iterable<string>): Promise<string[]> => {
    const found: string[] = []
    for (const path of paths) if (/AWS4-HMAC-SHA256/.test(await readFile(path, 'utf8'))) found.push(path)
    return found
  }
  const commands = (await readFile(join(dist, 'da06.js'), 'utf8')).matchAll(/import\("(\.\/[\w-]+-command-[^"]+)"\)/g)
  const loaded = await loadedAtOnce(join(dist, 'da06.js'))
  for (const [, name] of commands) await loadedAtOnce(join(dist, name as string), loaded)
  expect(loaded.size).toBeGreaterThan(10)
  expect(await knows((await readdir(dist)).map((name) => join(dist, name)))).toHaveLength(1)
  expect(await knows(loaded)).toEqual([])
})
