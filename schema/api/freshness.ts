import type { Coverage, LandingRow } from '../../queries/answers.ts'
import { metricOf } from '../metrics.ts'
import { both, builder } from './builder.ts'
import { CoverageRef } from './measured.ts'
import { UnitRef } from './unit.ts'

interface Freshness {
  readonly lastDay: string | null
  readonly landedAt: number | null
  readonly receivedAt: number | null
  readonly coverage: Coverage | null
}

const FreshnessRef = builder.objectRef<Freshness>('Freshness').implement({
  description: both('Số liệu kích hoạt mới đến đâu', 'How fresh the figures of activation are'),
  fields: (t) => ({
    lastDay: t.expose('lastDay', {
      type: 'Date',
      nullable: true,
      description: both('Ngày gần nhất tỉnh có báo cáo; null khi chưa có', 'Last day the province has an export of; null while there is none'),
    }),
    landedAt: t.expose('landedAt', { type: 'DateTime', nullable: true, description: both('Lần nạp gần nhất của tỉnh', 'Last landing of the province') }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', nullable: true, description: both('Khi tỉnh nhận tệp đó', 'When the province received that file') }),
    coverage: t.field({
      type: CoverageRef,
      nullable: true,
      description: both('Số xã của đơn vị có số đã kích hoạt trong ngày đó', "The unit's communes with a count of activated on that day"),
      resolve: (fresh) => fresh.coverage,
    }),
  }),
})

const latest = (rows: readonly LandingRow[]): LandingRow | undefined =>
  rows.reduce<LandingRow | undefined>((last, row) => (last && last.landed_at >= row.landed_at ? last : row), undefined)

builder.objectField(UnitRef, 'freshness', (t) =>
  t.field({
    type: FreshnessRef,
    description: both('Ngày báo cáo gần nhất, lần nạp gần nhất, bao nhiêu xã có số', 'Last day with an export, last landing, how many communes report'),
    resolve: async ({ unit }, _, { batches }) => {
      const rows = (await batches.landings(unit.province)).filter((row) => row.table === 'activation')
      const days = rows.map((row) => row.last).filter((day) => day !== null && day >= unit.validFrom && day <= unit.validTo)
      const lastDay = (days as string[]).reduce<string | null>((last, day) => (last !== null && last >= day ? last : day), null)
      const last = latest(rows)
      const [row] = lastDay === null ? [] : await batches.snapshot(unit, { on: lastDay, metrics: [metricOf('activated')].flatMap((metric) => metric ?? []) })
      return { lastDay, landedAt: last?.landed_at ?? null, receivedAt: last?.received_at ?? null, coverage: row ?? null }
    },
  }),
)
