/**
 * Words of headings of columns about persons: an export that has one is refused whole (docs/findings.md). They count
 * wherever they stand in a heading ("SĐT liên hệ", "Số CCCD (12 số)").
 */
export const personWords: readonly string[] = [
  'số CCCD',
  'CCCD số',
  'số CMND',
  'số CMT',
  'số căn cước',
  'số định danh cá nhân',
  'mã định danh cá nhân',
  'số ĐDCN',
  'số hộ chiếu',
  'mã số BHXH',
  'số BHXH',
  'số điện thoại',
  'điện thoại liên hệ',
  'điện thoại di động',
  'số ĐT',
  'SĐT',
  'di động',
  'email',
  'thư điện tử',
]

/** The same, whatever else the heading says: names, births and homes are never counts. */
export const privateWords: readonly string[] = [
  'họ tên',
  'họ và tên',
  'họ, tên',
  'họ đệm',
  'họ và chữ đệm',
  'tên công dân',
  'tên người dân',
  'tên chủ hộ',
  'ngày sinh',
  'ngày tháng năm sinh',
  'ngày, tháng, năm sinh',
  'năm sinh',
  'địa chỉ thường trú',
  'nơi thường trú',
  'nơi cư trú',
  'quê quán',
]

/** Words that make a column about persons only where they are the whole heading, or the whole of a part between slashes. */
export const personHeadings: readonly string[] = ['CCCD', 'CMND', 'CMT', 'ĐDCN', 'căn cước công dân', 'số thẻ căn cước', 'số định danh', 'điện thoại', 'chủ hộ']

/** "Số CCCD đã cấp", "Tỷ lệ cập nhật số điện thoại": counts of persons, not persons. */
export const countWords: readonly string[] = ['đã', 'được', 'chưa', 'tỷ lệ', 'tổng số', 'số lượng', 'số công dân', 'số người', 'số tài khoản', 'cấp']
