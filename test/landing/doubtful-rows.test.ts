import { writeXlsx } from 'hucre/xlsx'
import { afterEach, describe, expect, it } from 'vitest'
import { type LandingLake, landingLake } from './landing-lake.ts'

/** A workbook of sheets, each a list of rows. */
const workbook = async (sheets: Readonly<Record<string, (string | number | null)[][]>>): Promise<Buffer> =>
  Buffer.from(await writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows })) }))
const header = ['STT', 'Mã ĐVHC', 'Đơn vị hành chính', 'Chỉ tiêu giao', 'Đã kích hoạt / Tổng số', 'Kích hoạt mức 1']

describe('rows that a reader could take for others', () => {
  let lake: LandingLake
  afterEach(() => lake?.remove())
  const facts = (columns = 'date, unit_code, activated_l1') => lake.rows('activation', columns)
  const brief = (receipts: Awaited<ReturnType<LandingLake['land']>>) =>
    receipts.map(({ rows, rejected, findings }) => ({ rows, rejected, codes: findings.map(({ code }) => code) }))

  it('codes without zeros and without names are communes of the place, or told: none is dropped', async () => {
    lake = await landingLake('2023')
    const text = 'date,unit_code,activated_l1\n2023-08-20,1,5\n2023-08-20,4,6\n2023-08-20,37,7\n2023-08-20,815,8\n'
    expect(brief(await lake.land({ 'a.csv': text }))).toEqual([{ rows: 3, rejected: 1, codes: ['unknown_unit', 'lost_zeros'] }])
    expect(await facts('unit_code, activated_l1')).toEqual([
      { unit_code: '00001', activated_l1: 5 },
      { unit_code: '00004', activated_l1: 6 },
      { unit_code: '00037', activated_l1: 7 },
    ])
  })

  it("a mistyped code is not landed in another province's commune", async () => {
    lake = await landingLake('2023')
    const text = 'Ngày;Mã ĐVHC;Đơn vị hành chính;Kích hoạt mức 1\n20/08/2023;00001;Phường 4;5\n20/08/2023;28249;Phường 5;6\n'
    expect(brief(await lake.land({ 'a.csv': text }, { said: { province: '82', date: null } }))).toEqual([{ rows: 1, rejected: 1, codes: ['unknown_unit'] }])
  })

  it('a section without a subtotal still says whose communes follow; an unknown one ends the section before', async () => {
    lake = await landingLake('2023')
    const rows = [
      ['SỐ LIỆU TỈNH TIỀN GIANG TÍNH ĐẾN NGÀY 20/08/2023'],
      ['STT', 'Đơn vị', 'Chỉ tiêu', 'Kích hoạt mức 1'],
      ['I', 'Thành phố Mỹ Tho', null, null],
      [1, 'Phường 1', 10, 5],
      ['II. Thị xã Gò Công', null, null, null],
      [1, 'Phường 1', 10, 6],
      ['III', 'Huyện Lạ', null, null],
      [1, 'Phường 5', 10, 7],
    ]
    expect(brief(await lake.land({ 'a.xlsx': await workbook({ x: rows }) }))).toEqual([{ rows: 2, rejected: 1, codes: ['ambiguous_unit'] }])
    expect(await facts('unit_code, activated_l1')).toEqual([
      { unit_code: '28261', activated_l1: 5 },
      { unit_code: '28303', activated_l1: 6 },
    ])
  })

  it('each sheet has its own hour: the later export of a day wins whatever else its workbook holds', async () => {
    lake = await landingLake('2023')
    const day = (stated: string, count: number) => [[`Số liệu tính đến ${stated}`], header, [1, '28249', 'Phường 5', 10, 90, count]]
    const early = await workbook({ a: day('11:30 ngày 04/9/2023', 10), b: day('11:30 ngày 05/9/2023', 20) })
    const late = await workbook({ a: day('20:30 ngày 04/9/2023', 99) })
    await lake.land({ 'late.xlsx': late })
    await lake.land({ 'early.xlsx': early })
    expect(await facts()).toEqual([
      { date: '2023-09-04', unit_code: '28249', activated_l1: 99 },
      { date: '2023-09-05', unit_code: '28249', activated_l1: 20 },
    ])
  })

  it('sheets of one day complete each other; only those that contradict each other are kept out', async () => {
    lake = await landingLake('2023')
    const title = ['Số liệu tính đến ngày 20/08/2023']
    const one = [title, ['Mã ĐVHC', 'Đơn vị', 'Kích hoạt mức 1'], ['28249', 'Phường 5', 7], ['28252', 'Phường 4', 1]]
    const two = [title, ['Kích hoạt mức 2', 'Mã ĐVHC', 'Đơn vị'], [70, '28249', 'Phường 5']]
    const three = [title, ['Kích hoạt mức 1', 'Mã ĐVHC', 'Đơn vị'], [2, '28252', 'Phường 4']]
    expect(brief(await lake.land({ 'a.xlsx': await workbook({ one, two, three }) }))).toEqual([{ rows: 1, rejected: 2, codes: ['duplicate_row', 'duplicate_row'] }])
    expect(await facts('unit_code, activated_l1, activated_l2')).toEqual([{ unit_code: '28249', activated_l1: 7, activated_l2: 70 }])
  })

  it('a sheet that states no day is left out, the others land', async () => {
    lake = await landingLake('2023')
    const dated = [['Số liệu tính đến ngày 20/08/2023'], header, [1, '28249', 'Phường 5', 10, 9, 7]]
    const undated = [header, [1, '28252', 'Phường 4', 10, 9, 7]]
    expect(brief(await lake.land({ 'a.xlsx': await workbook({ dated, undated }) }))).toEqual([{ rows: 1, rejected: 0, codes: ['sheet_left_out'] }])
  })

  it('--date says nothing of a file whose rows carry their day', async () => {
    lake = await landingLake('2023')
    const [receipt] = await lake.land({ 'a.csv': 'date,unit_code,activated_l1\n2023-09-15,28249,5\n' }, { said: { province: null, date: '2023-08-26' } })
    expect(receipt).toMatchObject({ first: '2023-09-15', last: '2023-09-15', findings: [{ code: 'date_differs' }] })
  })

  it('a day that other lines contradict, or that has not come, is told', async () => {
    lake = await landingLake('2023')
    const rows = (title: string) => [[title], ['KẾT QUẢ NGÀY 21/8/2023'], header, [1, '28249', 'Phường 5', 10, 9, 7]]
    expect(brief(await lake.land({ 'a.xlsx': await workbook({ x: rows('TỔNG HỢP NGÀY 20/8/2023') }) }))[0]?.codes).toEqual(['date_doubtful'])
    expect(brief(await lake.land({ 'b.xlsx': await workbook({ x: rows('Số liệu tính đến ngày 20/8/2632') }) }))[0]?.codes).toContain('date_doubtful')
  })

  it('sums by any of their names are sums, "Tổng Cọt" is none', async () => {
    lake = await landingLake('2023')
    const sums = ['Toàn tỉnh Tiền Giang', 'Tổng hợp', 'TỔNG CỘNG TOÀN TỈNH'].map((name) => [null, null, name, 20, 180, 14])
    const rows = [
      ['Số liệu tính đến ngày 20/08/2023'],
      header,
      [1, '28249', 'Phường 5', 10, 90, 7],
      [2, '28252', 'Phường 4', 10, 90, 7],
      [null, null, 'Cộng thành phố Mỹ Tho', 20, 180, 15],
      ...sums,
      [3, null, 'Tổng Cọt', 1, 1, 1],
    ]
    expect(brief(await lake.land({ 'a.xlsx': await workbook({ x: rows }) }, { said: { province: '82', date: null } }))).toEqual([
      { rows: 2, rejected: 1, codes: ['unknown_unit', 'total_mismatch'] },
    ])
  })
})
