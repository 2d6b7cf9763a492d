import type { FindingRow } from '../../queries/answers.ts'
import { findings } from '../../queries/findings.ts'
import { both, builder } from './builder.ts'
import { connectionOf, page, pageArgs, pageEntries } from './page.ts'

const SeverityRef = builder.enumType('Severity', {
  description: both('Mức độ của một lỗi', 'How much a finding costs'),
  values: {
    REFUSED: { value: 'refused', description: both('Cả tệp bị từ chối', 'The whole file is refused') },
    REJECTED: { value: 'rejected', description: both('Một dòng hoặc một ô bị loại', 'A row or a cell is kept out') },
    WARNING: { value: 'warning', description: both('Vẫn nạp, nên xem lại', 'Landed, worth a look') },
  } as const,
})

export const FindingRef = builder.objectRef<FindingRow>('Finding').implement({
  description: both('Điều mà một tệp tự bộc lộ khi nạp', 'What a file shows by itself when landed'),
  fields: (t) => ({
    code: t.exposeString('code', { description: both('Mã lỗi, ổn định', 'Code of the finding, stable') }),
    severity: t.field({ type: SeverityRef, description: both('Mức độ', 'Severity'), resolve: (row) => row.severity }),
    file: t.exposeString('file', { description: both('Tên tệp; dãy từ chín chữ số bị che', 'Name of the file; runs of nine or more digits masked') }),
    sha256: t.exposeString('sha256', { description: both('SHA-256 của tệp', 'SHA-256 of the file') }),
    sheet: t.exposeString('sheet', { nullable: true, description: both('Trang tính; null khi không gắn với trang nào', 'Sheet; null where it concerns none') }),
    row: t.exposeInt('row', { nullable: true, description: both('Dòng, từ 1, như phần mềm văn phòng đánh số', 'Row, 1-based, as the office program shows it') }),
    column: t.exposeString('column', { nullable: true, description: both('Cột: A, B …', 'Column: A, B …') }),
    unitCode: t.exposeString('unit_code', { nullable: true, description: both('Mã đơn vị', 'Code of the unit') }),
    date: t.expose('date', { type: 'Date', nullable: true, description: both('Ngày số liệu', 'Day of the figures') }),
    messageVi: t.exposeString('message_vi', { description: both('Sai gì và làm gì tiếp, tiếng Việt', 'What is wrong and what to do, in Vietnamese') }),
    messageEn: t.exposeString('message_en', { description: both('Sai gì và làm gì tiếp, tiếng Anh', 'What is wrong and what to do, in English') }),
    landedAt: t.expose('landed_at', { type: 'DateTime', description: both('Thời điểm của biên nhận', 'When the receipt it stands on was written') }),
  }),
})

export const FindingConnection = connectionOf('Finding', FindingRef, 'lỗi', 'findings')

/** Within one file a place and a code say which finding it is. */
const findingId = (row: FindingRow): string => [row.sha256, row.landed_at, row.code, row.sheet, row.row, row.column, row.unit_code, row.date, row.message_en].join('/')

export const pageOfFindings = (rows: readonly FindingRow[], args: Parameters<typeof page>[1]) => page(rows, args, findingId)

builder.queryField('findings', (t) =>
  t.field({
    type: FindingConnection,
    description: both('Lỗi của mọi tệp, theo thời điểm nạp', 'Findings of all files, in the order of landing'),
    args: {
      from: t.arg({ type: 'Date', description: both('Tệp có số liệu từ ngày này', 'Files with figures from this day on') }),
      to: t.arg({ type: 'Date', description: both('Tệp có số liệu đến ngày này', 'Files with figures up to this day') }),
      code: t.arg.string({ description: both('Chỉ mã lỗi này', 'Only this code') }),
      file: t.arg.string({ description: both('Phần của tên tệp, hoặc SHA-256', "Part of the file's name, or its SHA-256") }),
      province: t.arg.string({ description: both('Chỉ tỉnh có mã này', 'Only the province of this code') }),
      ...pageArgs,
    },
    extensions: { entries: pageEntries },
    resolve: async (_, { from, to, code, file, province, ...args }, { asking }) => {
      const rows = await findings(asking, { from: from ?? undefined, to: to ?? undefined, code: code ?? undefined, file: file ?? undefined, province: province ?? undefined })
      return pageOfFindings(rows, args)
    },
  }),
)
