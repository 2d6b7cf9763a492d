import type { FactTableName } from './fact-columns.ts'
import { comparable } from './names.ts'
import { remembered } from './remembered.ts'

/**
 * How exports look, as data: which headings mean which field, which counts are parts of which total.
 * A new layout is an entry of a list; reading one is never code of its own.
 */

/** What a column says. A count by its column name; `derived` is computed from others and not kept; `notes` is free text, never landed. */
export type Field = string

/** Fields that say of whom, of what and of when a row is. */
export const placeFields = ['number', 'unit_code', 'unit_name', 'district_name', 'date', 'first', 'last', 'field', 'service', 'service_name'] as const

/** Fields that are read past. */
export const idleFields = ['derived', 'notes'] as const

export interface Layout {
  readonly code: string
  /** Where its counts go: each to the table that has a column of its name. */
  readonly tables: readonly FactTableName[]
  /**
   * What a row is: a commune (a district's row is the sum of its communes), a unit's own desk whatever its level, or a field of
   * work or a service of the one unit that the lines above the table name.
   */
  readonly row: 'commune' | 'unit' | 'field' | 'service'
  readonly vi: string
  readonly en: string
  /** Field to the headings that mean it; a heading below another is written "group / heading". */
  readonly headings: Readonly<Record<Field, readonly string[]>>
  /** Totals to their parts, where the layout says that the parts are disjoint: total = the sum of its parts. In this order. */
  readonly parts: Readonly<Record<Field, readonly Field[]>>
  /** Parts that are not printed: the total less the other part. */
  readonly rest?: Readonly<Record<Field, readonly [total: Field, other: Field]>>
  /** Counts to what they are a part of by definition, the nearest first; a count above the nearest that is printed lands with a warning. */
  readonly wholes?: Readonly<Record<Field, readonly Field[]>>
  /** Counts that should be equal; real reports do not always reconcile, so what differs lands with a warning. */
  readonly equal?: readonly (readonly [Field, readonly Field[]])[]
  /** Rates printed as text, of which counts they are: held against them within half of the last digit printed. */
  readonly rates?: Readonly<Record<Field, readonly [numerator: readonly Field[], denominator: readonly Field[]]>>
}

/** Headings compared as people read them: capitals, spaces, punctuation, raised numbers of footnotes and the tone mark's place do not matter. */
export const headingKey = remembered(5_000, (text) =>
  comparable(
    text
      .replace(/[¹²³⁰⁴-⁹]+/gu, '')
      .replace(/\s*\/\s*/g, ' / ')
      .replace(/[^\p{L}\p{M}\p{N}/_]+/gu, ' '),
  )
    .replace(/(^| )\/( |$)/g, ' / ')
    .replace(/ +/g, ' ')
    .trim(),
)

/** "Tổng số (1)", "Tổng số (5)=(6)+(7)": a heading without the footnote's or column's number behind it. */
export const withoutNumber = (heading: string): string => heading.replace(/[([]\d{1,2}[)\]]\s*(?:=[\d\s()[\]+−\-*/×x:%.,]*)?$/u, '').trim()
