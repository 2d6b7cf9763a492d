import { type Field, headingKey, idleFields, type Layout, placeFields, withoutNumber } from '../../schema/layout.ts'
import { layouts, neutralGroups } from '../../schema/layouts.ts'
import { remembered } from '../../schema/remembered.ts'
import { cellText, columnLetter, type Sheet } from './sheet.ts'
import { shownHeading } from './shown-text.ts'

/** Headings stand near the top; below that a word that looks like one is data. */
export const DEEPEST_ROW = 100
const DEEPEST_HEADER = 5
/** A form has some dozens of columns; more than these is no form. */
const MOST_COLUMNS = 1_000

export interface HeaderColumn {
  readonly index: number
  /** As printed, "group / heading". */
  readonly heading: string
  /** Null: not known in any layout, or headed as another column is. */
  readonly field: Field | null
  /** The other column of the same field. */
  readonly twin?: string
}

export interface Header {
  readonly layout: Layout
  /** Row of the first heading, and the first row below the header. */
  readonly top: number
  readonly below: number
  readonly columns: readonly HeaderColumn[]
}

const neutral = new Set(neutralGroups.map(headingKey))
const isNeutral = (part: string): boolean => neutral.has(headingKey(withoutNumber(part)))

/** A heading's keys: groups over it, or between its tiers, that change nothing are left out, then numbers of footnotes and columns. */
const keysOf = remembered(2_000, (heading): readonly string[] => {
  const parts = heading.split(' / ')
  while (parts.length > 1 && isNeutral(parts[0] as string)) parts.shift()
  const plain = parts.filter((part, i) => i === parts.length - 1 || !isNeutral(part))
  const unnumbered = [parts, plain].map((tiers) => tiers.map(withoutNumber).filter(Boolean))
  return [...new Set([parts, plain, ...unnumbered].map((tiers) => headingKey(tiers.join(' / '))))]
})

type Dictionary = ReadonlyMap<string, Field>
const fieldIn = (known: Dictionary, heading: string): Field | undefined => keysOf(heading).flatMap((key) => known.get(key) ?? [])[0]

const dictionaryOf = (layout: Layout): Dictionary =>
  new Map(Object.entries(layout.headings).flatMap(([field, headings]) => headings.map((heading) => [headingKey(heading), field] as const)))
const dictionaries = layouts.map((layout) => ({ layout, keys: dictionaryOf(layout) }))
/** What any layout of the same table knows: a column moved over from another layout is still understood. */
const knownTo = (of: Layout): Dictionary => new Map(dictionaries.toReversed().flatMap(({ layout, keys }) => (layout.tables[0] === of.tables[0] ? [...keys] : [])))
/** Headings of the column that says of whom or of what a row is. */
const subjects: readonly Field[] = ['unit_code', 'unit_name', 'field', 'service', 'service_name']
const subjectKeys = new Set(dictionaries.flatMap(({ keys }) => [...keys].filter(([, field]) => subjects.includes(field)).map(([key]) => key)))

/** "(1)", "(6)=(7)+(8)": the row of column numbers that forms carry below their headings. */
const isColumnNumbers = (texts: readonly string[]): boolean => {
  const filled = texts.filter(Boolean)
  const plain = filled.map((text) => text.replace(/\s/g, ''))
  if (filled.length < 3 || !plain.every((text) => /^[([]?(\d{1,2}|[A-Z])[)\]]?(=.*)?$/.test(text))) return false
  const numbers = plain.map((text) => Number(/\d{1,2}/.exec(text)?.[0] ?? Number.NaN)).filter((n) => !Number.isNaN(n))
  return plain.some((text) => /[([]/.test(text)) || numbers.every((n, i) => i === 0 || n === (numbers[i - 1] as number) + 1)
}

/** Rows below the first that still belong to the header: their unit column is empty, or says the same again, and they hold words, no numbers. */
function bottomOf(sheet: Sheet, top: number, unitColumns: readonly number[]): { bottom: number; below: number } {
  let bottom = top
  for (let row = top + 1; row <= top + DEEPEST_HEADER && row < sheet.rows.length; row++) {
    const texts = (sheet.rows[row] ?? []).map(cellText)
    if (isColumnNumbers(texts)) return { bottom, below: row + 1 }
    const words = texts.filter(Boolean)
    // One lone text at the left is a section's heading, not a second tier.
    const lone = words.length === 1 && texts.findIndex(Boolean) <= Math.max(...unitColumns)
    if (
      words.length === 0 ||
      lone ||
      unitColumns.some((index) => texts[index] && texts[index] !== cellText(sheet.rows[top]?.[index])) ||
      words.some((text) => /^[\d.,\s%-]+$/.test(text))
    )
      break
    bottom = row
  }
  return { bottom, below: bottom + 1 }
}

const merged = (sheet: Sheet, row: number, from: number, to: number): boolean => {
  const merge = sheet.merges.find((m) => m.startRow <= row && row <= m.endRow && m.startCol <= from && from <= m.endCol)
  return merge ? to <= merge.endCol : sheet.merges.every((m) => m.startRow > row || row > m.endRow)
}

/** "group / heading" for a column: a group's words stand once, over its first column. */
function pathOf(sheet: Sheet, top: number, bottom: number, index: number): string {
  const at = (row: number, column: number): string => cellText(sheet.rows[row]?.[column])
  const parts: string[] = []
  for (let row = top; row <= bottom; row++) {
    let text = at(row, index)
    const hasLower = Array.from({ length: bottom - row }, (_, i) => at(row + 1 + i, index)).some(Boolean)
    for (let left = index - 1; text === '' && hasLower && left >= 0; left--) {
      if (at(row, left) !== '') text = merged(sheet, row, left, index) ? at(row, left) : ''
      if (at(row, left) !== '') break
    }
    if (text !== '' && text !== parts.at(-1)) parts.push(text)
  }
  return parts.join(' / ')
}

function layoutFor(headings: readonly string[]): Layout | null {
  const scored = dictionaries.map(({ layout, keys }) => {
    const fields = headings.flatMap((heading) => fieldIn(keys, heading) ?? [])
    return { layout, score: fields.length, counts: fields.filter(isCount).length }
  })
  const best = scored.filter(({ counts }) => counts > 0).sort((a, b) => b.score - a.score)[0]
  return best?.layout ?? null
}

const noCounts: readonly Field[] = [...placeFields, ...idleFields]
/** Whether a field is a count, or another figure, of a layout's tables. */
export const isCount = (field: Field | null): boolean => field !== null && !noCounts.includes(field)

/** The header of a sheet, or null where none is understood. */
export function findHeader(sheet: Sheet): Header | null {
  for (let row = 0; row < Math.min(DEEPEST_ROW, sheet.rows.length); row++) {
    const header = subjectHeadings(sheet, row).length > 0 ? headerAt(sheet, row) : null
    if (header) return header
  }
  return null
}

/** Columns of a row whose headings are of units, services or fields of work; none where it is no row of headings. */
export function subjectHeadings(sheet: Sheet, row: number): number[] {
  const cells = sheet.rows[row] ?? []
  const texts = cells.length > MOST_COLUMNS ? [] : cells.map(cellText)
  return texts.filter(Boolean).length < 3 ? [] : texts.flatMap((text, index) => (text !== '' && subjectKeys.has(headingKey(withoutNumber(text))) ? [index] : []))
}

/** How far above the heading of units a group's may stand. */
const HIGHEST = 2

/** The header whose units are headed in this row; of the rows above it those that make more of its headings known. */
export function headerAt(sheet: Sheet, row: number): Header | null {
  const { bottom, below } = bottomOf(sheet, row, subjectHeadings(sheet, row))
  const read = Array.from({ length: Math.min(HIGHEST, row) + 1 }, (_, up) => headedFrom(sheet, row - up, bottom, below)).flatMap((header) => header ?? [])
  const knownIn = ({ columns }: Header): number => columns.filter(({ field }) => field !== null).length
  const best = read.sort((a, b) => knownIn(b) - knownIn(a))[0]
  return best ? { ...best, columns: shownColumns(untwinned(best.columns)) } : null
}

function headedFrom(sheet: Sheet, top: number, bottom: number, below: number): Header | null {
  const width = Math.max(...sheet.rows.slice(top, bottom + 1).flatMap((row) => row.length))
  if (width > MOST_COLUMNS) return null
  const headings = Array.from({ length: width }, (_, index) => pathOf(sheet, top, bottom, index))
  const layout = layoutFor(headings)
  const own = dictionaries.find((one) => one.layout === layout)?.keys
  if (!layout || !own) return null
  const known = knownTo(layout)
  const columns = headings.flatMap((heading, index) => (heading === '' ? [] : [{ index, heading, field: fieldIn(own, heading) ?? fieldIn(known, heading) ?? null }]))
  return { layout, top, below, columns }
}

const days: readonly (Field | null)[] = ['date', 'first', 'last']

/** Of two columns headed as the same count nobody can tell which holds: neither is read. */
function untwinned(columns: readonly HeaderColumn[]): HeaderColumn[] {
  const twins = (column: HeaderColumn): HeaderColumn[] => (isCount(column.field) || days.includes(column.field) ? columns.filter(({ field }) => field === column.field) : [])
  return columns.map((column) => {
    const twin = twins(column).find(({ index }) => index !== column.index)
    return twin ? { ...column, field: null, twin: columnLetter(twin.index) } : column
  })
}

/** Headings that are known are somebody's words; others may be a row's that ran into the heading. */
function shownColumns(columns: readonly HeaderColumn[]): HeaderColumn[] {
  const inCapitals = columns.every(({ field, heading }) => field === null || heading === heading.toUpperCase())
  return columns.map((column) => (column.field === null && !column.twin ? { ...column, heading: shownHeading(column.heading, inCapitals) } : column))
}

const allHeadings: readonly { readonly text: string; readonly words: readonly string[] }[] = [
  ...new Map(layouts.flatMap(({ headings }) => Object.values(headings).flat()).map((text) => [headingKey(text), text])),
].map(([key, text]) => ({ text, words: key.split(' ') }))

/** Known headings nearest to one that is not: for messages. */
export function nearestHeadings(heading: string): string[] {
  const words = new Set(headingKey(heading).split(' '))
  return allHeadings
    .map(({ text, words: others }) => [others.filter((word) => words.has(word)).length / Math.max(words.size, others.length), text] as const)
    .filter(([score]) => score >= 0.3)
    .sort(([a], [b]) => b - a)
    .slice(0, 3)
    .map(([, text]) => text)
}
