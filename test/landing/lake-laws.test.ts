import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { land } from '../../functions/land/land.ts'
import { reland } from '../../functions/land/reland.ts'
import { verify } from '../../functions/land/verify.ts'
import { withdraw } from '../../functions/land/withdraw.ts'
import { ConflictError, type Storage } from '../../schema/lake.ts'
import { arrivalsOf, flatExport, type LandingLake, landingLake, RECEIVED } from './landing-lake.ts'

const FACTS = 'date, unit_code, activated, activated_l1, activated_l2, target'
let lakes: LandingLake[] = []
const open = async () => {
  const lake = await landingLake('2023')
  lakes.push(lake)
  return lake
}
afterEach(() => {
  for (const lake of lakes) lake.remove()
  lakes = []
})
const said = { said: { province: null, date: null } }
const day = (n: number) => `2023-08-${String(20 + n)}`
/** Five exports of two days, some saying the same, some less. */
const files = {
  'a.csv': flatExport(day(0), { 28249: [1, 10], 28252: [2, 20] }),
  'b.csv': flatExport(day(0), { 28249: [1, 11], 28252: ['', 20] }),
  'c.csv': flatExport(day(0), { 28249: [1, 10, 500] }, ['activated_l1', 'activated_l2', 'target']),
  'd.csv': flatExport(day(1), { 28249: [3, 30], '00001': [4, 40] }),
  'e.csv': flatExport(day(1), { 28249: [3, 30] }, ['activated_l1', 'activated_l2']),
}
const names = Object.keys(files) as (keyof typeof files)[]
/** Each file is received at a moment of its own, whenever it is landed. */
const receivedAt = (name: keyof typeof files) => RECEIVED + names.indexOf(name) * 1000

describe('the lake', () => {
  it('after any sequence of landing, withdrawing and relanding holds what landing the remaining files gives', async () => {
    const step = fc.record({ deed: fc.constantFrom('land', 'land', 'withdraw', 'reland'), file: fc.constantFrom(...names) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
        const lake = await open()
        const landed = new Map<string, string>()
        for (const { deed, file } of steps) {
          if (deed === 'land') landed.set(file, (await lake.land({ [file]: files[file] }, { receivedAt: receivedAt(file) }))[0]?.sha256 as string)
          else if (deed === 'withdraw' && landed.has(file)) {
            await withdraw(lake.storage, landed.get(file) as string, 'thử')
            landed.delete(file)
          } else if (deed === 'reland') await reland(lake.storage, [])
        }
        const calm = await open()
        for (const file of names.filter((name) => landed.has(name)).reverse()) await calm.land({ [file]: files[file] }, { receivedAt: receivedAt(file) })
        expect(await lake.rows('activation', FACTS)).toEqual(await calm.rows('activation', FACTS))
        expect((await verify(lake.storage)).filter(({ state }) => state === 'wrong')).toEqual([])
      }),
      { numRuns: 12 },
    )
  }, 120_000)

  it('two hundred files of one call are one write an object', async () => {
    const lake = await open()
    const puts: string[] = []
    const counting: Storage = {
      ...lake.storage,
      put(key, bytes, options) {
        puts.push(key)
        return lake.storage.put(key, bytes, options)
      },
    }
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`${i}.csv`, flatExport(`2023-0${1 + (i % 9)}-${String(1 + (i % 28)).padStart(2, '0')}`, { 28249: [i, i + 1] })]),
    )
    await land(counting, arrivalsOf(many), said)
    const tables = puts.filter((key) => key.startsWith('tables/'))
    expect(new Set(tables).size).toBe(tables.length)
    expect(tables).toContain('tables/activation/province=82/year=2023/data.parquet')
  })

  it('loses nothing to writers at once', async () => {
    const lake = await open()
    await Promise.all(Array.from({ length: 6 }, (_, i) => lake.land({ [`${i}.csv`]: flatExport(day(i), { 28249: [i, i], 28252: [i, i] }) })))
    expect(await lake.rows('activation', 'date, unit_code, activated_l1')).toEqual(
      [0, 1, 2, 3, 4, 5].flatMap((i) => ['28249', '28252'].map((unit_code) => ({ date: day(i), unit_code, activated_l1: i }))),
    )
    expect((await lake.rows('landings', 'file')).length).toBe(6)
  })

  it('cut short at any write, and done again, holds the same', async () => {
    const calm = await open()
    for (const name of ['a.csv', 'b.csv'] as const) await calm.land({ [name]: files[name] }, { receivedAt: receivedAt(name) })
    for (let dies = 1; dies <= 6; dies++) {
      const lake = await open()
      await lake.land({ 'a.csv': files['a.csv'] }, { receivedAt: receivedAt('a.csv') })
      let puts = 0
      const dying: Storage = {
        ...lake.storage,
        async put(key, bytes, options) {
          if (++puts >= dies) throw new Error('cut short')
          return lake.storage.put(key, bytes, options)
        },
      }
      await land(dying, arrivalsOf({ 'b.csv': files['b.csv'] }, receivedAt('b.csv')), said).catch(() => undefined)
      expect((await verify(lake.storage)).filter(({ state }) => state === 'wrong')).toEqual([])
      await lake.land({ 'b.csv': files['b.csv'] }, { receivedAt: receivedAt('b.csv') })
      expect(await lake.rows('activation', FACTS)).toEqual(await calm.rows('activation', FACTS))
      expect(await lake.rows('activation_superseded', FACTS)).toEqual(await calm.rows('activation_superseded', FACTS))
      expect((await lake.rows('landings', 'file, state')).map(({ file }) => file)).toEqual(['a.csv', 'b.csv'])
    }
  }, 60_000)

  it('reads again and tries again while others are faster', async () => {
    const lake = await open()
    let conflicts = 3
    const contested: Storage = {
      ...lake.storage,
      async put(key, bytes, options) {
        if (options?.ifMatch !== undefined && conflicts-- > 0) throw new ConflictError(key)
        return lake.storage.put(key, bytes, options)
      },
    }
    const [receipt] = await land(contested, arrivalsOf({ 'a.csv': files['a.csv'] }), said)
    expect([receipt?.state, conflicts < 0, (await lake.rows('activation', 'activated')).length]).toEqual(['landed', true, 2])
  })

  it('a file once refused is tried again; one that landed is left alone', async () => {
    const lake = await open()
    const bad = 'Ngày;Đơn vị hành chính;Kích hoạt mức 1\n20/08/2023;Thành phố Mỹ Tho;5\n'
    for (let i = 0; i < 2; i++) expect((await lake.land({ 'bad.csv': bad })).map(({ state }) => state)).toEqual(['refused'])
    expect((await lake.rows('landings', 'state')).length).toBe(1)
    expect((await lake.land({ 'a.csv': files['a.csv'], 'a-again.csv': files['a.csv'] })).map(({ file, state }) => [file, state])).toEqual([
      ['a.csv', 'landed'],
      ['a-again.csv', 'unchanged'],
    ])
  })

  it('a withdrawn file that comes again lands anew, and says so in its receipts', async () => {
    const lake = await open()
    const [first] = await lake.land({ 'a.csv': files['a.csv'] })
    const withdrawn = await withdraw(lake.storage, first?.sha256 as string, 'nhầm')
    expect(withdrawn).toMatchObject({ state: 'withdrawn', reason: 'nhầm' })
    expect(await lake.rows('activation')).toEqual([])
    expect((await lake.land({ 'a.csv': files['a.csv'] })).map(({ state }) => state)).toEqual(['landed'])
    expect((await lake.rows('landings', 'state')).map(({ state }) => state).sort()).toEqual(['landed', 'withdrawn'])
    expect((await lake.rows('activation_superseded')).length).toBe(2)
  })
})
