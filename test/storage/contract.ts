import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { untilWritten } from '../../functions/land/workspace.ts'
import { ConflictError, type Storage } from '../../schema/lake.ts'

export interface Lake {
  /** A storage of its own on the same lake, as another process has it. */
  open(): Storage
  remove(): Promise<void>
}

const isConflict = (error: unknown): boolean => error instanceof ConflictError
const bytesOf = (text: string): Buffer => Buffer.from(text)
const large = (size: number, seed = 7): Buffer => Buffer.from(Uint32Array.from({ length: size / 4 }, (_, i) => Math.imul(i ^ seed, 2654435761)).buffer)

/** What every storage must do, whatever it is made of. `writers`: how many race at once. */
export function storageContract(name: string, opened: () => Promise<Lake>, writers = 20): void {
  describe(`storage: ${name}`, () => {
    let lake: Lake
    let storage: Storage
    let made = 0
    /** A key nobody has used yet. */
    const fresh = (): string => `tables/t${++made}/province=82/year=2023/data.parquet`
    beforeAll(async () => {
      lake = await opened()
      storage = lake.open()
    })
    afterAll(() => lake?.remove())

    const text = async (key: string, from = storage): Promise<string | null> => {
      const object = await from.get(key)
      return object && Buffer.from(object.bytes).toString()
    }

    test('what is not there is null, and a folder that is not there is empty', async () => {
      const key = fresh()
      expect([await storage.get(key), await storage.head(key), await storage.local(key), await storage.list('nothing/')]).toEqual([null, null, null, []])
    })

    test.each([
      ['empty', 0],
      ['one byte', 4],
      ['five megabytes', 5 << 20],
    ])('an object comes back as it was put: %s', async (_, size) => {
      const key = fresh()
      const bytes = size === 4 ? Buffer.from([0]) : large(size)
      const etag = await storage.put(key, bytes)
      const object = await storage.get(key)
      expect(Buffer.compare(Buffer.from(object?.bytes ?? []), bytes)).toBe(0)
      const local = await storage.local(key)
      expect([object?.etag, await storage.head(key), local?.etag, await storage.size?.(key)]).toEqual([etag, etag, etag, bytes.length])
      expect(Buffer.compare(await readFile(local?.path ?? ''), bytes)).toBe(0)
    })

    test('the tag changes with the bytes, and everyone sees the new ones at once', async () => {
      const [key, other] = [fresh(), lake.open()]
      const first = await storage.put(key, bytesOf('một'))
      expect(await readFile((await other.local(key))?.path ?? '', 'utf8')).toBe('một')
      const second = await storage.put(key, bytesOf('hai'))
      expect(second).not.toBe(first)
      expect([await text(key, other), await other.head(key)]).toEqual(['hai', second])
      expect(await readFile((await other.local(key))?.path ?? '', 'utf8')).toBe('hai')
    })

    test('a put with null writes only where there is nothing', async () => {
      const key = fresh()
      const etag = await storage.put(key, bytesOf('a'), { ifMatch: null })
      await expect(storage.put(key, bytesOf('b'), { ifMatch: null })).rejects.toThrow(ConflictError)
      expect(await storage.get(key)).toMatchObject({ etag })
      expect(await text(key)).toBe('a')
    })

    test('a put with a tag writes only over that object', async () => {
      const key = fresh()
      const first = await storage.put(key, bytesOf('a'), { ifMatch: null })
      const second = await storage.put(key, bytesOf('b'), { ifMatch: first })
      await expect(storage.put(key, bytesOf('c'), { ifMatch: first })).rejects.toThrow(ConflictError)
      expect([await text(key), await storage.head(key)]).toEqual(['b', second])
      await storage.put(key, bytesOf('d'), { ifMatch: second })
      expect(await text(key)).toBe('d')
    })

    test('a put with a tag writes nothing where there is no object', async () => {
      const [key, there] = [fresh(), fresh()]
      const etag = await storage.put(there, bytesOf('a'))
      await expect(storage.put(key, bytesOf('a'), { ifMatch: etag })).rejects.toThrow(ConflictError)
      expect(await storage.get(key)).toBeNull()
    })

    test('a put without a condition writes whatever stands there', async () => {
      const key = fresh()
      await Promise.all(['a', 'b', 'c'].map((one) => storage.put(key, bytesOf(one))))
      await storage.put(key, bytesOf('d'))
      expect(await text(key)).toBe('d')
    })

    test('a list is sorted, whole, and of what lies below alone', async () => {
      const keys = Array.from({ length: 25 }, (_, i) => `lists/a/${String(i).padStart(2, '0')}/data.parquet`)
      await Promise.all([...keys, 'lists/ab/data.parquet', 'lists/b/.hidden'].map((key) => storage.put(key, bytesOf(key))))
      expect([await storage.list('lists/a/'), await storage.list('lists/'), await storage.list('lists/b/')]).toEqual([keys, [...keys, 'lists/ab/data.parquet'], []])
    })

    test.each(['raw/đề án 06 (lần 2).xlsx', "raw/a+b&c=d;e'f%20g", 'raw/~!@$^*_-.,'])('any key: %s', async (key) => {
      await storage.put(key, bytesOf(key), { ifMatch: null })
      expect([await text(key), (await storage.list('raw/')).includes(key), await storage.head(key)]).toEqual([key, true, expect.any(String)])
    })

    test(`of ${writers} that begin an object at once, one does`, async () => {
      const key = fresh()
      const ended = await Promise.allSettled(Array.from({ length: writers }, (_, i) => lake.open().put(key, bytesOf(`writer ${i}`), { ifMatch: null })))
      const won = ended.flatMap((one, i) => (one.status === 'fulfilled' ? [i] : []))
      expect(won).toHaveLength(1)
      expect(ended.filter((one) => one.status === 'rejected' && !isConflict(one.reason))).toEqual([])
      expect(await text(key)).toBe(`writer ${won[0]}`)
    })

    test('writers that read, add and write back lose nothing', async () => {
      const key = fresh()
      const add = async (storage: Storage, mark: string): Promise<void> => {
        await untilWritten(isConflict, async () => {
          const before = await storage.get(key)
          await storage.put(key, Buffer.concat([before?.bytes ?? Buffer.alloc(0), bytesOf(`${mark}\n`)]), { ifMatch: before?.etag ?? null })
        })
      }
      const marks = Array.from({ length: 4 }, (_, writer) => Array.from({ length: 6 }, (_, i) => `${writer}.${i}`))
      await Promise.all(
        marks.map(async (own) => {
          const storage = lake.open()
          for (const mark of own) await add(storage, mark)
        }),
      )
      expect((await text(key))?.trim().split('\n').sort()).toEqual(marks.flat().sort())
    })

    test('a reader sees an object whole, old or new', async () => {
      const [key, reader] = [fresh(), lake.open()]
      const versions = ['a', 'b'].map((sign) => bytesOf(sign.repeat(300_000)))
      await storage.put(key, versions[0] as Buffer)
      let writing = true
      const writer = (async () => {
        for (let i = 1; i <= 12; i++) await storage.put(key, versions[i % 2] as Buffer)
        writing = false
      })()
      const seen = new Set<string>()
      while (writing) seen.add(new Set((await text(key, reader)) ?? '').size.toString())
      await writer
      expect([...seen]).toEqual(['1'])
    })

    test('nothing is left over of writes that ended', async () => {
      expect(await storage.leftovers?.()).toEqual([])
    })
  })
}
