import { badInput } from '../schema/input-error.ts'
import type { AsKnown } from './asking.ts'
import type { Parameter, Scope } from './engine.ts'
import { dayValue, momentValue, textValue } from './facts.ts'
import receipts from './receipts.sql'

/** What landings and findings can be narrowed to. */
export interface ReceiptKeys extends AsKnown {
  /** Files whose days overlap the window. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly state?: string | undefined
  /** A finding's code. */
  readonly code?: string | undefined
  /** Part of the file's name, or its sha256. */
  readonly file?: string | undefined
  readonly province?: string | undefined
  readonly limit?: number | undefined
}

export const landingStates = ['landed', 'refused', 'withdrawn'] as const

/** The year 9999: later than anything landed. */
export const ALWAYS = Date.UTC(9999, 11, 31)

interface ReceiptFilter {
  readonly fragments: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, Parameter | readonly Parameter[]>>
  scope(table: 'landings' | 'findings'): Scope
}

/** `hasCode`: how a question says that a finding with the code :code is there. */
export function receiptFilter(keys: ReceiptKeys, hasCode: string): ReceiptFilter {
  const { from, to, state, code, file, province, limit, asKnownAt = ALWAYS } = keys
  if (from !== undefined && to !== undefined && from > to) throw badInput('from', from, `một ngày không sau / a day not after to=${to}`)
  if (state !== undefined && !landingStates.some((one) => one === state)) throw badInput('state', state, landingStates.join('|'))
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 0)) throw badInput('limit', limit, 'một số nguyên không âm / a whole number')
  const conditions: [Parameter | undefined, string, string][] = [
    [from === undefined ? undefined : dayValue(from), 'from', 'l."last" >= :from'],
    [to === undefined ? undefined : dayValue(to), 'to', 'l."first" <= :to'],
    [state === undefined ? undefined : textValue(state), 'state', 'l.state = :state'],
    [code === undefined ? undefined : textValue(code), 'code', hasCode],
    [file === undefined ? undefined : textValue(file.normalize('NFC').toLowerCase()), 'file', '(strpos(lower(l.file), :file) > 0 or l.sha256 = :file)'],
    [province === undefined ? undefined : textValue(province), 'province', 'l.province = :province'],
  ]
  const asked = conditions.filter(([value]) => value !== undefined)
  return {
    // Said of the partitions too: Trino and Athena read no others, as DuckDB opens none.
    fragments: {
      receipts,
      placed: province === undefined ? '1 = 1' : 'province = :province',
      where: asked.map(([, , condition]) => condition).join(' and ') || '1 = 1',
      limit: limit === undefined ? '' : `limit ${limit}`,
    },
    values: { known_at: momentValue(asKnownAt), ...Object.fromEntries(asked.map(([value, name]) => [name, value as Parameter])) },
    scope: (table) => ({ table, provinces: province === undefined ? null : [province], years: null }),
  }
}
