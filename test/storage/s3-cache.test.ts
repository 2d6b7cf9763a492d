import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import { questionNamed } from '../../queries/questions.ts'
import { registerReader } from '../../queries/register.ts'
import type { Storage } from '../../schema/lake.ts'
import { landFirst, storyDays, storyLakes } from '../crash/crash-story.ts'
import { root } from '../house/sources.ts'
import { copyLake } from './lake-copy.ts'
import { type SmallS3Lake, smallS3Lake } from './small-s3-lake.ts'

let lake: SmallS3Lake
let storage: Storage
beforeAll(async () => {
  lake = await smallS3Lake()
  storage = lake.open()
  await storage.put('tables/a', Buffer.alloc(1000, 'a'))
  await storage.head('nothing')
})
afterAll(() => lake.remove())
beforeEach(() => {
  lake.s3.seen.length = 0
})

const requests = (): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { operation } of lake.s3.seen.splice(0)) counts[operation] = (counts[operation] ?? 0) + 1
  return counts
}
/** What other processes may be handed. */
const shared = async (folder: string): Promise<string[]> => (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name)

test('a copy is fetched once, and one HEAD tells that it is still the object', async () => {
  const paths = await Promise.all(Array.from({ length: 10 }, () => storage.local('tables/a')))
  expect([new Set(paths.map((found) => found?.path)).size, requests()]).toEqual([1, { HeadObject: 10, GetObject: 1 }])
  await storage.local('tables/a')
  expect(requests()).toEqual({ HeadObject: 1 })
  await storage.put('tables/a', Buffer.alloc(1000, 'b'))
  requests()
  expect(await readFile((await storage.local('tables/a'))?.path ?? '', 'utf8')).toBe('b'.repeat(1000))
  expect(requests()).toEqual({ HeadObject: 1, GetObject: 1 })
})

test('a copy that lost its bytes with the power is fetched again', async () => {
  const path = (await storage.local('tables/a'))?.path ?? ''
  await truncate(path, 10)
  expect((await readFile((await storage.local('tables/a'))?.path ?? '')).length).toBe(1000)
})

test('the copy that nobody has asked for the longest goes first', async () => {
  const cacheFolder = join(lake.cacheFolder, 'small')
  const small = lake.open({ cacheFolder, cacheBytes: 2500 })
  const names = ['tables/1', 'tables/2', 'tables/3']
  for (const key of names) await small.put(key, Buffer.alloc(1000, key))
  const paths: Record<string, string> = {}
  for (const key of names.slice(0, 2)) paths[key] = (await small.local(key))?.path ?? ''
  const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000)
  await utimes(paths['tables/1'] ?? '', hoursAgo(2), hoursAgo(2))
  await utimes(paths['tables/2'] ?? '', hoursAgo(1), hoursAgo(1))
  await small.local('tables/1')
  await small.local('tables/3')
  const left = await Promise.all((await shared(cacheFolder)).map((name) => readFile(join(cacheFolder, name), 'utf8')))
  expect(left.map((text) => text.slice(0, 8)).sort()).toEqual(['tables/1', 'tables/3'])
  // What a reader was handed before is still under the name it was told.
  expect((await readFile(paths['tables/2'] ?? '')).length).toBe(1000)
})

test('what killed processes have left goes an hour later, and not before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'da06-test-cache-'))
  const [old, young, alive] = [join(folder, 'in-use-99999999-old'), join(folder, 'in-use-99999999-new'), join(folder, `in-use-${process.pid}-x`)]
  for (const path of [old, young, alive]) await mkdir(path)
  for (const path of [old, alive]) await utimes(path, new Date(0), new Date(0))
  await lake.open({ cacheFolder: folder }).local('tables/a')
  expect(await Promise.all([old, young, alive].map((path) => stat(path).then(Boolean, () => false)))).toEqual([false, true, true])
  await rm(folder, { recursive: true })
})

test('four processes share one cache that has no room for all: nothing vanishes under a reader', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'da06-test-cache-'))
  const most = 60_000
  const run = (seed: number) => promisify(execFile)(process.execPath, ['--import', 'tsx', 'test/storage/cache-process.ts', folder, String(seed), String(most)], { cwd: root })
  const told = (await Promise.all([1, 2, 3, 4].map(run))).map(({ stdout }) => JSON.parse(stdout) as { fetched: number; rounds: number })
  for (const { fetched, rounds } of told) expect(fetched).toBeLessThan(rounds)
  const sizes = await Promise.all((await shared(folder)).map(async (name) => (await stat(join(folder, name))).size))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(most)
  // Each has taken its own names with it.
  expect((await readdir(folder)).filter((name) => name.startsWith('in-use'))).toEqual([])
  await rm(folder, { recursive: true })
})

test.each([
  ['a server', true, 1],
  ['a command, which looks again when it has read', false, 2],
] as const)('a question about known objects is one small request for each, by %s', async (_, hold, most) => {
  const lakes = await storyLakes()
  const prefix = `asked-${hold}`
  await copyLake(await lakes.empty(), lake.open({ prefix }))
  await landFirst(lake.open({ prefix }))
  const engine = duckdbEngine(lake.open({ prefix }), { hold })
  const asking = { engine, register: await registerReader(engine)(), today: '2025-06-30' }
  const keys = { unit: '82', metric: 'activated', from: storyDays[0] as string, to: storyDays[0] as string }
  requests()
  const first = await questionNamed('trend')?.run(asking, keys)
  const fetched = lake.s3.seen.splice(0).filter(({ operation }) => operation === 'GetObject')
  expect(fetched.length).toBeGreaterThan(0)
  expect(await questionNamed('trend')?.run(asking, keys)).toEqual(first)
  const seen = lake.s3.seen.splice(0)
  expect(new Set(seen.map(({ operation }) => operation))).toEqual(new Set(['HeadObject']))
  for (const { key } of fetched) expect(seen.filter((one) => one.key === key).length).toBeLessThanOrEqual(most)
  engine.close()
  await lakes.remove()
})
