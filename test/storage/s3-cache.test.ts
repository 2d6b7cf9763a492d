import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rename, rm, stat, truncate, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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
  await storage.put('tables/cut', Buffer.alloc(1000, 'c'))
  const file = await storage.local('tables/cut')
  await truncate(file?.path ?? '', 10)
  file?.release?.()
  expect((await readFile((await storage.local('tables/cut'))?.path ?? '')).length).toBe(1000)
})

test('the copy that nobody has asked for the longest goes first', async () => {
  const cacheFolder = join(lake.cacheFolder, 'small')
  const small = lake.open({ cacheFolder, cacheBytes: 2500 })
  const names = ['tables/1', 'tables/2', 'tables/3']
  for (const key of names) await small.put(key, Buffer.alloc(1000, key))
  const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000)
  for (const [key, hours] of [
    ['tables/1', 2],
    ['tables/2', 1],
  ] as const) {
    const file = await small.local(key)
    await utimes(file?.path ?? '', hoursAgo(hours), hoursAgo(hours))
    file?.release?.()
  }
  for (const key of ['tables/1', 'tables/3']) (await small.local(key))?.release?.()
  const left = await Promise.all((await shared(cacheFolder)).map((name) => readFile(join(cacheFolder, name), 'utf8')))
  expect(left.map((text) => text.slice(0, 8)).sort()).toEqual(['tables/1', 'tables/3'])
})

/** What a folder takes of the disk: a file of several names counts once. */
async function diskBytes(folder: string): Promise<number> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && entry.name !== '.lock')
  const files = await Promise.all(entries.map((entry) => stat(join(entry.parentPath, entry.name))))
  return [...new Map(files.map(({ ino, size }) => [ino, size])).values()].reduce((sum, size) => sum + size, 0)
}

test('no more than the bound lies on the disk, but for what is being read; a reader that opens late finds its file', async () => {
  const cacheFolder = join(lake.cacheFolder, 'bound')
  const small = lake.open({ cacheFolder, cacheBytes: 2500 })
  const keys = Array.from({ length: 12 }, (_, i) => `tables/bound-${i + 10}`)
  for (const key of keys) await small.put(key, Buffer.alloc(1000, key))
  const late = await small.local(keys[0] as string)
  for (const key of keys.slice(1)) {
    ;(await small.local(key))?.release?.()
    expect(await diskBytes(cacheFolder)).toBeLessThanOrEqual(2500)
  }
  expect(await readFile(late?.path ?? '', 'utf8')).toMatch(/^tables\/bound-10/)
  const all = await Promise.all(keys.map((key) => small.local(key)))
  for (const [i, file] of all.entries()) expect((await readFile(file?.path ?? '', 'utf8')).slice(0, 15)).toBe(keys[i])
  for (const file of [late, ...all]) file?.release?.()
  expect(await diskBytes(cacheFolder)).toBeLessThanOrEqual(2500)
})

test('what a killed process has left goes with the next, whatever number it had; what a living one reads stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'da06-test-cache-'))
  const hold = () => spawn(process.execPath, ['--import', 'tsx', 'test/storage/cache-holder.ts', folder], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const [killed, living] = [hold(), hold()]
  const paths = await Promise.all([killed, living].map(async ({ stdout }) => String((await once(stdout, 'data'))[0])))
  const exited = once(killed, 'exit')
  killed.kill('SIGKILL')
  await exited
  // Its number belongs to a process that is alive: this one.
  const left = join(folder, `in-use-${process.pid}-left`)
  await rename(dirname(paths[0] as string), left)
  ;(await lake.open({ cacheFolder: folder }).local('tables/a'))?.release?.()
  expect(await Promise.all([left, paths[1] as string].map((path) => stat(path).then(Boolean, () => false)))).toEqual([false, true])
  living.kill()
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
