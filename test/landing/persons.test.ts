import { afterEach, describe, expect, it } from 'vitest'
import { checkPersons } from '../../functions/land/check-persons.ts'
import type { Cell, Sheet } from '../../functions/land/sheet.ts'
import { maskDigits } from '../../schema/receipts.ts'
import { type LandingLake, landingLake } from './landing-lake.ts'

const sheet = (rows: Cell[][]): Sheet => ({ name: 'x', hidden: false, rows, merges: [], hiddenRows: new Set(), lines: [] })
const headed = (heading: string, values: Cell[] = ['x', 'y', 'z']): Sheet =>
  sheet([['Mã ĐVHC', 'Đơn vị', 'Đã kích hoạt', heading], ...values.map((value) => ['28249', 'Phường 5', 5, value])])

describe('columns about persons', () => {
  it.each([
    'Họ và tên',
    'HỌ TÊN CÔNG DÂN',
    'Họ và chữ đệm',
    'Số CCCD (12 số)',
    'CCCD số',
    'CCCD/CMND',
    'CCCD (1)',
    'CMND²',
    'Số định danh cá nhân (CCCD)',
    'Ngày, tháng, năm sinh',
    'SĐT liên hệ',
    'Điện thoại liên hệ',
    'Di động cán bộ',
    'Tên chủ hộ',
    'Mã số BHXH',
    'Nơi thường trú',
    'Họ và tên người đã kích hoạt',
    'Email',
  ])('refused: %s', (heading) => expect(() => checkPersons(headed(heading))).toThrow(/personal data/))

  it.each([
    'Đã có CCCD',
    'Số CCCD đã cấp',
    'Tỷ lệ cấp CCCD',
    'Số công dân có điện thoại thông minh',
    'Số người được cấp số định danh cá nhân',
    'Mã định danh',
    'Tài khoản định danh điện tử',
    'Số tổ công tác lưu động',
    'Ghi chú',
  ])('landed: %s', (heading) => expect(() => checkPersons(headed(heading))).not.toThrow())

  it('nobody signs a table away', () => {
    expect(() =>
      checkPersons(
        sheet([
          ['(Ký, họ tên)', null, '(Ký, ghi rõ họ tên)', '(Ký tên, đóng dấu)'],
          ['Điện thoại: 0273', 'Email:', 'x'],
        ]),
      ),
    ).not.toThrow()
  })

  it.each([
    [['0912345678', '0912345679', '0912345670']],
    [['0912 345 678', '0912.345.679', '(091) 234-5670']],
    [['+84912345678', '84912345679', '84912345670']],
    [[912345678, 912345679, 912345671]],
    [['082123456789', '082123456780', '082123456781']],
    [[123456789012, 123456789013, 123456789014]],
  ])('numbers of persons: %j', (values) => expect(() => checkPersons(headed('Mã số', values))).toThrow(/personal data/))

  it.each([[[1_350_000_000, 903_203_000, 912_345_000]], [['1.234.567.890', '123.456.789', '912.345.678']], [['28249', '28252', '28255']], [[28249, 28252, 28255]]])(
    'numbers of no person: %j',
    (values) => expect(() => checkPersons(headed('Kinh phí', values))).not.toThrow(),
  )
})

describe('what is never repeated', () => {
  it.each(['0912345678', '0912 345 678', '0912_345_678', '0912  345 678', '(091)2345678', '0912\u00a0345\u00a0678', '082123456789', '123 456 789'])('%s', (number) =>
    expect(maskDigits(`ds ${number}.csv`)).toBe('ds […].csv'),
  )

  it.each(['DC01 2023-08-20 17-00.xlsx', '82-2023-08-20.csv', 'DC01_20-08-2023_17h00.xlsx', 'tổng 1.234.567.890 tài khoản', 'dòng 12, cột 3', 'cộng 2700000 (-1350000 lệch)'])(
    'left: %s',
    (text) => expect(maskDigits(text)).toBe(text),
  )

  let lake: LandingLake | undefined
  afterEach(() => lake?.remove())
  it('no receipt echoes a number that stands where a code should', async () => {
    lake = await landingLake('2023')
    const [receipt] = await lake.land({ 'a.csv': 'Ngày;Mã ĐVHC;Kích hoạt mức 1\n20/08/2023;0912345678;1\n20/08/2023;301234567;1\n20/08/2023;28249;1\n' })
    expect(receipt).toMatchObject({ state: 'landed', rows: 1, rejected: 2 })
    expect(JSON.stringify(receipt).replace(receipt?.sha256 ?? '', '')).not.toMatch(/0912345678|301234567/)
  })

  // Made up. Cells move where a delimiter or a line end is missing: a name may come to stand anywhere.
  const name = 'Nguyễn Thị Bí Mật'
  it.each([
    ['in the heading', `Ngày;Mã ĐVHC;Kích hoạt mức 1;liên hệ ${name}\n20/08/2023;28249;1;x\n`],
    ['in the heading, in capitals', `Ngày;Mã ĐVHC;Kích hoạt mức 1;${name.toUpperCase()}\n20/08/2023;28249;1;x\n`],
    ['where a count should', `Ngày;Mã ĐVHC;Kích hoạt mức 1\n20/08/2023;28249;bà ${name}\n`],
    ['where a date should', `Ngày;Mã ĐVHC;Kích hoạt mức 1\n${name};28249;1\n20/08/2023;28249;1\n`],
    ['beside a code', `Ngày;Mã ĐVHC;Đơn vị;Kích hoạt mức 1\n20/08/2023;28249;${name};1\n`],
    ['beside an unknown code', `Ngày;Mã ĐVHC;Đơn vị;Kích hoạt mức 1\n20/08/2023;99999;${name};1\n20/08/2023;28249;Phường 5;1\n`],
    ['among what makes a column one about persons', `Ngày;Mã ĐVHC;Kích hoạt mức 1;Ghi chú\n20/08/2023;28249;1;số điện thoại bà ${name}\n`],
  ])('no receipt echoes a name that stands %s', async (_, text) => {
    lake = await landingLake('2023')
    const [receipt] = await lake.land({ 'a.csv': text })
    expect(receipt?.findings).toHaveLength(1)
    expect(JSON.stringify(receipt).toLowerCase()).not.toContain('bí mật')
  })

  it.each([
    ['Số tổ công tác lưu động', 'Kích hoạt mức 1'],
    ['SỐ TỔ CÔNG TÁC', 'KÍCH HOẠT MỨC 1'],
    ['Số TK ĐDĐT của VNeID', 'Kích hoạt mức 1'],
  ])('an unknown heading is named: %s', async (heading, known) => {
    lake = await landingLake('2023')
    const [receipt] = await lake.land({ 'a.csv': `${known === known.toUpperCase() ? 'NGÀY;MÃ ĐVHC' : 'Ngày;Mã ĐVHC'};${known};${heading}\n20/08/2023;28249;1;x\n` })
    expect(receipt?.findings).toMatchObject([{ code: 'unknown_column', message_en: expect.stringContaining(`"${heading}"`) }])
  })
})
