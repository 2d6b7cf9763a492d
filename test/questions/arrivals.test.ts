import { afterAll, beforeAll, expect, it } from 'vitest'
import { importUnits } from '../../functions/land/import-units.ts'
import { provincesOn, withoutArrival } from '../../queries/arrivals.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import { flatExport, type LandingLake, landingLake } from '../landing/landing-lake.ts'

let lake: LandingLake
beforeAll(async () => {
  lake = await landingLake('2023')
  const rows = flatExport('2023-08-20', { 28249: [1, 2] })
  await lake.land({ 'a.csv': rows }, { receivedAt: Date.parse('2023-08-21T00:30:00+07:00') })
  await lake.land({ 'b.csv': flatExport('2023-12-31', { 28249: [1, 3] }) }, { receivedAt: Date.parse('2024-01-01T06:59:00+07:00') })
  await lake.land({ 'c.csv': 'no export' }, { receivedAt: Date.parse('2023-08-22T10:00:00+07:00') })
})
afterAll(() => lake.remove())

it.each([
  ['2023-08-20', ['01', '82'], 'the day of its figures is not the day it was received'],
  ['2023-08-21', ['01'], 'half past midnight in Viet Nam is the day before in UTC'],
  ['2023-08-22', ['01', '82'], 'a file that was refused is none'],
  ['2024-01-01', ['01'], 'its receipt lies in the old year of UTC'],
])('%s: nothing from %j, since %s', async (day, missing) => {
  const engine = duckdbEngine(lake.storage, { hold: false })
  expect(await withoutArrival(engine, ['01', '82'], day)).toEqual(missing)
  engine.close()
})

it.each([
  ['2023-08-20', ['01', '82'], 'both are in force'],
  ['2022-08-20', ['01', '82', '83'], 'of a day before the register nobody knows, so none is passed over'],
  ['2025-07-01', ['82'], 'one that was merged into another owes nothing any more'],
])('%s: asked are %j of 01, 82, 83, since %s', async (day, asked) => {
  const editions = await landingLake('2023')
  // An edition of several provinces is of the whole country.
  const lines = ['82,Đồng Tháp,Tỉnh Đồng Tháp,tỉnh,,province', '79,TP. Hồ Chí Minh,Thành phố Hồ Chí Minh,thành phố trực thuộc trung ương,,province']
  await importUnits(editions.storage, Buffer.from(['code,name,full_name,type,parent_code,level', ...lines].join('\n')), '2025-07-01')
  const engine = duckdbEngine(editions.storage, { hold: false })
  expect(await provincesOn(engine, ['01', '82', '83'], day)).toEqual(asked)
  engine.close()
  editions.remove()
})

it('a lake without a register asks for all', async () => {
  const empty = await landingLake()
  const engine = duckdbEngine(empty.storage, { hold: false })
  expect(await provincesOn(engine, ['82'], '2023-08-20')).toEqual(['82'])
  expect(await withoutArrival(engine, ['82'], '2023-08-20')).toEqual(['82'])
  engine.close()
  empty.remove()
})
