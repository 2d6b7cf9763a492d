import { type CauseGroup, causeGroups } from '../schema/causes.ts'
import type { Metric } from '../schema/metric.ts'
import { metricOf } from '../schema/metrics.ts'
import { type Unit, validOn } from '../schema/units.ts'
import type { CauseRow } from './answers.ts'
import type { Asking } from './asking.ts'
import type { ServiceKeys } from './by-service.ts'
import sql from './causes.sql'
import { grouped } from './grouped.ts'
import { measureFor } from './measure.ts'
import { openRows, tilesAmong } from './own-ways.ts'
import { checkBreakdown } from './period.ts'
import { type Asked, periodFacts } from './period-facts.ts'
import { type PeriodQuestion, windowsFor } from './period-question.ts'
import { checkWindow } from './periods.ts'
import { ranksOf } from './ranking.ts'
import { compose, identifier } from './statement.ts'
import { tilesSql } from './tiles.ts'
import { desksAmong, expectedMembers, membersOf, scopeOf } from './unit-sums.ts'
import { together } from './ways.ts'

/** Why dossiers were late, not accepted, or sent back: what is counted, and the column that says why. */
export const causeKinds = {
  overdue: { dossiers: 'resolved_overdue', cause: 'overdue_cause' },
  refused: { dossiers: 'dossiers_refused', cause: 'refused_cause' },
  sent_back: { dossiers: 'sent_back', cause: 'sent_back_cause' },
} as const
export type CauseKind = keyof typeof causeKinds

export interface CausesKeys extends ServiceKeys {
  readonly kind: CauseKind
  /** Default: all of them. */
  readonly service?: string | undefined
}

/** Dossiers of one member, of one cause. */
interface Told {
  readonly member: string
  readonly cause: string | null
  readonly dossiers: number
}

const notTold: Pick<CauseGroup, 'vi' | 'en'> & { readonly code: null } = { code: null, vi: 'Không ghi nguyên nhân', en: 'No cause told' }

/** The way that is best where all exports are at hand, and whoever goes another; as sums over periods are taken (period-sums.ts). */
async function toldOf(asking: Asking, question: PeriodQuestion, { from, to, kind }: CausesKeys): Promise<Told[]> {
  const [bucket, measure] = [{ start: from, end: to }, question.measures[0] as PeriodQuestion['measures'][number]]
  const span = { first: from, last: to }
  const ways = together(await windowsFor(asking, question, span), [measure], [bucket])[0]?.ways ?? []
  if (ways.length === 0) return []
  const { dossiers, cause } = causeKinds[kind]
  const facts = periodFacts('dossiers', ['service', 'field', dossiers, cause], question.asked, span, question, question)
  const fragments = { ...facts.fragments, tiles: tilesSql(ways), dossiers: identifier(dossiers), cause: identifier(cause) }
  const [best, others] = await Promise.all([
    asking.engine.rows(compose(sql, fragments, facts.values, facts.scopes), asking.signal),
    openRows(asking, question, ways, [measure], [bucket], [dossiers, cause]),
  ])
  const own = others.flatMap(({ rows }) => tilesAmong(measure, rows, bucket) ?? [])
  return [...(best as unknown as Told[]), ...own.map((row): Told => ({ member: row.member as string, cause: row[cause] as string | null, dossiers: row[dossiers] as number }))]
}

function rowsOf(told: readonly Told[], coverage: Pick<CauseRow, 'reporting' | 'expected' | 'scope'>): CauseRow[] {
  const sums = new Map([...grouped(told, ({ cause }) => cause)].map(([cause, list]) => [cause, list.reduce((sum, { dossiers }) => sum + dossiers, 0)]))
  const total = told.length === 0 ? null : [...sums.values()].reduce((sum, value) => sum + value, 0)
  const values = [...causeGroups, notTold].map((group) => ({ group, value: total === null ? null : (sums.get(group.code) ?? 0) }))
  const ranks = ranksOf(
    values.map(({ value }) => value),
    'more',
  )
  const rows = values.map(({ group, value }, i): CauseRow => {
    const share = value === null || !total ? null : value / total
    return { rank: ranks[i]?.rank ?? null, cause: group.code, name_vi: group.vi, name_en: group.en, value, share, ...coverage }
  })
  return rows
    .map((row, i) => [row.rank ?? 0, i, row] as const)
    .sort(([a, i], [b, j]) => a - b || i - j)
    .map(([, , row]) => row)
}

/**
 * Groups of causes ranked by dossiers in each of the units; every group has its row, 0 where there were none, null where no
 * export answers. A row's cause holds for all dossiers of that row. What is counted without a cause has a row of its own.
 */
export async function causes(asking: Asking, units: readonly Unit[], keys: CausesKeys): Promise<CauseRow[][]> {
  checkWindow(keys.from, keys.to)
  checkBreakdown(keys.service, undefined)
  const asked = units.map((unit): Asked => ({ unit, scope: scopeOf(unit, keys.scope) }))
  const breakdown = keys.service === undefined ? ({ by: 'service' } as const) : { service: keys.service }
  const measures = [measureFor(metricOf(causeKinds[keys.kind].dossiers) as Metric)]
  const byMember = grouped(await toldOf(asking, { asKnownAt: keys.asKnownAt, table: 'dossiers', measures, asked, ...breakdown }, keys), ({ member }) => member)
  return asked.map((one) => {
    const members = validOn(one.unit, keys.to) ? membersOf(asking.register, one) : []
    const there = desksAmong(members).flatMap((desk) => byMember.get(desk) ?? [])
    const coverage = { reporting: new Set(there.map(({ member }) => member)).size, expected: expectedMembers(members, one, keys.to, true), scope: one.scope }
    return rowsOf(there, coverage)
  })
}
