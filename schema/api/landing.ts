import type { LandingRow } from '../../queries/answers.ts'
import { landings } from '../../queries/landings.ts'
import { both, builder } from './builder.ts'
import { FindingConnection, pageOfFindings } from './finding.ts'
import { landingId } from './landing-id.ts'
import { NodeRef } from './node.ts'
import { connectionOf, page, pageArgs, pageEntries } from './page.ts'

const LandingStateRef = builder.enumType('LandingState', {
  description: both('Kết quả nạp một tệp', 'What became of a file'),
  values: {
    LANDED: { value: 'landed', description: both('Đã nạp', 'Landed') },
    REFUSED: { value: 'refused', description: both('Bị từ chối, chỉ giữ biên nhận', 'Refused; only the receipt is kept') },
    WITHDRAWN: { value: 'withdrawn', description: both('Đã rút lại; asKnownAt vẫn thấy', 'Withdrawn; asKnownAt still sees it') },
  } as const,
})

export const LandingRef = builder.objectRef<LandingRow>('Landing').implement({
  description: both('Biên nhận của một tệp', 'Receipt of a file'),
  interfaces: [NodeRef],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'sha256' in value,
  fields: (t) => ({
    id: t.id({ description: both('sha256@thời điểm nạp', 'sha256@moment of landing'), resolve: landingId }),
    sha256: t.exposeString('sha256', { description: both('SHA-256 của tệp; tệp gốc ở raw/<sha256>', 'SHA-256 of the file; its bytes are raw/<sha256>') }),
    file: t.exposeString('file', { description: both('Tên tệp; dãy từ chín chữ số bị che', 'Name of the file; runs of nine or more digits masked') }),
    state: t.field({ type: LandingStateRef, description: both('Kết quả', 'What became of it'), resolve: (row) => row.state }),
    table: t.exposeString('table', { nullable: true, description: both('Bảng nhận hầu hết các dòng', 'Fact table most of its rows went to') }),
    layout: t.exposeString('layout', { nullable: true, description: both('Mẫu báo cáo', 'Layout it was read by') }),
    province: t.exposeString('province', { nullable: true, description: both('Mã tỉnh; null khi không rõ hoặc có nhiều', 'Code of the province; null where none or several') }),
    statedAt: t.expose('stated_at', {
      type: 'DateTime',
      nullable: true,
      description: both('Thời điểm số liệu mà tệp ghi; null khi không ghi giờ', 'Moment the file states; null where it states no hour'),
    }),
    first: t.expose('first', { type: 'Date', nullable: true, description: both('Ngày số liệu đầu', 'First day of its figures') }),
    last: t.expose('last', { type: 'Date', nullable: true, description: both('Ngày số liệu cuối', 'Last day of its figures') }),
    rows: t.exposeInt('rows', { description: both('Số dòng nạp', 'Rows landed') }),
    rejected: t.exposeInt('rejected', { description: both('Số dòng bị loại', 'Rows kept out') }),
    receivedAt: t.expose('received_at', { type: 'DateTime', description: both('Khi tỉnh nhận tệp', 'When the province received it') }),
    landedAt: t.expose('landed_at', { type: 'DateTime', description: both('Khi ghi biên nhận', 'When the receipt was written') }),
    withdrawnAt: t.expose('withdrawn_at', { type: 'DateTime', nullable: true, description: both('Khi bị rút; null khi không', 'When it was withdrawn; null if it was not') }),
    reason: t.exposeString('reason', { nullable: true, description: both('Lý do rút', 'Why it was withdrawn') }),
    findings: t.field({
      type: FindingConnection,
      description: both('Lỗi của tệp', 'Findings of the file'),
      args: pageArgs,
      extensions: { entries: pageEntries },
      resolve: async (row, args, { batches }) => pageOfFindings(await batches.findings(row), args),
    }),
  }),
})

const LandingConnection = connectionOf('Landing', LandingRef, 'biên nhận', 'receipts')

builder.queryField('landings', (t) =>
  t.field({
    type: LandingConnection,
    description: both('Các tệp đã nhận, cũ trước', 'Files received, oldest first'),
    args: {
      from: t.arg({ type: 'Date', description: both('Tệp có số liệu từ ngày này', 'Files with figures from this day on') }),
      to: t.arg({ type: 'Date', description: both('Tệp có số liệu đến ngày này', 'Files with figures up to this day') }),
      state: t.arg({ type: LandingStateRef, description: both('Chỉ kết quả này', 'Only this state') }),
      code: t.arg.string({ description: both('Chỉ tệp có mã lỗi này', 'Only files with a finding of this code') }),
      file: t.arg.string({ description: both('Phần của tên tệp, hoặc SHA-256', "Part of the file's name, or its SHA-256") }),
      province: t.arg.string({ description: both('Chỉ tỉnh có mã này', 'Only the province of this code') }),
      ...pageArgs,
    },
    extensions: { entries: pageEntries },
    resolve: async (_, { from, to, state, code, file, province, ...args }, { asking }) => {
      const rows = await landings(asking, {
        from: from ?? undefined,
        to: to ?? undefined,
        state: state ?? undefined,
        code: code ?? undefined,
        file: file ?? undefined,
        province: province ?? undefined,
      })
      return page(rows, args, landingId)
    },
  }),
)
