import { MEMORY_MB } from '../../infra/memory.ts'

/** With so much memory Lambda gives a whole core; with less, as much less. */
const WHOLE_CORE_MB = 1769

interface Measured {
  readonly of: keyof typeof MEMORY_MB
  readonly work: string
  readonly peakMb: number
  readonly processorMs: number
}

/** As `MEMORY_YEARS=10 npm run test:aws` printed them on 26 November 2026, x64, Node 24; more or less a fifth. */
const measured: readonly Measured[] = [
  { of: 'landing', work: 'một tệp ngày — one workbook of a day', peakMb: 158, processorMs: 470 },
  { of: 'landing', work: '88 tệp mẫu — 88 workbooks of the demo', peakMb: 238, processorMs: 4_560 },
  { of: 'landing', work: 'một năm của tỉnh, một bảng tính 62.780 dòng — a year of a province in one workbook', peakMb: 417, processorMs: 2_520 },
  { of: 'landing', work: 'mười năm, một tệp chữ 628.316 dòng — ten years in one text', peakMb: 1_638, processorMs: 13_980 },
  { of: 'checking', work: 'tỉnh nào chưa nộp — what has not arrived', peakMb: 122, processorMs: 290 },
  { of: 'checking', work: 'kiểm tra một tỉnh một năm, 89 tệp — a province and year, 89 files', peakMb: 324, processorMs: 4_760 },
  { of: 'serving', work: 'khởi động đến câu trả lời đầu — start to first answer', peakMb: 158, processorMs: 550 },
  { of: 'serving', work: '7 thao tác của demo — the 7 operations of the demo', peakMb: 200, processorMs: 700 },
]

/** Processor time over the share of a core: what waits for S3 is not in it. */
function estimated({ peakMb, processorMs }: Measured, memoryMb: number): string {
  if (peakMb > memoryMb) return 'không đủ — too small'
  return `${(processorMs / Math.min(1, memoryMb / WHOLE_CORE_MB) / 1000).toFixed(1)} s`
}

const SHOWN = [512, 1024, WHOLE_CORE_MB] as const

/** What each function takes, what that would last with less memory, and what it is given. */
export const sizeTable = (): string =>
  [
    `| hàm / function | việc / work | MB, nhiều nhất — at most | ms bộ xử lý — processor | ${SHOWN.map((mb) => `ước tính / estimate ${mb} MB`).join(' | ')} | được cho / given |`,
    `| --- | --- | --- | --- | ${SHOWN.map(() => '---').join(' | ')} | --- |`,
    ...measured.map((one) => `| ${one.of} | ${one.work} | ${one.peakMb} | ${one.processorMs} | ${SHOWN.map((mb) => estimated(one, mb)).join(' | ')} | ${MEMORY_MB[one.of]} MB |`),
  ].join('\n')
