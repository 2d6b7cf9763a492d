import type { Field } from '../../schema/layout.ts'
import type { Finding } from '../../schema/receipts.ts'
import type { Unit } from '../../schema/units.ts'
import type { Header } from './find-header.ts'
import { readBreakdown } from './read-breakdown.ts'
import { readCommunes } from './read-communes.ts'
import { readUnits } from './read-units.ts'
import type { LandingRegister } from './register.ts'
import type { Sheet } from './sheet.ts'

/** A row of an export that names a unit and a day or period; a cell that is no count is null. */
export interface ReadRow {
  readonly sheet: string | null
  /** 1-based. */
  readonly row: number
  /** First day of a period; null where the figures are of a day. */
  readonly first: string | null
  /** Day of the figures; of a period its last. */
  readonly date: string
  /** Milliseconds since 1970 that its sheet states; null: the end of the day. */
  readonly moment: number | null
  readonly unit: Unit
  /** What of the unit's dossiers the row is of; null: all of them. */
  readonly service: string | null
  readonly field: string | null
  readonly counts: Readonly<Record<Field, number | null>>
  /** Groups of causes beside counts (schema/causes.ts). */
  readonly texts: Readonly<Record<Field, string | null>>
}

/** A printed sum: of a district's communes, of a section, or of all. */
export interface PrintedSum {
  readonly row: number
  /** Number of the section it may be of, or of all; null: sections do not matter. */
  readonly section: number | null
  /** Null: of every day of the sheet. */
  readonly date: string | null
  readonly district: Unit | null
  readonly counts: Readonly<Record<Field, number | null>>
}

/** What the sheet's sums are about: every row with counts, kept or not; a field with a cell that is no count can't be summed. */
export interface SummedRow {
  readonly kept: boolean
  readonly date: string | null
  readonly district: string | null
  readonly section: number
  readonly counts: Readonly<Record<Field, number | null>>
  readonly faulty: ReadonlySet<Field>
}

export interface ReadTable {
  readonly rows: readonly ReadRow[]
  readonly summed: readonly SummedRow[]
  readonly sums: readonly PrintedSum[]
  readonly findings: readonly Finding[]
  /** Rows kept out. */
  readonly rejected: number
}

export interface TableContext {
  readonly register: LandingRegister
  /** First day of the period that the sheet states; null where rows carry their own, or figures are of a day. */
  readonly first: string | null
  /** The day the sheet states, of a period its last; null where each row carries its own. */
  readonly day: string | null
  readonly moment: number | null
  readonly province: string | null
  readonly district: string | null
  /** The unit that the lines above the table name as reporting, where rows are of its services or fields. */
  readonly unit: Unit | null
}

/** Reads the rows below a header as its layout has them. Touches no disk: plain data in, plain data out. */
export function readTable(sheet: Sheet, header: Header, context: TableContext): ReadTable {
  const { row } = header.layout
  return row === 'commune' ? readCommunes(sheet, header, context) : row === 'unit' ? readUnits(sheet, header, context) : readBreakdown(sheet, header, context)
}
