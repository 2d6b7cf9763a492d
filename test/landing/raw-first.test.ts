import { afterEach, expect, test } from 'vitest'
import { land } from '../../functions/land/land.ts'
import { type Storage, StorageError } from '../../schema/lake.ts'
import { arrivalsOf, flatExport, type LandingLake, landingLake } from './landing-lake.ts'

let lake: LandingLake
afterEach(() => lake.remove())

const files = Object.fromEntries(['20', '21', '22'].map((day) => [`${day}.csv`, flatExport(`2023-08-${day}`, { 28249: [1, 10] })]))

/** Notes what begins and what is done; raw files take their time, and one of them may fail. */
function slowRaw(storage: Storage, steps: string[], failing = -1): Storage {
  let raws = 0
  return {
    ...storage,
    async put(key, bytes, options) {
      const [room = ''] = key.split('/')
      steps.push(`${room} begins`)
      if (room === 'raw') {
        await new Promise((go) => setTimeout(go, 60))
        if (raws++ === failing) throw new StorageError('raw: không ghi được / not written')
      }
      const etag = await storage.put(key, bytes, options)
      steps.push(`${room} there`)
      return etag
    },
  }
}

const landing = (storage: Storage) => land(storage, arrivalsOf(files), { said: { province: null, date: null } })

test('raw files go one after the other while others are read, and all are there before anything leads back to them', async () => {
  lake = await landingLake('2023')
  const steps: string[] = []
  await land(lake.storage, arrivalsOf({ 'before.csv': flatExport('2023-08-19', { 28249: [1, 10] }) }), { said: { province: null, date: null } })
  expect((await landing(slowRaw(lake.storage, steps))).map(({ state }) => state)).toEqual(['landed', 'landed', 'landed'])
  expect(steps.slice(0, 6)).toEqual(['raw begins', 'raw there', 'raw begins', 'raw there', 'raw begins', 'raw there'])
  expect(steps.slice(6).filter((step) => step.startsWith('raw'))).toEqual([])
  expect(steps).toContain('tables there')
})

test.each([0, 1, 2])('raw file %i can not be written: that is said, and nothing else is', async (failing) => {
  lake = await landingLake('2023')
  const steps: string[] = []
  await expect(landing(slowRaw(lake.storage, steps, failing))).rejects.toThrow('raw: không ghi được')
  expect(steps.filter((step) => step.startsWith('tables'))).toEqual([])
  expect(steps.filter((step) => step === 'raw begins')).toHaveLength(failing + 1)
  expect((await landing(lake.storage)).map(({ state }) => state)).toEqual(['landed', 'landed', 'landed'])
})
