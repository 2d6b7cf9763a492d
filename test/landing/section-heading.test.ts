import { expect, test } from 'vitest'
import { levelOfSection } from '../../functions/land/section-heading.ts'

test.each([
  ['Sở, ban, ngành', 'agency'],
  ['Các cơ quan, đơn vị', 'agency'],
  ['Cấp tỉnh', 'agency'],
  ['I. Sở, ban, ngành tỉnh', 'agency'],
  ['Huyện, thị xã, thành phố', 'district'],
  ['UBND các huyện, thị xã, thành phố', 'district'],
  ['Quận, huyện, thị xã', 'district'],
  ['Cấp huyện', 'district'],
  ['Xã, phường, thị trấn', 'commune'],
  ['UBND các xã, phường', 'commune'],
  ['Xã, phường, đặc khu', 'commune'],
  ['Cấp xã', 'commune'],
])('%s', (label, level) => {
  expect(levelOfSection(label)).toBe(level)
})

test.each(['Sở Tư pháp', 'Văn phòng đăng ký đất đai', 'Huyện Cái Bè', 'Sở Lạ', 'Phường 1', 'Tổng công ty Điện lực', 'NGƯỜI LẬP BIỂU', ''])('no heading: %s', (label) => {
  expect(levelOfSection(label)).toBeNull()
})
