import { type CountColumn, digitisationCounts, dossierCounts, type FactTableName } from './fact-columns.ts'
import type { Metric } from './metric.ts'

const ii06a = 'Biểu II.06a/VPCP/KSTT, TT 01/2020/TT-VPCP'
const qd766 = 'QĐ 766/QĐ-TTg (23/6/2022)'
const weekly = 'Lộc Hà 2023, III.2 (báo cáo tuần 25 DVC thiết yếu)'
const plan = 'Tiền Giang KH 383/KH-UBND (15/8/2023), II.1'

const sources: Readonly<Record<string, string>> = {
  procedures: qd766,
  received_direct: qd766,
  received_postal: qd766,
  results_returned: weekly,
  dossiers_refused: weekly,
  sent_back: weekly,
  to_sync: qd766,
  synced: qd766,
  resolved: `${plan}.c, đ`,
  digitised_results: `${plan}.c, đ`,
  payable: `${plan}.d`,
  paid_online: `${plan}.d`,
  paid_online_national: qd766,
}
const fewerIsBetter = ['resolved_overdue', 'pending_overdue', 'dossiers_refused', 'sent_back']
const units: Readonly<Record<string, Metric['unit']>> = { procedures: 'procedure', results_returned: 'result', digitised_results: 'result' }

const counted = (table: FactTableName, columns: readonly CountColumn[]): Metric[] =>
  columns
    .filter(({ overTime }) => overTime !== 'alone')
    .map(({ name, vi, en, overTime }) => ({
      code: name === 'resolved' ? 'resolved_by_digitisation' : name,
      vi,
      en,
      table,
      numerator: name,
      denominator: null,
      kind: overTime === 'sum' ? 'flow' : 'stock',
      scope: 'own',
      unit: units[name] ?? 'dossier',
      better: fewerIsBetter.includes(name) ? 'less' : 'more',
      counter: false,
      source: sources[name] ?? ii06a,
    }))

const summed = (code: string, vi: string, en: string, source: string): Metric => ({
  ...{ code, vi, en, table: 'dossiers', numerator: code, denominator: null },
  ...{ kind: 'flow', scope: 'own', unit: 'dossier', better: 'more', counter: false, source },
})

const rate = (code: string, table: FactTableName, numerator: string, denominator: string, vi: string, en: string, source: string, printed?: string): Metric => ({
  ...{ code, vi, en, table, numerator, denominator },
  ...{ kind: 'flow', scope: 'own', unit: 'ratio', better: 'more', counter: false, source, printed },
})

/** Sums of columns that metrics count or divide by; over time each column goes its own way, so an opening stock is taken once. */
export const columnSums: Readonly<Record<string, readonly string[]>> = {
  dossiers_to_handle: ['carried_over', 'dossiers_received'],
  dossiers_handled: ['dossiers_resolved', 'dossiers_pending'],
  handled_in_term: ['resolved_in_term', 'pending_in_term'],
  handled_not_late: ['carried_over', 'dossiers_received', '-resolved_overdue', '-pending_overdue'],
}

/** Metrics of administrative procedures. A district's is its own desk; its communes report beside it. */
export const procedureMetrics: readonly Metric[] = [
  ...counted('dossiers', dossierCounts),
  summed('dossiers_to_handle', 'Tổng số hồ sơ phải giải quyết (mới và kỳ trước)', 'Dossiers to be handled: new and carried over', ii06a),
  summed('dossiers_handled', 'Tổng số hồ sơ đã và đang giải quyết', 'Dossiers resolved and pending', qd766),
  rate(
    'online_rate',
    'dossiers',
    'received_online',
    'dossiers_received',
    'Tỷ lệ tiếp nhận trực tuyến',
    'Received online, of all newly received',
    `${qd766}; ${plan}.b`,
    'printed_online_rate',
  ),
  rate(
    'on_time_rate',
    'dossiers',
    'resolved_in_term',
    'dossiers_resolved',
    'Tỷ lệ giải quyết trước và đúng hạn',
    'Resolved early or on time, of resolved',
    ii06a,
    'printed_on_time_rate',
  ),
  rate(
    'in_term_rate',
    'dossiers',
    'handled_in_term',
    'dossiers_handled',
    'Tỷ lệ xử lý đúng hạn, trong hạn (QĐ 766)',
    'Resolved in term or pending in term, of all handled',
    `${qd766}, nhóm Tiến độ giải quyết`,
    'printed_in_term_rate',
  ),
  rate(
    'not_late_rate',
    'dossiers',
    'handled_not_late',
    'dossiers_to_handle',
    'Tỷ lệ không trễ hạn (100 % trừ trễ hạn đã và đang giải quyết)',
    'Neither resolved nor pending late, of received and carried over',
    'Cổng DVC Gia Lai: 100 % − (trễ hạn đang + đã giải quyết) / (tiếp nhận + kỳ trước)',
  ),
  rate('early_rate', 'dossiers', 'resolved_early', 'dossiers_resolved', 'Tỷ lệ giải quyết trước hạn', 'Resolved early, of resolved', ii06a),
  rate('sync_rate', 'dossiers', 'synced', 'to_sync', 'Tỷ lệ đồng bộ lên Cổng DVCQG', 'Synchronised, of those to be', `${qd766}, DOSSIER_SYNC`),
  ...counted('digitisation', digitisationCounts),
  rate(
    'digitisation_rate',
    'digitisation',
    'digitised_results',
    'resolved',
    'Tỷ lệ số hóa kết quả',
    'Results digitised, of dossiers resolved',
    `${plan}.c, đ`,
    'printed_digitisation_rate',
  ),
  rate(
    'payment_rate',
    'digitisation',
    'paid_online',
    'payable',
    'Tỷ lệ thanh toán trực tuyến',
    'Paid online, of dossiers with a fee',
    `${qd766}; ${plan}.d`,
    'printed_payment_rate',
  ),
]

/** The life of dossiers in a period: each stage's metric, in order. */
export const dossierStages = ['dossiers_to_handle', 'dossiers_resolved', 'resolved_in_term', 'results_returned'] as const
