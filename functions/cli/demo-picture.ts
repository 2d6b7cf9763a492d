import type { Asking } from '../../queries/asking.ts'
import type { AnswerRow } from '../../queries/question.ts'
import { questionNamed } from '../../queries/questions.ts'
import { bar, sparkline } from './chart.ts'
import { aligned } from './print-rows.ts'

/** Days of the demo's activation campaign. */
export const [FIRST, LAST] = ['2023-08-20', '2023-10-18']
/** Days of its campaign of procedures, and round 02 of it. */
export const CAMPAIGN = { from: '2023-09-01', to: '2023-10-30' }
const ROUND = { from: '2023-09-16', to: '2023-09-30' }

const ask = async (asking: Asking, name: string, keys: Record<string, string>): Promise<AnswerRow[]> => (await questionNamed(name)?.run(asking, keys)) ?? []
const number = (value: number | null | undefined): string => (value == null ? '—' : value.toLocaleString('vi-VN'))
const percent = (value: unknown): number | null => (typeof value === 'number' ? Math.round(value * 10_000) / 100 : null)
const table = (rows: readonly Record<string, AnswerRow[string]>[]): string =>
  aligned(
    Object.keys(rows[0] ?? {}).map((name) => ({ name })),
    rows,
  )

/** The demo's first picture: accounts activated, procedures handled, who has reported. */
export const demoPicture = async (asking: Asking): Promise<string> => [await activation(asking), await procedures(asking), await discipline(asking)].join('\n\n')

async function activation(asking: Asking): Promise<string> {
  const days = await ask(asking, 'trend', { unit: '82', metric: 'activated', from: FIRST, to: LAST })
  const values = days.map(({ value }) => value as number | null)
  const districts = await ask(asking, 'comparison', { unit: '82', level: 'district', metric: 'activation_rate_by_target', on: LAST, since: '2023-10-11' })
  const rows = districts.map((row) => ({
    hạng: row.rank ?? null,
    'đơn vị': row.unit_name ?? null,
    'kích hoạt': row.numerator ?? null,
    'chỉ tiêu': row.denominator ?? null,
    'tỷ lệ %': percent(row.value),
    '±hạng': row.rank_change ?? null,
    ' ': bar(row.value as number | null, 30),
  }))
  return `Tài khoản đã kích hoạt toàn tỉnh / accounts activated, ${FIRST} – ${LAST}
${sparkline(values)}  ${number(values.at(0))} → ${number(values.at(-1))}

Tỷ lệ kích hoạt trên chỉ tiêu theo huyện, ${LAST} (so với 2023-10-11) / activation rate by district
${table(rows)}`
}

async function procedures(asking: Asking): Promise<string> {
  const types = await ask(asking, 'by_type', { unit: '82', level: 'commune', metric: 'online_rate', ...ROUND })
  const rows = types.map((row) => ({
    loại: row.unit_type ?? null,
    'trực tuyến': row.numerator ?? null,
    'tiếp nhận': row.denominator ?? null,
    'tỷ lệ %': percent(row.value),
    'báo cáo': `${row.reporting}/${row.expected}`,
    ' ': bar(row.value as number | null, 30),
  }))
  return `Hồ sơ tiếp nhận trực tuyến của cấp xã, đợt 02 (${ROUND.from} – ${ROUND.to}) / dossiers received online, communes, round 02
${table(rows)}`
}

async function discipline(asking: Asking): Promise<string> {
  const duties = await ask(asking, 'discipline_summary', { unit: '82', ...CAMPAIGN, by: 'duty' })
  const rows = duties.map((row) => ({
    'chế độ báo cáo': row.duty ?? null,
    'phải gửi': row.owed ?? null,
    'đúng hạn': row.on_time ?? null,
    trễ: row.late ?? null,
    thiếu: row.missing ?? null,
    ' ': bar(row.value as number | null, 30),
  }))
  return `Kỷ luật báo cáo, ${CAMPAIGN.from} – ${CAMPAIGN.to} / who has reported in time
${table(rows)}`
}
