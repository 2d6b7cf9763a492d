import { comparable } from './names.ts'

/**
 * How exports look, as data: which headings mean which field, which counts are levels of which total.
 * A new layout is an entry here; reading one is never code of its own.
 */

/** What a column says. A count by its column name; `derived` is computed from others and not kept; `notes` is free text, never landed. */
export type Field = string

/** Fields that say of whom and of when a row is. */
export const placeFields = ['number', 'unit_code', 'unit_name', 'district_name', 'date'] as const

export interface Layout {
  readonly code: string
  readonly table: 'activation'
  readonly vi: string
  readonly en: string
  /** Field to the headings that mean it; a heading below another is written "group / heading". */
  readonly headings: Readonly<Record<Field, readonly string[]>>
  /** Totals to their parts, where the layout says that the parts are disjoint: total = the sum of its parts. */
  readonly parts: Readonly<Record<Field, readonly Field[]>>
}

const place = {
  number: ['STT', 'TT', 'Số TT', 'Số thứ tự'],
  unit_code: ['Mã ĐVHC', 'Mã đơn vị', 'Mã đơn vị hành chính', 'Mã xã', 'unit_code', 'code'],
  unit_name: ['Đơn vị hành chính', 'Đơn vị', 'Tên đơn vị', 'Xã, phường, thị trấn', 'Xã, phường', 'Xã, phường, đặc khu', 'Tên xã', 'unit_name', 'name'],
  district_name: ['Huyện', 'Quận, huyện', 'Huyện, thị xã, thành phố', 'Tên huyện'],
  date: ['Ngày', 'Ngày số liệu', 'Ngày báo cáo', 'date'],
  notes: ['Ghi chú', 'notes'],
} as const

const population = {
  eligible: ['Công dân đủ điều kiện', 'Số công dân đủ điều kiện', 'Dân số từ đủ 14 tuổi đủ điều kiện', 'eligible'],
  target: ['Chỉ tiêu giao', 'Chỉ tiêu', 'Chỉ tiêu được giao', 'target'],
} as const

const levels = {
  received_l1: ['Hồ sơ thu nhận / Mức 1', 'Thu nhận mức 1', 'received_l1'],
  received_l2: ['Hồ sơ thu nhận / Mức 2', 'Thu nhận mức 2', 'received_l2'],
  approved_l1: ['Đã phê duyệt / Mức 1', 'Phê duyệt mức 1', 'approved_l1'],
  approved_l2: ['Đã phê duyệt / Mức 2', 'Phê duyệt mức 2', 'approved_l2'],
  activated_l1: ['Đã kích hoạt / Mức 1', 'Kích hoạt mức 1', 'activated_l1'],
  activated_l2: ['Đã kích hoạt / Mức 2', 'Kích hoạt mức 2', 'activated_l2'],
} as const

const rates = ['Tỷ lệ kích hoạt / chỉ tiêu', 'Tỷ lệ kích hoạt', 'Tỷ lệ (%)', 'Tỷ lệ', 'Tỷ lệ kích hoạt / chỉ tiêu (%)'] as const

const disjointLevels = {
  received: ['received_l1', 'received_l2'],
  approved: ['approved_l1', 'approved_l2'],
  activated: ['activated_l1', 'activated_l2'],
} as const

/** Of two layouts that know as many headings of a file, the first is meant. */
export const layouts: readonly Layout[] = [
  {
    code: 'flat',
    table: 'activation',
    vi: 'Bảng phẳng, mỗi dòng một xã một ngày',
    en: 'Flat table, a row a commune and day',
    headings: { ...place, ...population, ...levels, received: ['received'], approved: ['approved'], activated: ['activated'], derived: [] },
    parts: disjointLevels,
  },
  {
    code: 'dc01',
    table: 'activation',
    vi: 'DC01 mở rộng, lũy kế theo cấp xã',
    en: 'DC01 running counts per commune, sections per district',
    headings: {
      ...place,
      ...population,
      ...levels,
      received: ['Hồ sơ thu nhận / Tổng số', 'Hồ sơ thu nhận / Tổng', 'received'],
      approved: ['Đã phê duyệt / Tổng số', 'Đã phê duyệt / Tổng', 'approved'],
      activated: ['Đã kích hoạt / Tổng số', 'Đã kích hoạt / Tổng', 'activated'],
      derived: rates,
    },
    parts: disjointLevels,
  },
  {
    code: 'dc01-day',
    table: 'activation',
    vi: 'Kích hoạt trong ngày và lũy kế, mỗi huyện một tệp',
    en: 'Activated in the day beside running counts, one file a district',
    headings: {
      ...place,
      target: population.target,
      activated_l1: ['Lũy kế kích hoạt / Mức 1', 'Lũy kế / Mức 1'],
      activated_l2: ['Lũy kế kích hoạt / Mức 2', 'Lũy kế / Mức 2'],
      activated: ['Lũy kế kích hoạt / Cộng', 'Lũy kế / Cộng', 'Lũy kế kích hoạt / Tổng số'],
      derived: [...rates, 'Kích hoạt trong ngày / Mức 1', 'Kích hoạt trong ngày / Mức 2', 'Kích hoạt trong ngày / Cộng', 'Còn thiếu'],
    },
    parts: { activated: disjointLevels.activated },
  },
  {
    code: 'reconciliation',
    table: 'activation',
    vi: 'Bảng đối soát nguồn',
    en: 'Reconciliation of sources, without levels',
    headings: {
      ...place,
      eligible: population.eligible,
      received: ['Đã thu nhận ĐDĐT'],
      approved: ['Đã phê duyệt'],
      activated: ['Đã kích hoạt'],
      derived: ['Chờ phê duyệt', 'Đã duyệt chưa kích hoạt', 'Đã có CCCD', 'Không đạt', 'Khóa/hủy'],
    },
    parts: {},
  },
  {
    code: 'summary',
    table: 'activation',
    vi: 'Tổng hợp kích hoạt, một hàng tiêu đề',
    en: 'Summary of activation, one heading row, columns in any order',
    headings: {
      ...place,
      ...population,
      activated: ['Số TK đã kích hoạt', 'Số tài khoản đã kích hoạt'],
      activated_l1: levels.activated_l1,
      activated_l2: levels.activated_l2,
      approved: ['Đã phê duyệt'],
      received: ['Đã thu nhận hồ sơ ĐDĐT'],
      derived: rates,
    },
    parts: { activated: disjointLevels.activated },
  },
]

/** Words over a group of columns that change nothing of what the columns mean. Any other group ("Trong tuần") makes them others. */
export const neutralGroups: readonly string[] = [
  'Tài khoản định danh điện tử',
  'Tài khoản ĐDĐT',
  'Định danh điện tử',
  'Kết quả',
  'Kết quả lũy kế',
  'Số liệu lũy kế',
  'Kết quả đăng ký, kích hoạt tài khoản định danh điện tử',
  'Trong đó',
]

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

/** Headings compared as people read them: capitals, spaces, punctuation and the tone mark's place do not matter. */
export const headingKey = (text: string): string =>
  comparable(text.replace(/\s*\/\s*/g, ' / ').replace(/[^\p{L}\p{M}\p{N}/_]+/gu, ' '))
    .replace(/(^| )\/( |$)/g, ' / ')
    .replace(/ +/g, ' ')
    .trim()
