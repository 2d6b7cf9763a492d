import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addAgency, type NewAgency } from '../../functions/land/add-agency.ts'
import { importUnits } from '../../functions/land/import-units.ts'
import { agencyType } from '../../schema/agency-type.ts'
import { type LandingLake, landingLake } from './landing-lake.ts'

const csv = (...lines: readonly string[]): Buffer => Buffer.from(['code,name,full_name,type,parent_code,level', ...lines].join('\n'))
const line = (code: string, name: string, province = '82'): string => `${code},${name},Sở ${name},sở,${province},agency`
const science: NewAgency = { name: 'Sở  Khoa học và Công nghệ ', code: 'H.09', province: '82', validFrom: '2023-09-01', type: null }

let lake: LandingLake
beforeEach(async () => {
  lake = await landingLake('2023')
})
afterEach(() => lake.remove())

const agencies = async (): Promise<string[]> =>
  (await lake.rows('units', 'province, code, full_name, valid_from, valid_to, level'))
    .filter(({ level }) => level === 'agency')
    .map((row) => `${row.province}/${row.code} ${row.full_name} ${row.valid_from} ${row.valid_to}`)

describe('an agency added', () => {
  const first = csv(line('H.01', 'Tư pháp'), line('H.02', 'Y tế'))
  const later = csv(line('H.01', 'Tư pháp'))

  it('stands beside those of the edition in force, which do not end', async () => {
    await importUnits(lake.storage, first, '2023-01-01')
    expect(await addAgency(lake.storage, science)).toMatchObject({ code: 'H.09', name: 'Khoa học và Công nghệ', type: 'sở', province: '82', validFrom: '2023-09-01' })
    expect(await agencies()).toEqual([
      '82/H.01 Sở Tư pháp 2023-01-01 9999-12-31',
      '82/H.02 Sở Y tế 2023-01-01 9999-12-31',
      '82/H.09 Sở Khoa học và Công nghệ 2023-09-01 9999-12-31',
    ])
  })

  it('is the same in whatever order it and editions come, and ends with one that does not list it', async () => {
    const deeds = [() => importUnits(lake.storage, first, '2023-01-01'), () => importUnits(lake.storage, later, '2024-01-01'), () => addAgency(lake.storage, science)]
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [2, 0, 1],
      [2, 1, 0],
      [1, 2, 0],
    ]
    const ends: string[][] = []
    for (const order of orders) {
      lake.remove()
      lake = await landingLake('2023')
      for (const n of order) await deeds[n]?.()
      ends.push(await agencies())
    }
    for (const end of ends) expect(end).toEqual(ends[0])
    expect(ends[0]).toContain('82/H.09 Sở Khoa học và Công nghệ 2023-09-01 2023-12-31')
    expect(ends[0]).toContain('82/H.02 Sở Y tế 2023-01-01 2023-12-31')
  })

  it('on the day of an edition that does not list it, it is added to that edition', async () => {
    await addAgency(lake.storage, { ...science, validFrom: '2023-01-01' })
    await importUnits(lake.storage, first, '2023-01-01')
    expect(await agencies()).toContain('82/H.09 Sở Khoa học và Công nghệ 2023-01-01 9999-12-31')
  })

  it('twice is once', async () => {
    await addAgency(lake.storage, science)
    const before = await lake.rows('units')
    await addAgency(lake.storage, science)
    expect(await lake.rows('units')).toEqual(before)
  })

  it('takes neither a code nor a name that is another', async () => {
    await importUnits(lake.storage, first, '2023-01-01')
    await expect(addAgency(lake.storage, { ...science, code: 'H.01' })).rejects.toMatchObject({ argument: 'code', message: /Sở Tư pháp/ })
    await expect(addAgency(lake.storage, { ...science, name: 'Sở Y Tế' })).rejects.toMatchObject({ argument: 'NAME', message: /units alias TEXT H\.02/ })
    await expect(addAgency(lake.storage, { ...science, province: '99' })).rejects.toMatchObject({ argument: 'province', code: 'NOT_FOUND' })
    await expect(addAgency(lake.storage, { ...science, name: 'Đoàn 12' })).rejects.toMatchObject({ argument: 'type' })
    expect(await addAgency(lake.storage, { ...science, name: 'Đoàn 12', type: 'đoàn' })).toMatchObject({ type: 'đoàn', name: 'Đoàn 12' })
  })
})

it.each([
  ['Sở Khoa học và Công nghệ', 'sở', 'Khoa học và Công nghệ'],
  ['sở y tế', 'sở', 'y tế'],
  ['Công an tỉnh', 'công an', 'Công an tỉnh'],
  ['Bảo hiểm xã hội tỉnh', 'bảo hiểm xã hội', 'Bảo hiểm xã hội tỉnh'],
  ['Công ty Điện lực Tiền Giang', 'công ty điện lực', 'Công ty Điện lực Tiền Giang'],
  ['Cục Thuế tỉnh', 'cục', 'Cục Thuế tỉnh'],
  ['Toà án nhân dân tỉnh', 'tòa án', 'Toà án nhân dân tỉnh'],
  ['Ban Quản lý các khu công nghiệp', 'ban', 'Quản lý các khu công nghiệp'],
])('%s is of type %s', (fullName, type, name) => {
  expect(agencyType(fullName)).toEqual({ type, name })
})

it('a name that begins otherwise tells no type', () => {
  expect(agencyType('Bản đồ')).toBeNull()
})
