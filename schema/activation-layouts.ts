import type { Layout } from './layout.ts'
import { place } from './place-headings.ts'

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

export const activationLayouts: readonly Layout[] = [
  {
    code: 'flat',
    tables: ['activation'],
    row: 'commune',
    vi: 'Bảng phẳng, mỗi dòng một xã một ngày',
    en: 'Flat table, a row a commune and day',
    headings: { ...place, ...population, ...levels, received: ['received'], approved: ['approved'], activated: ['activated'], derived: [] },
    parts: disjointLevels,
  },
  {
    code: 'dc01',
    tables: ['activation'],
    row: 'commune',
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
    tables: ['activation'],
    row: 'commune',
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
    tables: ['activation'],
    row: 'commune',
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
    tables: ['activation'],
    row: 'commune',
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
