import type { Field, Layout } from './layout.ts'
import { place } from './place-headings.ts'

/** Every sum that a form of dossiers can be held to; `dossiers_to_handle` and `dossiers_handled` are printed, not kept. */
const parts = {
  received_in_person: ['received_direct', 'received_postal'],
  dossiers_received: ['received_online', 'received_in_person'],
  resolved_in_term: ['resolved_early', 'resolved_on_time'],
  dossiers_resolved: ['resolved_in_term', 'resolved_overdue'],
  dossiers_pending: ['pending_in_term', 'pending_overdue'],
  dossiers_to_handle: ['dossiers_received', 'carried_over'],
  dossiers_handled: ['dossiers_resolved', 'dossiers_pending'],
} as const satisfies Record<Field, readonly Field[]>

/**
 * Of what each count is a part by definition, in every form of procedures. A rate may pass 100 % (paid of payable, synchronised of
 * what is to be, digitised of resolved: what an earlier period left is done in this one), so its counts are no part and whole.
 */
const wholes = {
  received_direct: ['received_in_person', 'dossiers_received'],
  received_postal: ['received_in_person', 'dossiers_received'],
  received_online: ['dossiers_received', 'dossiers_to_handle'],
  received_in_person: ['dossiers_received', 'dossiers_to_handle'],
  dossiers_received: ['dossiers_to_handle'],
  carried_over: ['dossiers_to_handle'],
  resolved_early: ['resolved_in_term', 'dossiers_resolved'],
  resolved_on_time: ['resolved_in_term', 'dossiers_resolved'],
  resolved_in_term: ['dossiers_resolved'],
  resolved_overdue: ['dossiers_resolved'],
  dossiers_resolved: ['dossiers_handled'],
  pending_in_term: ['dossiers_pending'],
  pending_overdue: ['dossiers_pending'],
  dossiers_pending: ['dossiers_handled'],
  paid_online_national: ['paid_online'],
} as const satisfies Record<Field, readonly Field[]>

/** What came in is what went out and what is left. */
const equal = [['dossiers_to_handle', ['dossiers_handled']]] as const

/** "Tiếp nhận / Trực tuyến", and the same with the tier that some forms put between. */
const below = (groups: readonly string[], tiers: readonly string[], headings: readonly string[]): string[] =>
  groups.flatMap((group) => ['', ...tiers].flatMap((tier) => headings.map((heading) => [group, tier, heading].filter(Boolean).join(' / '))))

const received = ['Tiếp nhận', 'Số hồ sơ tiếp nhận', 'Hồ sơ tiếp nhận', 'Số lượng hồ sơ tiếp nhận', 'Số hồ sơ nhận giải quyết']
const resolved = ['Đã giải quyết', 'Hồ sơ đã giải quyết', 'Số hồ sơ đã giải quyết', 'Số lượng hồ sơ đã giải quyết', 'Kết quả giải quyết / Đã giải quyết']
const pending = ['Đang giải quyết', 'Hồ sơ đang giải quyết', 'Số hồ sơ đang giải quyết', 'Số lượng hồ sơ đang giải quyết', 'Kết quả giải quyết / Đang giải quyết']
const total = ['Tổng số', 'Tổng', 'Cộng']
const within = ['Trong kỳ', 'Trong đó']

/** Form II.06a/VPCP/KSTT (TT 01/2020/TT-VPCP), whatever its rows are. */
const ii06a = {
  dossiers_to_handle: below(received, [], total),
  received_online: below(received, within, ['Trực tuyến']),
  received_in_person: below(received, within, [
    'Trực tiếp, dịch vụ bưu chính',
    'Trực tiếp, bưu chính',
    'Trực tiếp, qua dịch vụ bưu chính',
    'Trực tiếp, dịch vụ bưu chính công ích',
  ]),
  carried_over: below(received, ['Trong đó'], ['Từ kỳ trước', 'Kỳ trước', 'Từ kỳ trước chuyển qua', 'Kỳ trước chuyển qua']),
  dossiers_resolved: below(resolved, [], total),
  resolved_early: below(resolved, ['Trong đó'], ['Trước hạn']),
  resolved_on_time: below(resolved, ['Trong đó'], ['Đúng hạn']),
  resolved_overdue: below(resolved, ['Trong đó'], ['Quá hạn']),
  dossiers_pending: below(pending, [], total),
  pending_in_term: below(pending, ['Trong đó'], ['Trong hạn']),
  pending_overdue: below(pending, ['Trong đó'], ['Quá hạn']),
} as const

const period = {
  first: ['Từ ngày', 'Ngày bắt đầu', 'first'],
  last: ['Đến ngày', 'Ngày kết thúc', 'last'],
} as const

const counts = [
  'received_online',
  'received_in_person',
  'received_direct',
  'received_postal',
  'dossiers_received',
  'carried_over',
  'resolved_early',
  'resolved_on_time',
  'resolved_in_term',
].concat([
  'resolved_overdue',
  'dossiers_resolved',
  'pending_in_term',
  'pending_overdue',
  'dossiers_pending',
  'results_returned',
  'dossiers_refused',
  'sent_back',
  'to_sync',
  'synced',
  'procedures',
])

const online = [['received_online'], ['dossiers_received']] as const
const payment = [['paid_online'], ['payable']] as const
const onTime = [['resolved_in_term'], ['dossiers_resolved']] as const
const inTerm = [
  ['resolved_in_term', 'pending_in_term'],
  ['dossiers_resolved', 'dossiers_pending'],
] as const

export const procedureLayouts: readonly Layout[] = [
  {
    code: 'ii06a',
    tables: ['dossiers'],
    row: 'unit',
    vi: 'Biểu II.06a/VPCP/KSTT theo đơn vị',
    en: 'Form II.06a/VPCP/KSTT by unit',
    headings: { ...place, unit_name: [...place.unit_name, 'Cơ quan, đơn vị', 'Cơ quan/đơn vị', 'Tên cơ quan, đơn vị'], ...ii06a, derived: [] },
    parts,
    wholes,
    equal,
  },
  {
    code: 'ii06a-field',
    tables: ['dossiers'],
    row: 'field',
    vi: 'Biểu II.06a/VPCP/KSTT theo lĩnh vực, mỗi đơn vị một tệp',
    en: 'Form II.06a/VPCP/KSTT by field of work, one file a unit',
    headings: {
      number: place.number,
      notes: place.notes,
      field: ['Lĩnh vực, công việc giải quyết theo cấp', 'Lĩnh vực công việc giải quyết theo cấp', 'Lĩnh vực, công việc giải quyết', 'Lĩnh vực giải quyết', 'Lĩnh vực'],
      ...ii06a,
      derived: [],
    },
    parts,
    wholes,
    equal,
  },
  {
    code: 'progress-766',
    tables: ['dossiers', 'digitisation'],
    row: 'unit',
    vi: 'Bảng tiến độ 31 cột theo QĐ 766/QĐ-TTg',
    en: 'Progress table of QĐ 766/QĐ-TTg, 31 columns',
    headings: {
      ...place,
      unit_code: [...place.unit_code, 'Mã định danh', 'Mã định danh cơ quan'],
      unit_name: [...place.unit_name, 'Cơ quan/đơn vị', 'Cơ quan, đơn vị', 'Tên cơ quan, đơn vị'],
      procedures: ['Số TTHC', 'Số thủ tục hành chính'],
      dossiers_to_handle: below(received, [], total),
      received_online: below(received, within, ['Mới tiếp nhận trực tuyến']),
      carried_over: below(received, within, ['Từ kỳ trước chuyển qua', 'Kỳ trước chuyển qua']),
      received_direct: below(received, within, ['Mới tiếp nhận trực tiếp']),
      received_postal: below(received, within, ['Mới tiếp nhận qua dịch vụ bưu chính công ích', 'Mới tiếp nhận qua bưu chính công ích', 'Mới tiếp nhận qua bưu chính']),
      dossiers_resolved: below(resolved, [], total),
      resolved_in_term: below(resolved, within, ['Đúng hạn', 'Trước hạn, đúng hạn', 'Trước và đúng hạn']),
      resolved_overdue: below(resolved, within, ['Quá hạn']),
      dossiers_pending: below(pending, [], total),
      pending_in_term: below(pending, within, ['Trong hạn']),
      pending_overdue: below(pending, within, ['Quá hạn']),
      dossiers_handled: ['Tổng số hồ sơ đã và đang giải quyết'],
      printed_online_rate: ['Tỷ lệ / Tiếp nhận trực tuyến'],
      rate_direct: ['Tỷ lệ / Tiếp nhận trực tiếp'],
      rate_postal: ['Tỷ lệ / Tiếp nhận qua bưu chính'],
      rate_resolved: ['Tỷ lệ / Đã giải quyết'],
      printed_on_time_rate: ['Tỷ lệ / Giải quyết đúng hạn'],
      rate_overdue: ['Tỷ lệ / Giải quyết quá hạn'],
      rate_pending_in_term: ['Tỷ lệ / Đang giải quyết trong hạn'],
      rate_pending_overdue: ['Tỷ lệ / Đang giải quyết quá hạn'],
      printed_in_term_rate: ['Tỷ lệ / Xử lý đúng hạn, trong hạn'],
      to_sync: ['Đồng bộ lên Cổng Dịch vụ công quốc gia / Số hồ sơ phải đồng bộ'],
      synced: ['Đồng bộ lên Cổng Dịch vụ công quốc gia / Số hồ sơ đã đồng bộ'],
      payable: ['Thanh toán trực tuyến / Số hồ sơ có nghĩa vụ tài chính'],
      paid_online: ['Thanh toán trực tuyến / Số hồ sơ thanh toán trực tuyến'],
      paid_online_national: ['Thanh toán trực tuyến / Trong đó qua Cổng Dịch vụ công quốc gia'],
      printed_payment_rate: ['Thanh toán trực tuyến / Tỷ lệ thanh toán trực tuyến'],
      derived: [],
    },
    parts,
    wholes,
    equal,
    rates: {
      printed_online_rate: online,
      rate_direct: [['received_direct'], ['dossiers_received']],
      rate_postal: [['received_postal'], ['dossiers_received']],
      rate_resolved: [['dossiers_resolved'], ['dossiers_to_handle']],
      printed_on_time_rate: onTime,
      rate_overdue: [['resolved_overdue'], ['dossiers_resolved']],
      rate_pending_in_term: [['pending_in_term'], ['dossiers_pending']],
      rate_pending_overdue: [['pending_overdue'], ['dossiers_pending']],
      printed_in_term_rate: inTerm,
      printed_payment_rate: payment,
    },
  },
  {
    code: 'essential-weekly',
    tables: ['dossiers'],
    row: 'service',
    vi: 'Báo cáo tuần các dịch vụ công thiết yếu, mỗi đơn vị một tệp',
    en: 'Weekly report of the essential services, one file a unit',
    headings: {
      number: place.number,
      notes: place.notes,
      service: ['Mã DVC', 'Mã dịch vụ công', 'Mã dịch vụ', 'Mã DVC thiết yếu'],
      service_name: ['Dịch vụ công thiết yếu', 'Tên DVC', 'Tên dịch vụ công', 'Dịch vụ công', 'Tên dịch vụ công thiết yếu'],
      dossiers_received: ['Tiếp nhận', 'Số hồ sơ tiếp nhận', 'Tổng số tiếp nhận'],
      received_online: ['Trong đó: trực tuyến', 'Trong đó / Trực tuyến', 'Trực tuyến', 'Tiếp nhận trực tuyến'],
      dossiers_resolved: ['Đã giải quyết'],
      results_returned: ['Đã trả kết quả'],
      dossiers_pending: ['Đang giải quyết'],
      resolved_overdue: ['Giải quyết quá hạn', 'Quá hạn'],
      overdue_cause: ['Nguyên nhân quá hạn'],
      dossiers_refused: ['Không tiếp nhận'],
      refused_cause: ['Lý do không tiếp nhận', 'Lý do'],
      sent_back: ['Trả lại yêu cầu bổ sung', 'Trả lại bổ sung'],
      sent_back_cause: ['Nguyên nhân trả lại', 'Nguyên nhân'],
      derived: ['Cơ quan', 'Đơn vị', 'Cơ quan giải quyết', 'Cơ quan thực hiện'],
    },
    parts: {},
    wholes,
    rest: { resolved_in_term: ['dossiers_resolved', 'resolved_overdue'] },
  },
  {
    code: 'digitisation',
    tables: ['digitisation'],
    row: 'unit',
    vi: 'Số hóa kết quả và thanh toán trực tuyến theo đơn vị',
    en: 'Results digitised and fees paid online, by unit',
    headings: {
      ...place,
      ...period,
      resolved: ['Hồ sơ đã giải quyết', 'Số hồ sơ đã giải quyết', 'resolved'],
      digitised_results: ['Kết quả đã số hóa', 'Số kết quả đã số hóa', 'digitised_results'],
      printed_digitisation_rate: ['Tỷ lệ số hóa', 'Tỷ lệ số hóa (%)'],
      payable: ['Hồ sơ có nghĩa vụ tài chính', 'Số hồ sơ có nghĩa vụ tài chính', 'payable'],
      paid_online: ['Thanh toán trực tuyến', 'Số hồ sơ thanh toán trực tuyến', 'paid_online'],
      paid_online_national: ['Thanh toán qua Cổng Dịch vụ công quốc gia', 'paid_online_national'],
      printed_payment_rate: ['Tỷ lệ thanh toán trực tuyến', 'Tỷ lệ thanh toán trực tuyến (%)'],
      derived: [],
    },
    parts: {},
    wholes,
    rates: { printed_digitisation_rate: [['digitised_results'], ['resolved']], printed_payment_rate: payment },
  },
  {
    code: 'flat-dossiers',
    tables: ['dossiers'],
    row: 'unit',
    vi: 'Bảng phẳng, mỗi dòng một đơn vị một kỳ, có thể theo lĩnh vực hoặc dịch vụ',
    en: 'Flat table, a row a unit and period, of a field or service where it says so',
    headings: { ...place, ...period, field: ['field'], service: ['service'], ...Object.fromEntries(counts.map((name) => [name, [name]])), derived: [] },
    parts,
    wholes,
    equal,
  },
]
