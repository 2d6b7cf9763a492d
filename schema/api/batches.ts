import DataLoader from 'dataloader'
import type {
  CauseRow,
  DisciplineRow,
  FindingRow,
  FunnelStage,
  IndexRow,
  LandingRow,
  PeriodAnswer,
  ServiceRow,
  ServicesUsedRow,
  SnapshotRow,
  TrendPoint,
} from '../../queries/answers.ts'
import type { Asking } from '../../queries/asking.ts'
import type { ServiceKeys } from '../../queries/by-service.ts'
import { type CausesKeys, causes } from '../../queries/causes.ts'
import { type DisciplineKeys, discipline } from '../../queries/discipline.ts'
import { findings } from '../../queries/findings.ts'
import { type FunnelKeys, funnel } from '../../queries/funnel.ts'
import { indexPoints } from '../../queries/index-points.ts'
import { landings } from '../../queries/landings.ts'
import { type PeriodKeys, type PeriodPart, periods } from '../../queries/period.ts'
import { periodFunnel } from '../../queries/period-funnel.ts'
import { type PeriodSnapshotKeys, periodSnapshot } from '../../queries/period-snapshot.ts'
import { type PeriodTrendKeys, periodTrend } from '../../queries/period-trend.ts'
import { type ServicesKeys, services } from '../../queries/services.ts'
import { servicesUsed } from '../../queries/services-used.ts'
import { type SnapshotKeys, snapshot } from '../../queries/snapshot.ts'
import { type TrendKeys, trend } from '../../queries/trend.ts'
import type { Metric } from '../metric.ts'
import type { Unit } from '../units.ts'
import { landingId } from './landing-id.ts'

/** Questions that many units of one answer ask at once: each is one statement for all units of a level. */
export interface Batches {
  trend(unit: Unit, question: TrendKeys): Promise<readonly TrendPoint[]>
  snapshot(unit: Unit, question: SnapshotKeys): Promise<readonly SnapshotRow[]>
  funnel(unit: Unit, question: FunnelKeys): Promise<readonly FunnelStage[]>
  /** Parts of one window share their statements, whatever their units and metrics. */
  period(part: PeriodPart, question: PeriodKeys): Promise<PeriodAnswer>
  periodTrend(part: PeriodPart, question: PeriodTrendKeys): Promise<readonly TrendPoint[]>
  periodSnapshot(unit: Unit, question: PeriodSnapshotKeys): Promise<readonly SnapshotRow[]>
  periodFunnel(unit: Unit, question: PeriodKeys): Promise<readonly FunnelStage[]>
  services(unit: Unit, question: ServicesKeys): Promise<readonly ServiceRow[]>
  servicesUsed(unit: Unit, question: ServiceKeys): Promise<readonly ServicesUsedRow[]>
  causes(unit: Unit, question: CausesKeys): Promise<readonly CauseRow[]>
  index(unit: Unit, question: ServiceKeys): Promise<readonly IndexRow[]>
  discipline(unit: Unit, question: DisciplineKeys): Promise<readonly DisciplineRow[]>
  /** The landed receipts of a province. */
  landings(province: string): Promise<readonly LandingRow[]>
  findings(landing: LandingRow): Promise<readonly FindingRow[]>
}

/** Units in one statement: bounds its text. */
const MOST_UNITS = 1000
/** Units times metrics in one statement. */
const MOST_PARTS = 5_000

/** In the name of a question its metrics go by their codes. */
const named = (value: unknown): unknown => (Array.isArray(value) ? value.map(named) : value && typeof value === 'object' && 'numerator' in value ? (value as Metric).code : value)
const nameOf = (question: object): string => JSON.stringify(Object.entries(question).map(([key, value]) => [key, named(value)]))

function batched<Key, Question extends object, Answer>(
  answers: (keys: readonly Key[], question: Question) => Promise<readonly Answer[]>,
  most = MOST_UNITS,
): (key: Key, question: Question) => Promise<Answer> {
  const loaders = new Map<string, DataLoader<Key, Answer>>()
  return (key, question) => {
    const name = nameOf(question)
    let loader = loaders.get(name)
    if (!loader) {
      loader = new DataLoader((keys) => answers(keys, question), { maxBatchSize: most })
      loaders.set(name, loader)
    }
    return loader.load(key)
  }
}

function groups<Row>(rows: readonly Row[], keyOf: (row: Row) => string | null): Map<string | null, Row[]> {
  const all = new Map<string | null, Row[]>()
  for (const row of rows) {
    const group = all.get(keyOf(row))
    if (group) group.push(row)
    else all.set(keyOf(row), [row])
  }
  return all
}

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined)

async function landedOf(asking: Asking, provinces: readonly string[]): Promise<LandingRow[][]> {
  const byProvince = groups(await landings(asking, { state: 'landed', province: only(provinces) }), (row) => row.province)
  return provinces.map((province) => byProvince.get(province) ?? [])
}

async function findingsOf(asking: Asking, receipts: readonly LandingRow[]): Promise<FindingRow[][]> {
  const byLanding = groups(await findings(asking, { file: only(receipts)?.sha256 }), landingId)
  return receipts.map((receipt) => byLanding.get(landingId(receipt)) ?? [])
}

/** Made anew for each request: nothing is remembered beyond it. */
export function batchesOf(asking: Asking): Batches {
  const ofProvince = batched((provinces: readonly string[], _: object) => landedOf(asking, provinces))
  const ofLanding = batched((receipts: readonly LandingRow[], _: object) => findingsOf(asking, receipts))
  return {
    trend: batched((units: readonly Unit[], question: TrendKeys) => trend(asking, units, question)),
    snapshot: batched((units: readonly Unit[], question: SnapshotKeys) => snapshot(asking, units, question)),
    funnel: batched((units: readonly Unit[], question: FunnelKeys) => funnel(asking, units, question)),
    period: batched((parts: readonly PeriodPart[], question: PeriodKeys) => periods(asking, parts, question), MOST_PARTS),
    periodTrend: batched((parts: readonly PeriodPart[], question: PeriodTrendKeys) => periodTrend(asking, parts, question), MOST_PARTS),
    periodSnapshot: batched((units: readonly Unit[], question: PeriodSnapshotKeys) => periodSnapshot(asking, units, question)),
    periodFunnel: batched((units: readonly Unit[], question: PeriodKeys) => periodFunnel(asking, units, question)),
    services: batched((units: readonly Unit[], question: ServicesKeys) => services(asking, units, question)),
    servicesUsed: batched((units: readonly Unit[], question: ServiceKeys) => servicesUsed(asking, units, question)),
    causes: batched((units: readonly Unit[], question: CausesKeys) => causes(asking, units, question)),
    index: batched((units: readonly Unit[], question: ServiceKeys) => indexPoints(asking, units, question)),
    discipline: batched((units: readonly Unit[], question: DisciplineKeys) => discipline(asking, units, question)),
    landings: (province) => ofProvince(province, {}),
    findings: (landing) => ofLanding(landing, {}),
  }
}
