import { expect, test } from 'vitest'
import { statedPeriod } from '../../functions/land/stated-period.ts'

test.each([
  'Từ ngày 01/09/2023 đến ngày 15/09/2023.',
  'Từ ngày 01-9-2023 đến ngày 15-9-2023.',
  '(01/9/2023-15/9/2023)',
  'Từ 01/9/2023-15/9/2023',
  'Đợt 01: 01/9-15/9/2023',
  'Đợt 01: 01/9–15/9/2023',
  'Từ 00:00 ngày 01/09/2023 đến 23:59 ngày 15/09/2023',
  'từ ngày 01/09/2023 00:00 đến ngày 15/09/2023 23:59',
  'Từ ngày 01/09/23 đến ngày 15/09/23',
  'Từ ngày 01/09/2023 đến ngày 15/09/2023',
  'từ 1/9 đến 15/9/2023',
  'từ ngày 01 tháng 9 năm 2023 đến hết ngày 15 tháng 9 năm 2023',
  'Từ ngày: 01/09/2023 đến ngày: 15/09/2023',
  'từ 0h ngày 01/9/2023 đến 24h ngày 15/9/2023',
  '(Biểu số II.06a/VPCP/KSTT - Từ ngày 01/09/2023 đến ngày 15/09/2023; đơn vị tính: số hồ sơ TTHC)',
])('%s', (l) => {
  expect(statedPeriod([l])).toMatchObject({ first: '2023-09-01', day: '2023-09-15' })
})
test.each(['Quý III/2023', 'Tháng 9 năm 2023', 'Quyết định số 766/QĐ-TTg ngày 23/6/2022', 'Tiền Giang, ngày 15 tháng 9 năm 2023', 'Biểu số 01-9', 'số 15/2023-01'])(
  'none: %s',
  (l) => {
    expect(statedPeriod([l])).toBeNull()
  },
)
test('over the year', () => {
  expect(statedPeriod(['từ 16/12 đến 15/01/2024'])).toMatchObject({ first: '2023-12-16', day: '2024-01-15' })
})
