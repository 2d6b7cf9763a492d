/** A component of the index of QĐ 766/QĐ-TTg: points by a rate. */
export interface IndexComponent {
  readonly code: string
  readonly group: 'transparency' | 'progress' | 'online' | 'payment' | 'digitisation' | 'satisfaction'
  readonly vi: string
  readonly en: string
  readonly points: number
  /** Metric whose numerator and denominator it takes; `services` counts services; null: no export tells it. */
  readonly metric: string | 'services' | null
  /** The rate from which on it has full points. */
  readonly full: number
}

const untold = (code: string, group: IndexComponent['group'], points: number, vi: string, en: string): IndexComponent => ({ code, group, vi, en, points, metric: null, full: 1 })

/** 100 points of a province. Source: QĐ 766/QĐ-TTg (23/6/2022); points of online and payment as the national portal shows them. */
export const indexComponents: readonly IndexComponent[] = [
  untold('PUBLISH_ON_TIME', 'transparency', 6, 'TTHC công bố đúng hạn', 'Procedures announced on time'),
  untold('PUBLIC_UPDATE_ON_TIME', 'transparency', 4, 'TTHC cập nhật, công khai đúng hạn', 'Procedures published on time'),
  untold('PUBLIC_CONTENT_FULL', 'transparency', 2, 'TTHC công khai đủ bộ phận cấu thành', 'Procedures published in full'),
  { code: 'DOSSIER_SYNC', group: 'transparency', vi: 'Hồ sơ đồng bộ lên Cổng DVCQG', en: 'Dossiers synchronised to the national portal', points: 6, metric: 'sync_rate', full: 1 },
  { code: 'IN_TERM', group: 'progress', vi: 'Hồ sơ xử lý trước, đúng và trong hạn', en: 'Dossiers handled in term', points: 20, metric: 'in_term_rate', full: 1 },
  untold('ONLINE_PROCEDURES', 'online', 2, 'TTHC cung cấp DVC trực tuyến', 'Procedures offered online'),
  {
    code: 'ONLINE_SERVICES_USED',
    group: 'online',
    vi: 'DVC trực tuyến có phát sinh hồ sơ',
    en: 'Online services with at least one dossier',
    points: 4,
    metric: 'services',
    full: 1,
  },
  { code: 'ONLINE_DOSSIERS', group: 'online', vi: 'Hồ sơ nộp trực tuyến', en: 'Dossiers handed in online', points: 6, metric: 'online_rate', full: 0.5 },
  { code: 'PAID_ONLINE', group: 'payment', vi: 'Hồ sơ thanh toán trực tuyến', en: 'Dossiers paid online', points: 6, metric: 'payment_rate', full: 1 },
  untold('PROCEDURES_PAID_ONLINE', 'payment', 2, 'TTHC có giao dịch thanh toán trực tuyến', 'Procedures with payments online'),
  untold('PROCEDURES_PAYABLE_ONLINE', 'payment', 2, 'TTHC có nghĩa vụ tài chính được tích hợp', 'Procedures with a fee that can be paid online'),
  untold('ORIGINAL_RESULT_AVAILABLE', 'digitisation', 6, 'Cấp kết quả điện tử', 'Electronic results issued'),
  untold('SO_HOA_GIAY_TO_GIAI_QUYET', 'digitisation', 4, 'Số hóa hồ sơ và kết quả', 'Components and result digitised'),
  untold('E_COPIES', 'digitisation', 2, 'Chứng thực bản sao điện tử', 'Certified electronic copies'),
  untold('REUSED_DIGITIZED_DATA', 'digitisation', 2, 'Khai thác, sử dụng lại dữ liệu số hóa', 'Digitised data used again'),
  untold('SYNCED_WITH_DVCQG_PERSONAL_STORAGE', 'digitisation', 4, 'Kết nối, chia sẻ kho dữ liệu', 'Stores connected and shared'),
  untold('POPULATION_DATA', 'digitisation', 4, 'Khai thác dữ liệu dân cư', 'Population data used'),
  untold('COMPLAINTS_ON_TIME', 'satisfaction', 6, 'Phản ánh, kiến nghị xử lý đúng hạn', 'Complaints handled on time'),
  untold('COMPLAINTS_SATISFIED', 'satisfaction', 6, 'Hài lòng về xử lý phản ánh, kiến nghị', 'Satisfied with how complaints are handled'),
  untold('PROCEDURES_SATISFIED', 'satisfaction', 6, 'Hài lòng về giải quyết TTHC', 'Satisfied with how procedures are handled'),
]

/** Points of a rate: in proportion up to the rate from which on there are all of them. */
export const pointsOf = ({ points, full }: IndexComponent, numerator: number, denominator: number): number => points * Math.min(1, numerator / denominator / full)
