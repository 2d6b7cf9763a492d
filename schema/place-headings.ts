/** Headings that say of whom and of when a row is, alike in all layouts. */
export const place = {
  number: ['STT', 'TT', 'Số TT', 'Số thứ tự'],
  unit_code: ['Mã ĐVHC', 'Mã đơn vị', 'Mã đơn vị hành chính', 'Mã xã', 'unit_code', 'code'],
  unit_name: ['Đơn vị hành chính', 'Đơn vị', 'Tên đơn vị', 'Xã, phường, thị trấn', 'Xã, phường', 'Xã, phường, đặc khu', 'Tên xã', 'unit_name', 'name'],
  district_name: ['Huyện', 'Quận, huyện', 'Huyện, thị xã, thành phố', 'Tên huyện'],
  date: ['Ngày', 'Ngày số liệu', 'Ngày báo cáo', 'date'],
  notes: ['Ghi chú', 'notes'],
} as const
