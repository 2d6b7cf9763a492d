import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { landSecond, storageOf, storyDays, storyLakes } from './crash-story.ts'
import { answersOf, noticesIn } from './lake-state.ts'

let lakes: Awaited<ReturnType<typeof storyLakes>>
beforeAll(async () => {
  lakes = await storyLakes()
})
afterAll(() => lakes.remove())

const hoursAgo = new Date(Date.now() - 2 * 3_600_000)

test('a lock file that a killed process left in part keeps nobody out', async () => {
  for (const size of [0, 1, 4096, 8192]) {
    const folder = await lakes.copy()
    const whole = await readFile(join(folder, '.lock'))
    await writeFile(join(folder, '.lock'), whole.subarray(0, size))
    expect((await landSecond(storageOf(folder))).map(({ state }) => state)).toEqual(['landed', 'landed', 'landed', 'landed'])
  }
})

test('old drafts of killed writers are told by verify and go when somebody writes there; young ones stay', async () => {
  const folder = await lakes.copy()
  const [old, young] = ['raw/.0123456789abcdef.draft', 'raw/.fedcba9876543210.draft']
  for (const key of [old, young]) await writeFile(join(folder, key), 'half')
  await utimes(join(folder, old), hoursAgo, hoursAgo)
  expect((await noticesIn(folder)).map(({ object }) => object)).toEqual([old])
  const known = await answersOf(folder, storyDays)
  await landSecond(storageOf(folder))
  expect(await noticesIn(folder)).toEqual([])
  expect(known).not.toEqual(await answersOf(folder, storyDays))
  await expect(readFile(join(folder, young), 'utf8')).resolves.toBe('half')
  await expect(readFile(join(folder, old))).rejects.toThrow('ENOENT')
})

test('folders of temporary files that killed processes left long ago go, with the exports in them; others stay', async () => {
  const own = await mkdtemp(join(tmpdir(), 'da06-temporary-'))
  const before = process.env.TMPDIR
  process.env.TMPDIR = own
  try {
    const [left, living, young, foreign] = ['da06-work-999999999-a', `da06-work-${process.pid}-b`, 'da06-work-999999999-c', 'da06-of-somebody']
    for (const name of [left, living, young, foreign]) {
      await mkdir(join(own, name))
      await writeFile(join(own, name, 'large.csv'), 'x')
      if (name !== young) await utimes(join(own, name), hoursAgo, hoursAgo)
    }
    await landSecond(storageOf(await lakes.copy()))
    expect((await readdir(own)).sort()).toEqual([living, young, foreign].sort())
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    await rm(own, { recursive: true, force: true })
  }
})
