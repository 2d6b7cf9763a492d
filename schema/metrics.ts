import { activationCounts } from './columns.ts'

/** A metric of the catalogue: the one place where it is defined. SQL, API, docs and reports use it. */
export interface Metric {
  readonly code: string
  readonly vi: string
  readonly en: string
  readonly table: 'activation'
  /** Column counted, or the rate's numerator. */
  readonly numerator: string
  /** Column divided by; null for a count. */
  readonly denominator: string | null
  /** A stock is the last over time and a sum over units; never a sum over time. */
  readonly kind: 'stock' | 'flow'
  /** `subtree`: a district is the sum of its communes. */
  readonly scope: 'own' | 'subtree'
  readonly unit: 'account' | 'dossier' | 'person' | 'ratio'
  /** Whether the highest or the lowest value is rank 1. */
  readonly better: 'more' | 'less'
  /** Runs up and never falls by itself: a fall is worth a look. */
  readonly counter: boolean
  readonly source: string
}

const plan = 'Tiền Giang KH 383/KH-UBND (15/8/2023), II.1'
const counts: Metric[] = activationCounts.map(({ name, vi, en }) => ({
  code: name,
  vi,
  en,
  table: 'activation',
  numerator: name,
  denominator: null,
  kind: 'stock',
  scope: 'subtree',
  unit: name === 'eligible' ? 'person' : name.startsWith('activated') || name === 'target' ? 'account' : 'dossier',
  better: 'more',
  counter: name !== 'eligible' && name !== 'target',
  source: name === 'target' ? plan : 'DC01 mở rộng; KH 383/KH-UBND VII.2.a',
}))

const rate = (code: string, numerator: string, denominator: string, vi: string, en: string): Metric => ({
  code,
  vi,
  en,
  table: 'activation',
  numerator,
  denominator,
  kind: 'stock',
  scope: 'subtree',
  unit: 'ratio',
  better: 'more',
  counter: false,
  source: plan,
})

export const metrics: readonly Metric[] = [
  ...counts,
  rate('activation_rate_by_target', 'activated', 'target', 'Tỷ lệ kích hoạt trên chỉ tiêu', 'Activated of target'),
  rate('activation_rate_by_eligible', 'activated', 'eligible', 'Tỷ lệ kích hoạt trên công dân đủ điều kiện', 'Activated of eligible citizens'),
  rate('activation_rate_by_received', 'activated', 'received', 'Tỷ lệ kích hoạt trên hồ sơ thu nhận', 'Activated of dossiers received'),
  rate('activation_rate_by_approved', 'activated', 'approved', 'Tỷ lệ kích hoạt trên hồ sơ phê duyệt', 'Activated of dossiers approved'),
  rate('approval_rate', 'approved', 'received', 'Tỷ lệ phê duyệt trên hồ sơ thu nhận', 'Approved of dossiers received'),
]

const byCode = new Map(metrics.map((metric) => [metric.code, metric]))
export const metricOf = (code: string): Metric | undefined => byCode.get(code)

/** The way of an account: each stage's column, in order. */
export const funnelStages = ['eligible', 'received', 'approved', 'activated'] as const
