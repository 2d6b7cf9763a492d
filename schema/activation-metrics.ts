import { activationCounts } from './fact-columns.ts'
import type { Metric } from './metric.ts'

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

export const activationMetrics: readonly Metric[] = [
  ...counts,
  rate('activation_rate_by_target', 'activated', 'target', 'Tỷ lệ kích hoạt trên chỉ tiêu', 'Activated of target'),
  rate('activation_rate_by_eligible', 'activated', 'eligible', 'Tỷ lệ kích hoạt trên công dân đủ điều kiện', 'Activated of eligible citizens'),
  rate('activation_rate_by_received', 'activated', 'received', 'Tỷ lệ kích hoạt trên hồ sơ thu nhận', 'Activated of dossiers received'),
  rate('activation_rate_by_approved', 'activated', 'approved', 'Tỷ lệ kích hoạt trên hồ sơ phê duyệt', 'Activated of dossiers approved'),
  rate('approval_rate', 'approved', 'received', 'Tỷ lệ phê duyệt trên hồ sơ thu nhận', 'Approved of dossiers received'),
]

/** The way of an account: each stage's column, in order. */
export const funnelStages = ['eligible', 'received', 'approved', 'activated'] as const
