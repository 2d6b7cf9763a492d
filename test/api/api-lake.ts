import { expect } from 'vitest'
import { type ApiParts, graphqlApi } from '../../functions/api/graphql-api.ts'
import { dayList } from '../../schema/days.ts'
import type { Unit } from '../../schema/units.ts'
import { fact, type LakeRow, type LakeRows, lakeOf, landedAt, periodFact, sha, smallRegister, unit } from '../questions/lake.ts'

export const FIRST = '2023-08-01'
export const LAST = '2023-08-10'
export const MISSING = '2023-08-05'
const days = dayList(FIRST, LAST).filter((day) => day !== MISSING)
const communes = ['00001', '00002', '00003', '00004', '00005']

/** Another province, an agency, and a commune that ended. */
export const units: readonly Unit[] = [
  ...smallRegister,
  unit('79', { province: '79' }),
  unit('760', { province: '79', parentCode: '79' }),
  unit('26734', { province: '79', district: '760', parentCode: '760', name: 'Tân Định', fullName: 'Phường Tân Định' }),
  unit('H01', { level: 'agency', parentCode: '82', type: 'sở', name: 'Sở Y tế', fullName: 'Sở Y tế' }),
  ...['82', '79'].map((province) => unit('H.02', { level: 'agency', parentCode: province, province, type: 'sở', name: 'Tư pháp', fullName: 'Sở Tư pháp' })),
  unit('00009', { parentCode: '816', district: '816', validTo: '2023-07-31' }),
]

/** First half of the ten days, and the second: every desk of province 82 reports. */
export const [HALF, REST] = [
  { from: FIRST, to: MISSING },
  { from: '2023-08-06', to: LAST },
] as const
const desks = ['815', '816', ...communes, 'H.02']

export const dossiers: readonly LakeRow[] = [HALF, REST].flatMap(({ from, to }, w) =>
  desks.map((code, n) =>
    periodFact(
      from,
      to,
      code,
      { received_online: 10 * n + w, dossiers_received: 20 * n + 2, carried_over: n, pending_overdue: w, dossiers_resolved: 9, resolved_in_term: 8 },
      { province: '82' },
    ),
  ),
)
export const digitisation: readonly LakeRow[] = desks.map((code, n) =>
  periodFact(FIRST, MISSING, code, { resolved: 9, digitised_results: n, payable: 4, paid_online: 2, printed_payment_rate: 500_000 }, { province: '82' }),
)

const counts = (n: number, i: number): LakeRow => {
  const activated_l1 = 100 * (n + 1) + i
  return {
    eligible: 5000,
    target: 4000,
    received: 1000 + 200 * n + 2 * i,
    approved: 900 + 150 * n + 2 * i,
    activated_l1,
    activated_l2: 10 * n + i,
    activated: activated_l1 + 10 * n + i,
  }
}

export const activation: readonly LakeRow[] = days.flatMap((day, i) => [
  ...communes.map((code, n) => fact(day, code, counts(n, i), { source: sha(String(i)), source_row: 7 + n })),
  fact(day, '26734', counts(9, i), { source: sha('e') }),
])

const receipt = (day: string, i: number): LakeRow => ({
  sha256: sha(String(i)),
  file: `DC01 ${day}.xlsx`,
  state: 'landed',
  table: 'activation',
  layout: 'communes',
  province: '82',
  stated_at: `${day}T17:00:00+07:00`,
  first: day,
  last: day,
  rows: 5,
  rejected: 0,
  received_at: landedAt(day),
  landed_at: landedAt(day),
})

export const landings: readonly LakeRow[] = days.map(receipt)
const found = (i: number, row: number): LakeRow => ({
  sha256: sha(String(i)),
  file: `DC01 ${days[i]}.xlsx`,
  code: 'not_a_count',
  severity: 'rejected',
  sheet: 'Sheet1',
  row,
  column: 'F',
  unit_code: '00001',
  date: days[i] as string,
  message_vi: 'không phải số đếm',
  message_en: 'not a count',
  landed_at: landedAt(days[i] as string),
})
export const findings: readonly LakeRow[] = [found(1, 7), found(1, 9), found(3, 8)]

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at, not typed
  readonly data?: any
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[]
  readonly extensions?: { statements?: number }
}

/** A small lake, and the API over it as a program asks it: a Request in, a Response out. */
export async function apiLake(parts: Partial<ApiParts> = {}, rows: LakeRows = { activation, landings, findings, dossiers, digitisation }) {
  const lake = await lakeOf(rows, { units, today: LAST })
  const logged: string[] = []
  const api = graphqlApi({ engine: lake.engine, today: () => LAST, codeVersion: 'test', log: (line) => logged.push(line), ...parts })
  const post = async (query: string, variables?: object, headers: Record<string, string> = {}): Promise<Response> =>
    api.fetch('http://localhost/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) })
  const raw = async (query: string, variables?: object, headers?: Record<string, string>): Promise<Answer> => (await post(query, variables, headers)).json() as Promise<Answer>
  return {
    api,
    logged,
    folder: lake.folder,
    post,
    raw,
    get: async (query: string, headers: Record<string, string> = {}, more: Record<string, string> = {}): Promise<Response> =>
      api.fetch(`http://localhost/graphql?${new URLSearchParams({ query, ...more })}`, { headers }),
    async ask(query: string, variables?: object) {
      const answer = await raw(query, variables)
      expect(answer.errors).toBeUndefined()
      return answer.data
    },
    async close() {
      lake.close()
    },
  }
}
