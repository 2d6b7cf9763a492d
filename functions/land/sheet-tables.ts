import { headingKey } from '../../schema/layout.ts'
import { findHeader, type Header, headerAt, subjectHeadings } from './find-header.ts'
import { type Cell, cellText, rowIndexes, type Sheet } from './sheet.ts'
import { statedMoment } from './stated-moment.ts'

/** A table of a sheet, with everything else of the sheet blank; rows and columns keep their places. */
export interface SheetTable {
  readonly sheet: Sheet
  /** Null: its heading is of no known layout. */
  readonly header: Header | null
  /** Row of its first heading. */
  readonly from: number
}

/** Lines of its own that a table below another may have. */
const MOST_LINES = 12
const NOTHING: Cell[] = []
const PAGE = /^(trang|page)\b/iu
/** "II. Huyện Cái Bè" opens a section of the same table; a title that speaks of a district is another table's. */
const TITLE = /\p{L}.*\s(huyện|quận|thị xã|thành phố|tỉnh)\s/iu
const SECTION = /^(\d{1,2}|[IVXLC]+)[.)]?\s+/u

/** The tables of a sheet whose headings are known, each as if it stood alone: one below the other, or side by side. */
export function tablesOf(sheet: Sheet): SheetTable[] {
  const first = findHeader(sheet)
  if (!first) return []
  return stacked(sheet, first).flatMap((table) => (table.header ? beside(table.sheet, table.header) : [table]))
}

/** Digits alone, which no heading is. */
const isNumber = (cell: Cell | undefined): boolean => typeof cell === 'number' || (typeof cell === 'string' && /^[\d.,\s\u00a0]*\d[\d.,\s\u00a0]*$/.test(cell))

const isHeading = (sheet: Sheet, row: number): boolean => !(sheet.rows[row] ?? NOTHING).some(isNumber) && subjectHeadings(sheet, row).length > 0

const fieldsOf = ({ columns }: Header): string => columns.flatMap(({ index, field, twin }) => (field === null && !twin ? [] : `${index} ${field}`)).join()

interface Place {
  readonly header: Header | null
  readonly from: number
  /** Row of the first line above its heading that is its own. */
  readonly start: number
  readonly lines: readonly string[]
}

/** A heading printed again at the top of a page is none of another table. */
function stacked(sheet: Sheet, first: Header): SheetTable[] {
  const top: Place = { header: first, from: first.top, start: 0, lines: textsOf(sheet, 0, first.top) }
  const places = [top]
  let before = first
  for (const row of rowIndexes(sheet)) {
    if (row < before.below || !isHeading(sheet, row)) continue
    const place = placeOf(sheet, row, before.below)
    const { header, lines } = place
    if (!header || fieldsOf(header) !== fieldsOf(before) || isTitled(lines, top.lines, places.at(-1)?.lines ?? [])) places.push(place)
    if (header) before = header
  }
  return places.length === 1 ? [{ sheet, header: first, from: first.top }] : places.map((place, i) => cut(sheet, place, first.top, places[i + 1]?.start))
}

/** A row that somebody else reads is one of figures. */
const hasNumbers = (row: readonly Cell[] | undefined): boolean => row === undefined || row.some(isNumber)

function placeOf(sheet: Sheet, row: number, above: number): Place {
  const header = headerAt(sheet, row)
  const from = header?.top ?? row
  let start = from
  while (start > above && from - start < MOST_LINES && !hasNumbers(sheet.rows[start - 1])) start--
  return { header, from, start, lines: textsOf(sheet, start, from) }
}

const textsOf = (sheet: Sheet, from: number, to: number): string[] => sheet.rows.slice(from, to).flatMap((row) => row.map(cellText).filter(Boolean))

function isTitled(lines: readonly string[], top: readonly string[], before: readonly string[]): boolean {
  const own = lines.filter((line) => !PAGE.test(line) && !top.includes(line))
  const [day, last] = [statedMoment(own), statedMoment(before) ?? statedMoment(top)]
  return (day !== null && (day.day !== last?.day || day.moment !== last.moment)) || own.some((line) => TITLE.test(line.replace(SECTION, '')))
}

/** The sheet's own title holds for every table that states no day itself. */
function cut(sheet: Sheet, { header, from, start, lines }: Place, titles: number, end = sheet.rows.length): SheetTable {
  const hasTitle = start === 0 || statedMoment(lines) === null
  const rows = sheet.rows.map((row, i) => ((i >= start && i < end) || (hasTitle && i < titles) ? row : NOTHING))
  return { sheet: { ...sheet, rows, lines: hasTitle ? sheet.lines : [] }, header, from }
}

/** Tables side by side have the same headings again; a part without counts is no table, then the columns are twins. */
function beside(sheet: Sheet, header: Header): SheetTable[] {
  const row = Array.from({ length: header.below - header.top }, (_, i) => header.top + i).find((one) => subjectHeadings(sheet, one).length > 0) ?? header.top
  const starts = startsOf(sheet, row)
  if (starts.length < 2) return [{ sheet, header, from: header.top }]
  const tables = starts.map((from, i): SheetTable => {
    const within = (cells: readonly Cell[]): Cell[] => cells.map((cell, column) => (column >= from && column < (starts[i + 1] ?? cells.length) ? cell : null))
    const part = { ...sheet, rows: sheet.rows.map((cells, n) => (n < header.top ? cells : within(cells))) }
    return { sheet: part, header: headerAt(part, row), from: header.top }
  })
  return tables.every((table) => table.header) ? tables : [{ sheet, header, from: header.top }]
}

/** Columns in which tables side by side begin: with the heading that the first begins with, or with the unit's. */
function startsOf(sheet: Sheet, row: number): number[] {
  const keys = (sheet.rows[row] ?? NOTHING).map((cell) => headingKey(cellText(cell)))
  const same = (column: number): number[] => keys.flatMap((key, i) => (key === keys[column] ? [i] : []))
  const units = subjectHeadings(sheet, row).map(same)[0] ?? []
  const first = same(keys.findIndex((key) => key !== ''))
  return first.length === units.length && first.every((from, i) => from <= (units[i] as number)) ? first : units.map((from, i) => (i === 0 ? 0 : from))
}
