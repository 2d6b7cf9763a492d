import { note } from './fuzz-file.ts'
import type { Random } from './random.ts'

export type ModelCell = string | number | null

/** A table as an office would export it, before anything is done to it. */
export interface ModelTable {
  readonly above: readonly string[]
  readonly heading: readonly string[]
  readonly rows: readonly (readonly ModelCell[])[]
}

const communes = [
  ['28249', 'Phường 5'],
  ['28252', 'Phường 4'],
  ['28261', 'Phường 1'],
  ['28264', 'Phường 2'],
] as const

const counts = ['Công dân đủ điều kiện', 'Chỉ tiêu giao', 'Thu nhận mức 1', 'Thu nhận mức 2', 'Phê duyệt mức 1', 'Phê duyệt mức 2', 'Kích hoạt mức 1', 'Kích hoạt mức 2']

/** Counts that no check has anything to say of: each stage is below the one before. */
function countsOf(random: Random): number[] {
  const [l1, l2] = [100 + random.below(900), 1000 + random.below(9000)]
  return [20_000 + random.below(80_000), 10_000 + random.below(10_000), l1, l2, l1 - 20, l2 - 200, l1 - 50, l2 - 500]
}

/** `dated`: each row carries its day; else the line above says it. */
export function modelTable(random: Random, dated: boolean): ModelTable {
  const rows = communes.map(([code, name], i): ModelCell[] => {
    const place: ModelCell[] = [i + 1, ...(dated ? ['20/08/2023'] : []), code, name]
    return [...place, ...countsOf(random), random.chance(0.2) ? note : null]
  })
  return {
    above: ['CÔNG AN TỈNH TIỀN GIANG', '(Số liệu tính đến 17:00 ngày 20/08/2023)'],
    heading: ['STT', ...(dated ? ['Ngày'] : []), 'Mã ĐVHC', 'Đơn vị hành chính', ...counts, 'Ghi chú'],
    rows,
  }
}

/** A count as some offices print it. */
export const grouped = (count: number, by: string): string => String(count).replace(/\B(?=(\d{3})+$)/g, by)
