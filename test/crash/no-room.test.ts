import { cp, mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderFault } from '../../functions/storage/folder-fault.ts'
import type { Ended } from './command.ts'
import { landSecond, storageOf, storyDays } from './crash-story.ts'
import { answersOf, brokenTimelines, stateOf, wrongIn } from './lake-state.ts'
import { smallDisk } from './small-disk.ts'
import { type StoryCommand, storyCommand } from './story-command.ts'

let story: StoryCommand
beforeAll(async () => {
  story = await storyCommand()
})
afterAll(() => story.remove())

const disk = smallDisk('400k')
afterAll(() => disk?.remove())
const landing = (lake: string, env = {}): Promise<Ended> => story.command.run(story.landWords(lake), env)

function saysWhy({ status, out, err }: Ended, why: RegExp): void {
  expect([status, out]).toEqual([1, ''])
  expect(err).toMatch(why)
  expect(err).not.toMatch(/\/tmp\/|\/dev\/|node_modules|\bat .*:\d+:\d+|DA06_DEBUG/)
}

async function likeCalm(lake: string): Promise<void> {
  const calm = await story.lakes.copy()
  await landSecond(storageOf(calm))
  expect(await stateOf(lake)).toEqual(await stateOf(calm))
  expect([await wrongIn(lake), await brokenTimelines(lake)]).toEqual([[], []])
}

/** Leaves so many bytes of a disk free. */
async function fill(folder: string, free: number): Promise<void> {
  await rm(join(folder, 'full'), { force: true })
  const { bavail, bsize } = await statfs(folder)
  await writeFile(join(folder, 'full'), Buffer.alloc(Math.max(0, bavail * bsize - free)))
}

test.skipIf(!disk)(
  'a disk that fills up at any write: it says so, nothing is lost, and it lands once there is room',
  async () => {
    const lake = join(disk?.folder ?? '', 'lake')
    let failures = 0
    for (const lock of [true, false])
      for (const free of [0, 12288, 24576]) {
        await rm(lake, { recursive: true, force: true })
        await rm(join(disk?.folder ?? '', 'full'), { force: true })
        await cp(await story.lakes.copy(), lake, { recursive: true })
        if (!lock) await rm(join(lake, '.lock'))
        const moment = Date.now()
        const known = await answersOf(lake, storyDays)
        await fill(disk?.folder ?? '', free)
        const ended = await landing(lake)
        if (ended.status === 3) continue
        failures++
        saysWhy(ended, /ổ đĩa đã đầy \/ the disk is full/)
        expect(await wrongIn(lake)).toEqual([])
        expect(await answersOf(lake, storyDays, moment)).toEqual(known)
        await rm(join(disk?.folder ?? '', 'full'))
        expect((await landing(lake)).status).toBe(3)
        await likeCalm(lake)
        expect(await answersOf(lake, storyDays, moment)).toEqual(known)
      }
    expect(failures).toBeGreaterThan(3)
  },
  180_000,
)

test.skipIf(!disk)(
  'a lake that is read-only: it says so, answers and is verified all the same',
  async () => {
    const lake = join(disk?.folder ?? '', 'lake')
    for (const lock of [true, false]) {
      disk?.readOnly(false)
      await rm(lake, { recursive: true, force: true })
      await rm(join(disk?.folder ?? '', 'full'), { force: true })
      await cp(await story.lakes.copy(), lake, { recursive: true })
      if (!lock) await rm(join(lake, '.lock'))
      const known = await answersOf(lake, storyDays)
      disk?.readOnly(true)
      saysWhy(await landing(lake), /chỉ đọc \/ read-only/)
      expect((await story.command.run(['units', 'alias', 'x', '28249', '--by', 'thử', '--lake', lake])).status).toBe(1)
      expect((await story.command.run(['verify', '--lake', lake])).status).toBe(0)
      expect(await answersOf(lake, storyDays)).toEqual(known)
      disk?.readOnly(false)
      expect((await landing(lake)).status).toBe(3)
      await likeCalm(lake)
    }
  },
  120_000,
)

test.skipIf(!disk)(
  'a full folder for temporary files is told as such',
  async () => {
    await rm(join(disk?.folder ?? '', 'full'), { force: true })
    const temporary = join(disk?.folder ?? '', 'temporary')
    await mkdir(temporary, { recursive: true })
    await fill(disk?.folder ?? '', 0)
    const lake = await story.lakes.copy()
    saysWhy(await landing(lake, { TMPDIR: temporary }), /tạm.*ổ đĩa đã đầy \/ .*full/)
    await rm(join(disk?.folder ?? '', 'full'))
    expect((await landing(lake, { TMPDIR: temporary })).status).toBe(3)
    await likeCalm(lake)
  },
  60_000,
)

test.each([
  [Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }), 'the disk is full'],
  [Object.assign(new Error("EROFS: read-only file system, open '/srv/lake/x'"), { code: 'EROFS' }), 'read-only'],
  [new Error('IO Error: Could not write file "/srv/lake/.lock": No space left on device'), 'the disk is full'],
  [new Error('IO Error: Cannot open file "/srv/lake/.lock": Read-only file system'), 'read-only'],
])('%s names the object alone', (error, words) => {
  const told = folderFault(error, 'lake.json') as Error
  expect([told.name, told.message.includes(words), told.message.includes('/srv')]).toEqual(['StorageError', true, false])
})
