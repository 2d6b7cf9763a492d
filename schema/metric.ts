import type { FactTableName } from './fact-columns.ts'

/** A metric of the catalogue: the one place where it is defined. SQL, API, docs and reports use it. */
export interface Metric {
  readonly code: string
  readonly vi: string
  readonly en: string
  readonly table: FactTableName
  /** Column counted, or the rate's numerator; or a sum of columns (`columnSums`). */
  readonly numerator: string
  /** Column or sum of columns divided by; null for a count. */
  readonly denominator: string | null
  /** A stock is the last over time (an opening one the first) and a sum over units; never a sum over time. */
  readonly kind: 'stock' | 'flow'
  /** `subtree`: a district is the sum of its communes; `own`: of its own desk, unless the whole is asked for. */
  readonly scope: 'own' | 'subtree'
  readonly unit: 'account' | 'dossier' | 'person' | 'procedure' | 'result' | 'ratio'
  /** Whether the highest or the lowest value is rank 1. */
  readonly better: 'more' | 'less'
  /** Runs up and never falls by itself: a fall is worth a look. */
  readonly counter: boolean
  readonly source: string
  /** Column that keeps the rate as an export prints it, in millionths. */
  readonly printed?: string
}
