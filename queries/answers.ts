import type { Unit } from '../schema/units.ts'

/**
 * The shapes of answers, in the words of the questions' columns. Counts and rates are numbers (exact to 2^53),
 * days ISO text, moments milliseconds since 1970 (UTC); null where there is no answer, which is never 0.
 */
export type Grain = 'day' | 'week' | 'month'

/** How many communes had a count, of how many that were valid. */
export interface Coverage {
  readonly reporting: number
  readonly expected: number
}

/** A metric's value: of a count itself, of a rate the sum over the sum. */
export interface Measured {
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
}

export interface TrendPoint extends Measured, Coverage {
  readonly start: string
  readonly end: string
  /** Against the period before; null where that one or this one has no export. Only communes that report at both ends. */
  readonly change: number | null
  /** Against the last export, `change_days` days back. */
  readonly change_since_last: number | null
  readonly change_days: number | null
  readonly moving_average: number | null
}

export interface SnapshotRow extends Measured, Coverage {
  readonly metric: string
  /** SHA-256 of the one raw file; null if several. */
  readonly source: string | null
  /** Of procedures: whose, and the rate as an export of exactly the window prints it. */
  readonly scope?: 'own' | 'subtree'
  readonly printed?: number | null
}

export interface ComparisonRow extends Measured, Coverage {
  readonly rank: number | null
  readonly unit_code: string
  readonly unit_name: string
  readonly unit_type: string
  readonly change: number | null
  readonly rank_change: number | null
  readonly share: number | null
  readonly percentile: number | null
}

/** A metric over a window of procedure statistics. */
export interface PeriodAnswer extends Measured, Coverage {
  /** Where there is no answer: the days that no export lying inside the window covers. */
  readonly missing_days: readonly string[]
  readonly scope: 'own' | 'subtree'
  /** The rate as an export of exactly the window prints it. */
  readonly printed: number | null
  /** SHA-256 of the one raw file; null if several. */
  readonly source: string | null
}

export interface TypeRow extends Measured, Coverage {
  readonly unit_type: string
}

export interface FunnelStage {
  readonly stage: string
  readonly value: number | null
  readonly of_previous: number | null
  readonly of_first: number | null
}

export type CheckCode = 'counter_fell' | 'missing_day' | 'missing_unit' | 'jump'

export interface CheckRow {
  readonly code: CheckCode
  readonly date: string
  readonly unit_code: string
  readonly metric: string | null
  readonly value: number | null
  readonly previous: number | null
}

/** One version of a value. */
export interface Revision {
  readonly landed_at: number
  readonly value: number | null
  readonly source: string | null
  readonly sheet: string | null
  readonly row: number | null
  readonly withdrawn: number | null
}

/** A receipt, without its findings. */
export interface LandingRow {
  readonly sha256: string
  readonly file: string
  readonly state: 'landed' | 'refused' | 'withdrawn'
  readonly table: string | null
  readonly layout: string | null
  readonly province: string | null
  /** As the export states it, with offset. */
  readonly stated_at: string | null
  readonly first: string | null
  readonly last: string | null
  readonly rows: number
  readonly rejected: number
  readonly received_at: number
  readonly landed_at: number
  readonly withdrawn_at: number | null
  readonly reason: string | null
}

export interface FindingRow {
  readonly sha256: string
  readonly file: string
  readonly code: string
  readonly severity: 'refused' | 'rejected' | 'warning'
  readonly sheet: string | null
  readonly row: number | null
  readonly column: string | null
  readonly unit_code: string | null
  readonly date: string | null
  readonly message_vi: string
  readonly message_en: string
  readonly landed_at: number
}

/** A report owed, of one unit and period. */
export interface DisciplineRow {
  readonly duty: string
  /** The round's code, a week as `2023-W36`, a month as `2023-09`. */
  readonly round: string
  readonly first: string
  readonly last: string
  readonly due: number
  readonly unit: Unit
  readonly unit_code: string
  readonly unit_name: string
  readonly state: 'on_time' | 'late' | 'missing' | 'not_due'
  /** Of the first file with that period; null where none has come in. */
  readonly received_at: number | null
  /** Hours after the due moment: of a late file when it came, of a missing one so far. */
  readonly late_hours: number | null
  readonly file: string | null
  readonly sha256: string | null
}

/** Reports owed, of a unit, of a duty, or of a duty's period. */
export interface DisciplineSummaryRow {
  readonly duty: string | null
  readonly round: string | null
  readonly unit_code: string | null
  readonly unit_name: string | null
  /** On time, of on time, late and missing. */
  readonly value: number | null
  readonly owed: number
  readonly on_time: number
  readonly late: number
  readonly missing: number
  readonly not_due: number
}

/** A metric of an essential service, or of the services that a group of agencies handles. */
export interface ServiceRow extends Measured, Coverage {
  readonly rank: number | null
  /** Null: of a group. */
  readonly service: string | null
  /** Null where the catalogue does not list it, and of a group. */
  readonly name: string | null
  readonly group: string | null
  /** How many services are in it. */
  readonly services: number
  readonly scope: 'own' | 'subtree'
}

/** Services with at least one dossier online, of those listed; group null: all of them. */
export interface ServicesUsedRow extends Measured {
  readonly group: string | null
  /** Services that exports tell of, and no dossier was received: they are not applicable. */
  readonly without_dossiers: number
  /** Services that no export tells of. */
  readonly not_told: number
  readonly scope: 'own' | 'subtree'
}

/** Dossiers of one group of causes; cause null: without one. */
export interface CauseRow extends Coverage {
  readonly rank: number | null
  readonly cause: string | null
  readonly name_vi: string
  readonly name_en: string
  readonly value: number | null
  readonly share: number | null
  readonly scope: 'own' | 'subtree'
}

/** A component of the index of QĐ 766, or all of them that every unit tells. */
export interface IndexRow extends Measured, Coverage {
  readonly code: string
  /** Null of the sum. */
  readonly group: string | null
  readonly name_vi: string
  readonly name_en: string
  readonly points: number | null
  /** The most it gives; of the sum, of the components that are added. */
  readonly most: number
  /** The next whole point, and how many more of what would gain it, all else unchanged. */
  readonly next_points: number | null
  readonly more: number | null
  readonly more_of: string | null
  readonly reason_vi: string | null
  readonly reason_en: string | null
}
