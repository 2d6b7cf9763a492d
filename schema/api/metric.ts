import type { Metric } from '../metric.ts'
import { metricOf, metrics } from '../metrics.ts'
import { both, builder } from './builder.ts'

export const MetricCodeRef = builder.enumType('MetricCode', {
  description: both('Mã chỉ số của danh mục', 'Codes of the catalogue of metrics'),
  values: Object.fromEntries(metrics.map((metric) => [metric.code.toUpperCase(), { value: metric.code, description: both(metric.vi, metric.en) }])),
})

const MetricKindRef = builder.enumType('MetricKind', {
  description: both('Số thời điểm hay số trong kỳ', 'At a moment or in a period'),
  values: {
    STOCK: { value: 'stock', description: both('Số lũy kế tại một thời điểm: theo thời gian lấy số cuối, không bao giờ cộng', 'At a moment: over time the last one, never a sum') },
    FLOW: { value: 'flow', description: both('Số phát sinh trong kỳ: cộng được theo thời gian và theo đơn vị', 'In a period: adds up over time and over units') },
  } as const,
})

export const ScopeRef = builder.enumType('Scope', {
  description: both('Số của riêng đơn vị hay cả địa bàn', "A unit's own, or all below it"),
  values: {
    OWN: { value: 'own', description: both('Riêng đơn vị', "The unit's own desk") },
    SUBTREE: { value: 'subtree', description: both('Cộng từ các xã trong địa bàn', 'Sum of the communes below') },
  } as const,
})

const MetricUnitRef = builder.enumType('MetricUnit', {
  description: both('Đơn vị đo', 'What is counted'),
  values: {
    ACCOUNT: { value: 'account', description: both('Tài khoản', 'Accounts') },
    DOSSIER: { value: 'dossier', description: both('Hồ sơ', 'Dossiers') },
    PERSON: { value: 'person', description: both('Người', 'Persons') },
    PROCEDURE: { value: 'procedure', description: both('Thủ tục hành chính', 'Administrative procedures') },
    RESULT: { value: 'result', description: both('Kết quả giải quyết', 'Results of dossiers') },
    RATIO: { value: 'ratio', description: both('Tỷ lệ; 1 là 100 %, có thể lớn hơn 1', 'A ratio; 1 is 100 %, more is possible') },
  } as const,
})

const BetterRef = builder.enumType('Better', {
  description: both('Giá trị nào xếp hạng 1', 'Which value is rank 1'),
  values: {
    MORE: { value: 'more', description: both('Cao nhất', 'The highest') },
    LESS: { value: 'less', description: both('Thấp nhất', 'The lowest') },
  } as const,
})

const FormulaRef = builder.objectRef<Metric>('Formula').implement({
  description: both('Công thức, bằng tên cột của kho', "Formula, in the lake's columns"),
  fields: (t) => ({
    numerator: t.exposeString('numerator', { description: both('Cột đếm, hoặc tử số', 'Column counted, or the numerator') }),
    denominator: t.exposeString('denominator', { nullable: true, description: both('Mẫu số; null khi là số đếm', 'Denominator; null for a count') }),
    text: t.string({
      description: both('Viết gọn; tỷ lệ là tổng chia tổng', 'In short; a rate is a sum over a sum'),
      resolve: ({ numerator, denominator }) => (denominator ? `sum(${numerator}) / sum(${denominator})` : `sum(${numerator})`),
    }),
  }),
})

export const MetricRef = builder.objectRef<Metric>('Metric').implement({
  description: both('Một chỉ số, định nghĩa ở một chỗ duy nhất', 'A metric, defined in one place'),
  fields: (t) => ({
    code: t.field({ type: MetricCodeRef, description: both('Mã', 'Code'), resolve: (metric) => metric.code }),
    labelVi: t.exposeString('vi', { description: both('Tên tiếng Việt', 'Name in Vietnamese') }),
    labelEn: t.exposeString('en', { description: both('Tên tiếng Anh', 'Name in English') }),
    formula: t.field({ type: FormulaRef, description: both('Công thức', 'Formula'), resolve: (metric) => metric }),
    unit: t.field({ type: MetricUnitRef, description: both('Đơn vị đo', 'What is counted'), resolve: (metric) => metric.unit }),
    kind: t.field({ type: MetricKindRef, description: both('Số thời điểm hay số trong kỳ', 'At a moment or in a period'), resolve: (metric) => metric.kind }),
    scope: t.field({ type: ScopeRef, description: both('Số của riêng đơn vị hay cả địa bàn', "A unit's own, or all below it"), resolve: (metric) => metric.scope }),
    better: t.field({ type: BetterRef, description: both('Giá trị nào xếp hạng 1', 'Which value is rank 1'), resolve: (metric) => metric.better }),
    table: t.exposeString('table', { description: both('Bảng dữ kiện trong hồ', 'Fact table of the lake') }),
    source: t.exposeString('source', { description: both('Văn bản quy định', 'Document that defines it') }),
  }),
})

/** The metric of a code that the enum let through. */
export function metricFrom(code: string): Metric {
  const metric = metricOf(code)
  if (!metric) throw new Error(`no metric ${code}`)
  return metric
}

builder.queryField('metrics', (t) => t.field({ type: [MetricRef], description: both('Danh mục chỉ số', 'The catalogue of metrics'), resolve: () => [...metrics] }))
