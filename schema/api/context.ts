import type { Asking } from '../../queries/asking.ts'
import type { Batches } from './batches.ts'

/** What every resolver is handed, made anew for each request. */
export interface ApiContext {
  readonly asking: Asking
  readonly batches: Batches
}
