import { describe, expect, it } from 'vitest'
import { countOf } from '../../functions/land/count.ts'
import { decodeText } from '../../functions/land/open-text.ts'
import { statedMoment } from '../../functions/land/stated-moment.ts'
import { momentOf } from '../../schema/days.ts'

describe('counts as offices write them', () => {
  it.each([
    [1234567, 1234567],
    ['1.234.567', 1234567],
    ['1,234', 1234],
    ['1 234', 1234],
    ['1\u00a0234', 1234],
    [' 12 ', 12],
    ['0', 0],
    ['', null],
    ['-', null],
    ['–', null],
    [null, null],
  ])('%j is %j', (cell, count) => expect(countOf(cell)).toEqual({ count }))

  it.each(['đang cập nhật', '12,5', '1.23', '1.234,5', '12.3456', '1.234.56', '1,234.567', '0.123', '1e3', '12 người', 7.969, Number.NaN, true, '99999999999999999999'])(
    '%j is no count',
    (cell) => expect(countOf(cell)).toMatchObject({ fault: 'not_a_count' }),
  )

  it.each([-5, '-5', '−1.234', '(12)'])('%j is negative', (cell) => expect(countOf(cell)).toMatchObject({ fault: 'negative_count' }))
})

describe('the day that a title states', () => {
  const hour = (day: string, h: number, m = 0) => ({ day, moment: momentOf(day, h, m), rivals: [] })
  const day = (one: string) => ({ day: one, moment: null, rivals: [] })
  it.each([
    ['(Phân hệ DC01 mở rộng - Số liệu tính đến 17:00 ngày 20/08/2023)', hour('2023-08-20', 17)],
    ['Số liệu tính đến 17 giờ 30 phút ngày 5 tháng 9 năm 2023', hour('2023-09-05', 17, 30)],
    ['tính đến 11h30 ngày 04/9/2023', hour('2023-09-04', 11, 30)],
    ['Số liệu tính đến 17:00:00 ngày 20/8/2023', hour('2023-08-20', 17)],
    ['Số liệu tính đến 17 giờ 00, ngày 20/8/2023', hour('2023-08-20', 17)],
    ['tính đến 5 giờ chiều ngày 20/8/2023', hour('2023-08-20', 17)],
    ['tính đến ngày 20/8/2023, 17h00', hour('2023-08-20', 17)],
    ['tính đến 24:00 ngày 20/8/2023', { day: '2023-08-20', moment: momentOf('2023-08-21', 0, 0), rivals: [] }],
    ['tính đến 24:30 ngày 20/8/2023', day('2023-08-20')],
    ['(Số liệu tính đến hết ngày 05 tháng 9 năm 2023)', day('2023-09-05')],
    ['KẾT QUẢ KÍCH HOẠT NGÀY 26/08/2023', day('2023-08-26')],
    ['BÁO CÁO TOÀN TỈNH, NGÀY 20/8/2023', day('2023-08-20')],
    ['TỔ CÔNG TÁC ĐỀ ÁN 06 GIAI ĐOẠN 2 NGÀY 26/08/2023', day('2023-08-26')],
    ['Từ ngày 01/09/2023 đến ngày 15/09/2023', day('2023-09-15')],
    ['TÍNH ĐẾN 17H NGÀY 20-08-2023', hour('2023-08-20', 17)],
    ['Số liệu tính đến 2023-08-20 17:00', hour('2023-08-20', 17)],
    ['2023-08-20', day('2023-08-20')],
    ['Ngày xuất: 20/08/2023 17:00', hour('2023-08-20', 17)],
    ['Số liệu tính đến 17:00 ngày 20/8/2023 (chỉ tiêu 903.203; chỉ tiêu đến ngày 31/12/2023)', hour('2023-08-20', 17)],
  ])('%s', (line, stated) => {
    expect(statedMoment([line])).toEqual(stated)
    expect(statedMoment([line.normalize('NFD')])).toEqual(stated)
  })

  it.each(['Tiền Giang, ngày 20 tháng 8 năm 2023', 'Kế hoạch số 383/KH-UBND ngày 15/8/2023', 'Số liệu mới nhất', 'ngày 31/02/2023', '2023-02-31', ''])('none: %s', (line) =>
    expect(statedMoment([line])).toBeNull(),
  )

  it.each([
    [['Ngày in: 27/08/2023', 'Tiền Giang, ngày 27 tháng 8 năm 2023', 'Số liệu tính đến ngày 26/08/2023'], '2023-08-26'],
    [['Ngày in: 22/08/2023 08:00', 'KẾT QUẢ KÍCH HOẠT NGÀY 20/8/2023'], '2023-08-20'],
    [['Thời gian xuất báo cáo: 08:00 22/08/2023', '20/8/2023'], '2023-08-20'],
    [['Biểu số liệu kèm theo Báo cáo số 45/BC-CAT-PC06 ngày 22/8/2023', 'Tính đến 17:00 ngày 20/8/2023'], '2023-08-20'],
    [['KẾT QUẢ THỰC HIỆN CHỈ TIÊU ĐỢT CAO ĐIỂM ĐẾN NGÀY 30/9/2023', 'Số liệu tính đến 17:00 ngày 20/8/2023'], '2023-08-20'],
    [['Phường 5, ngày 21 tháng 8 năm 2023', 'TỔNG HỢP NGÀY 20/8/2023'], '2023-08-20'],
    [['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Tiền Giang, ngày 21 tháng 8 năm 2023', 'TỔNG HỢP NGÀY 20/8/2023'], '2023-08-20'],
  ])('%j', (lines, stated) => expect(statedMoment(lines)?.day).toBe(stated))

  it('two days stated alike: the later, and the other is told', () => {
    expect(statedMoment(['TỔNG HỢP NGÀY 20/8/2023', 'KẾT QUẢ NGÀY 21/8/2023'])).toEqual({ day: '2023-08-21', moment: null, rivals: ['2023-08-20'] })
  })

  it('takes no longer on a hostile line', () => {
    const from = performance.now()
    statedMoment([`1:${' '.repeat(5000)}x ngày 20/8/2023`, `${'1 '.repeat(5000)}ngày`, `${'('.repeat(5000)}20/8/2023`])
    expect(performance.now() - from).toBeLessThan(200)
  })
})

describe('text', () => {
  const text = 'Mã ĐVHC;Kích hoạt mức 1'
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()])],
  ])('%s', (_, bytes) => expect(decodeText(bytes)).toBe(text))
})
