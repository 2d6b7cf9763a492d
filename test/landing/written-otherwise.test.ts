import { afterEach, describe, expect, it } from 'vitest'
import { type LandingLake, landingLake } from './landing-lake.ts'

/** Reports of procedures as other offices write them; counts made up. */
let lake: LandingLake
afterEach(() => lake.remove())
const land = async (text: string, said: { province: string | null; date: string | null } = { province: '82', date: null }) => {
  lake = await landingLake('2023', 'agencies')
  const [receipt] = await lake.land({ 'tep.csv': text }, { said })
  return { state: receipt?.state, province: receipt?.province, rejected: receipt?.rejected, codes: receipt?.findings.map(({ code }) => code) }
}
const units = async (table = 'dossiers') => (await lake.rows(table, 'unit_code')).map(({ unit_code }) => unit_code)

const WEEKLY = 'STT;Mã DVC;Dịch vụ công thiết yếu;Tiếp nhận;Trong đó: trực tuyến;Đã giải quyết;Giải quyết quá hạn;Nguyên nhân quá hạn'
const weekly = (head: string, row = '1;DVC.01;;5;5;4;1;Không rõ nguyên nhân') => `${head}\nSố liệu từ ngày 04/09/2023 đến ngày 10/09/2023\n${WEEKLY}\n${row}\n`
const FORM = 'STT;Đơn vị;Tiếp nhận / Trực tuyến;Tiếp nhận / Trực tiếp, dịch vụ bưu chính;Đã giải quyết / Trước hạn;Đã giải quyết / Đúng hạn;Đã giải quyết / Quá hạn'
const form = (...rows: string[]) => `UBND TỈNH TIỀN GIANG\nTừ ngày 01/09/2023 đến ngày 15/09/2023\n${FORM}\n${rows.join('\n')}\n`

describe('who reports', () => {
  it.each([
    ['UBND THÀNH PHỐ MỸ THO\nKính gửi: Công an tỉnh', '815'],
    ['UBND TP MỸ THO', '815'],
    ['UBND TP. MỸ THO\nPHÒNG TƯ PHÁP\nKính gửi:;Công an tỉnh; Sở Tư pháp', '815'],
    ['UBND THÀNH PHỐ MỸ THO\nUBND P.1', '28261'],
    ['UBND TỈNH TIỀN GIANG\nSỞ TƯ PHÁP', 'H.01'],
    ['UBND TỈNH TIỀN GIANG\nĐơn vị báo cáo: UBND Phường 1, thị xã Gò Công', '28303'],
  ])('%s', async (head, code) => {
    expect(await land(weekly(head))).toMatchObject({ state: 'landed', rejected: 0, codes: [] })
    expect(await units()).toEqual([code])
  })

  it.each(['UBND HUYỆN CÁI BÈ XA LẠ', 'Kính gửi: Công an tỉnh', 'SỞ TƯ PHÁP\nUBND THÀNH PHỐ MỸ THO', 'UBND PHƯỜNG 1'])('never a guess: %s', async (head) => {
    expect(await land(weekly(head))).toMatchObject({ state: 'refused', codes: ['no_unit'] })
  })
})

describe('units of a table', () => {
  it.each([
    'Phường 1, thành phố Mỹ Tho',
    'Phường 1, thành phố Mỹ Tho, tỉnh Tiền Giang',
    'Phường 1 (TP Mỹ Tho)',
    'Phường 1 thành phố Mỹ Tho',
    'Phường 1-TP Mỹ Tho',
    'Phường 1/TP Mỹ Tho',
    'TP Mỹ Tho - Phường 1',
    'UBND Phường 1, TP. Mỹ Tho',
  ])('%s', async (name) => {
    expect(await land(form(`1;${name};5;4;3;2;1`))).toMatchObject({ state: 'landed', rejected: 0, codes: [] })
    expect(await units()).toEqual(['28261'])
  })

  it('an office in a line numbered like a section is told, and so is a corporation', async () => {
    const rows = ['I;Sở, ban, ngành;9;4;3;2;1', '1;Sở Tư pháp;5;4;3;2;1', 'II;Văn phòng đăng ký đất đai;2;0;0;0;0', '2;Tổng công ty Điện lực;2;0;0;0;0']
    expect(await land(form(...rows))).toMatchObject({
      rejected: 2,
      codes: ['unknown_unit', 'unknown_unit', 'total_mismatch', 'total_mismatch', 'total_mismatch', 'total_mismatch'].slice(0, 2),
    })
    expect(await units()).toEqual(['H.01'])
  })

  it('sections with their sums, however they are headed', async () => {
    const rows = ['A;Cấp tỉnh;5;4;3;2;1', '1;Sở Tư pháp;5;4;3;2;1', 'B;UBND các huyện, thị xã, thành phố;9;8;7;6;5', '1;Thành phố Mỹ Tho;9;8;7;6;5', ';Tổng số;14;12;10;8;6']
    expect(await land(form(...rows))).toMatchObject({ rejected: 0, codes: [] })
    expect(await units()).toEqual(['815', 'H.01'])
  })

  it('the province is told by codes as they stand', async () => {
    const head = 'Mã ĐVHC,Đơn vị,Từ ngày,Đến ngày,Hồ sơ đã giải quyết,Kết quả đã số hóa'
    const rows = [
      'H.01,Sở Tư pháp,01/09/2023,15/09/2023,8,8',
      '815,Thành phố Mỹ Tho,01/09/2023,15/09/2023,9,9',
      '001,Quận Ba Đình xa lạ,01/09/2023,15/09/2023,9,9',
      '816,,01/09/2023,15/09/2023,9,9',
    ]
    expect(await land([head, ...rows].join('\n'), { province: null, date: null })).toMatchObject({ state: 'landed', province: '82', rejected: 1 })
    expect((await units('digitisation')).sort()).toEqual(['815', '816', 'H.01'])
  })

  it('names alone are of no province', async () => {
    expect(await land(form('1;Sở Tư pháp;5;4;3;2;1').replace('UBND TỈNH TIỀN GIANG\n', ''), { province: null, date: null })).toMatchObject({
      state: 'refused',
      codes: ['no_province'],
    })
  })
})

describe('what dossiers are of', () => {
  it('one field however it is written', async () => {
    const field = (rows: string) => `UBND THÀNH PHỐ MỸ THO\nTừ ngày 01/09/2023 đến ngày 15/09/2023\n${FORM.replace('Đơn vị', 'Lĩnh vực')}\n${rows}\n`
    expect(await land(field('I;Lĩnh vực cấp huyện;7;4;3;2;1\n1;TÀI NGUYÊN VÀ MÔI TRƯỜNG;5;4;3;2;1\n2;Hoà giải;2;0;0;0;0\n;Tổng số;7;4;3;2;1'))).toMatchObject({
      rejected: 0,
      codes: [],
    })
    expect((await lake.rows('dossiers', 'field')).map((row) => row.field)).toEqual(['Hòa giải', 'Tài nguyên và môi trường'])
  })

  it.each(['Nguyễn Văn An 0912 345 678', 'Cấp phép: 079-123-456-789', 'Lĩnh vực ٠٩١٢٣٤'])('a field is no person: %s', async (name) => {
    expect(
      await land(`UBND THÀNH PHỐ MỸ THO\nTừ ngày 01/09/2023 đến ngày 15/09/2023\n${FORM.replace('Đơn vị', 'Lĩnh vực')}\n1;${name};5;4;3;2;1\n2;Hộ tịch;5;4;3;2;1\n`),
    ).toMatchObject({ rejected: 1, codes: ['no_field'] })
    expect((await lake.rows('dossiers', 'field')).map((row) => row.field)).toEqual(['Hộ tịch'])
  })

  it('services by the national code of a procedure, and nobody’s number', async () => {
    const rows = ['1;1.004194;;5;5;4;1;', '2;2.000488.000.00.00.H58;;5;5;4;0;', '3;0912-345-678;;5;5;4;0;', '4;dvc 3;;5;5;4;1;Không rõ nguyên nhân'].join('\n')
    expect(await land(weekly('UBND THÀNH PHỐ MỸ THO', rows))).toMatchObject({ rejected: 1 })
    expect(await lake.rows('dossiers', 'service, overdue_cause')).toEqual([
      { service: '1.004194', overdue_cause: null },
      { service: '2.000488.000.00.00.H58', overdue_cause: null },
      { service: 'DVC.03', overdue_cause: 'other' },
    ])
  })

  it('a flat row whose service is nobody’s code is not of all dossiers', async () => {
    expect(await land('unit_code,first,last,service,received_online\n815,2023-09-01,2023-09-15,???,5\n815,2023-09-01,2023-09-15,,9\n')).toMatchObject({
      rejected: 1,
      codes: ['no_service'],
    })
    expect(await lake.rows('dossiers', 'service, received_online')).toEqual([{ service: null, received_online: 9 }])
  })
})
