import { afterEach, beforeEach, expect, it } from 'vitest'
import { importServices } from '../../functions/land/import-services.ts'
import { verify } from '../../functions/land/verify.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import { serviceCatalogue } from '../../queries/service-catalogue.ts'
import type { ServiceCatalogue } from '../../schema/service-catalogue.ts'
import { registerOf } from '../../schema/units.ts'
import { type LandingLake, landingLake } from './landing-lake.ts'

let lake: LandingLake
beforeEach(async () => {
  lake = await landingLake('2023')
})
afterEach(() => lake.remove())

async function catalogue(): Promise<ServiceCatalogue> {
  const engine = duckdbEngine(lake.storage, { hold: false })
  try {
    return await serviceCatalogue({ engine, register: registerOf([]), today: '2023-12-31' })
  } finally {
    engine.close()
  }
}
const csv = (...lines: readonly string[]): Buffer => Buffer.from(`code,name,group,source\n${lines.join('\n')}\n`)
const codes = (listed: ServiceCatalogue, day: string): string => listed.on(day).reduce((text, { code }) => `${text} ${code.slice(4)}`, '')

it('the 25 of QĐ 06 are there without any import, 11 of the police, 13 since Chỉ thị 24', async () => {
  const built = await catalogue()
  const ofPolice = (day: string): number => built.on(day).filter(({ group }) => group === 'Công an').length
  expect([built.on('2022-01-05').length, built.on('2022-01-06').length, ofPolice('2022-12-31'), ofPolice('2025-12-31')]).toEqual([0, 25, 11, 13])
})

it('an edition is the whole catalogue from its day on, one that is added joins it; in any order', async () => {
  const whole = () => importServices(lake.storage, csv('DVC.01,Một,Công an,QĐ 1', 'DVC.26,Hai mươi sáu,Y tế,'), '2024-03-01', 'whole')
  const added = () => importServices(lake.storage, csv('DVC.27,Hai mươi bảy,Y tế,QĐ 2', 'DVC.26,Đổi tên,Thuế,QĐ 2'), '2024-06-01', 'added')
  const early = () => importServices(lake.storage, csv('DVC.28,Hai mươi tám,Y tế,QĐ 3'), '2023-06-01', 'added')
  for (const deeds of [
    [whole, added, early],
    [early, added, whole],
  ]) {
    for (const deed of deeds) await deed()
    const listed = await catalogue()
    expect(listed.on('2023-05-31')).toHaveLength(25)
    expect(listed.on('2023-06-01').at(-1)).toEqual({ code: 'DVC.28', name: 'Hai mươi tám', group: 'Y tế', source: 'QĐ 3' })
    expect(codes(listed, '2024-03-01')).toBe(' 01 26')
    expect(codes(listed, '2025-12-31')).toBe(' 01 26 27')
    expect(listed.on('2024-06-01')[1]).toEqual({ code: 'DVC.26', name: 'Đổi tên', group: 'Thuế', source: 'QĐ 2' })
  }
  expect(await lake.rows('services', 'valid_from, listing, code')).toHaveLength(5)
  expect(await verify(lake.storage)).toEqual([])
})

it('the same day and kind replaces', async () => {
  await importServices(lake.storage, csv('DVC.01,Một,Công an,'), '2024-03-01', 'whole')
  await importServices(lake.storage, csv('DVC.02,Hai,Công an,'), '2024-03-01', 'whole')
  expect(codes(await catalogue(), '2024-03-01')).toBe(' 02')
})

it.each([
  ['code,name\nDVC.01,Một\n', /group/],
  ['code,name,group\nDVC 01,Một,Công an\n', /line 2/],
  ['code,name,group\nDVC.01,Một,Công an\nDVC.01,Một,Công an\n', /line 3/],
  ['code,name,group\nDVC.01,,Công an\n', /name.*line 2/],
  ['code,name,group\nDVC.01,Gọi 0912345678,Công an\n', /line 2/],
  ['code,name,group\n', /service/],
])('%j is no catalogue', async (text, message) => {
  await expect(importServices(lake.storage, Buffer.from(text), '2024-03-01', 'whole')).rejects.toMatchObject({ name: 'InputError', argument: 'FILE', message })
  expect(await lake.rows('services')).toEqual([])
})
