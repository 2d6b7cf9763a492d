export type Severity = 'refused' | 'rejected' | 'warning'

/** What a file shows by itself. The fixed codes are promised to outsiders; each has one severity. */
export const findingSeverity = {
  unknown_unit: 'rejected',
  ambiguous_unit: 'rejected',
  not_a_count: 'rejected',
  negative_count: 'rejected',
  duplicate_row: 'rejected',
  not_a_date: 'rejected',
  cells_moved: 'rejected',
  no_service: 'rejected',
  no_field: 'rejected',
  total_mismatch: 'warning',
  lost_zeros: 'warning',
  thousands_lost: 'warning',
  zero_decimals: 'warning',
  approved_below_activated: 'warning',
  received_below_approved: 'warning',
  parts_mismatch: 'warning',
  identity_mismatch: 'warning',
  rate_mismatch: 'warning',
  not_a_rate: 'warning',
  unknown_service: 'warning',
  name_differs: 'warning',
  spelling_mended: 'warning',
  unknown_column: 'warning',
  repeated_column: 'warning',
  legacy_font: 'warning',
  hidden_rows: 'warning',
  sheet_left_out: 'warning',
  province_differs: 'warning',
  date_differs: 'warning',
  date_doubtful: 'warning',
  personal_data: 'refused',
  unreadable: 'refused',
  empty: 'refused',
  too_large: 'refused',
  unknown_layout: 'refused',
  no_date: 'refused',
  no_province: 'refused',
  no_unit: 'refused',
  not_in_ones: 'refused',
} as const satisfies Record<string, Severity>

export type FindingCode = keyof typeof findingSeverity

export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  readonly sheet: string | null
  /** 1-based, as the office program shows it. */
  readonly row: number | null
  /** A, B … */
  readonly column: string | null
  readonly unit_code: string | null
  readonly date: string | null
  readonly message_vi: string
  readonly message_en: string
}

export interface Receipt {
  readonly file: string
  readonly sha256: string
  readonly state: 'landed' | 'unchanged' | 'refused' | 'withdrawn'
  readonly table: string | null
  readonly layout: string | null
  readonly province: string | null
  /** The moment the export says its figures are of, with offset; null where it states no hour. */
  readonly stated_at: string | null
  readonly first: string | null
  readonly last: string | null
  readonly rows: number
  readonly rejected: number
  readonly received_at: string
  readonly landed_at: string
  readonly withdrawn_at: string | null
  readonly reason: string | null
  readonly findings: readonly Finding[]
}

const NUMBERS = /(?<!\d)\(?\d{2,4}(?:\)?[\s._\u00a0-]{0,2}\d{2,7}){1,5}(?!\d)|\d{9,}/g
const DATES = /(?<!\d)(?:\d{4}[-._ ]\d{2}[-._ ]\d{2}|\d{2}[-._ ]\d{2}[-._ ]\d{4})(?!\d)/g
const COUNT = /^\d{1,3}(\.\d{3})+$/

/**
 * Nine or more digits, also in groups as telephone and identity numbers are written, may be somebody's: they are never
 * repeated (docs/findings.md). Days, and counts grouped in threes by dots, are left.
 */
export function maskDigits(text: string): string {
  const dates = text.match(DATES) ?? []
  const masked = text.split(DATES).map((part) => part.replace(NUMBERS, (run) => (run.replace(/\D/g, '').length < 9 || COUNT.test(run) ? run : '[…]')))
  return masked.map((part, i) => part + (dates[i] ?? '')).join('')
}

type Place = Partial<Pick<Finding, 'sheet' | 'row' | 'column' | 'unit_code' | 'date'>>

export const finding = (code: FindingCode, vi: string, en: string, place: Place = {}): Finding => ({
  code,
  severity: findingSeverity[code],
  sheet: place.sheet == null ? null : maskDigits(place.sheet),
  row: place.row ?? null,
  column: place.column ?? null,
  unit_code: place.unit_code && /^[A-Z]*[.\d-]{1,8}$|^[\w.-]{1,8}$/.test(place.unit_code) && !/\d{6}/.test(place.unit_code) ? place.unit_code : null,
  date: place.date ?? null,
  message_vi: maskDigits(vi),
  message_en: maskDigits(en),
})

/** A file that is refused whole, with the one finding that says why. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  constructor(readonly finding: Finding) {
    super(finding.message_en)
  }
}

export const refuse = (code: FindingCode, vi: string, en: string, place: Place = {}): RefusedError => new RefusedError(finding(code, vi, en, place))
