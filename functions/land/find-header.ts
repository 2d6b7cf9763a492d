import { countWords, type Field, headingKey, type Layout, layouts, neutralGroups, personHeadings, personWords, privateWords } from '../../schema/layouts.ts'
import { maskDigits, refuse } from '../../schema/receipts.ts'
import { type Cell, cellText, columnLetter, rowIndexes, type Sheet } from './sheet.ts'

/** Headings stand near the top; below that a word that looks like one is data. */
const DEEPEST_ROW = 100
const DEEPEST_HEADER = 5
/** A form has some dozens of columns; more than these is no form. */
const MOST_COLUMNS = 1_000

export interface HeaderColumn {
  readonly index: number
  /** As printed, "group / heading". */
  readonly heading: string
  /** Null: not known in any layout. */
  readonly field: Field | null
}

export interface Header {
  readonly layout: Layout
  /** Row of the first heading, and the first row below the header. */
  readonly top: number
  readonly below: number
  readonly columns: readonly HeaderColumn[]
}

const neutral = new Set(neutralGroups.map(headingKey))

/** A heading's key; groups over it that change nothing are left out. */
function keyOf(heading: string): string {
  const parts = heading.split(' / ')
  while (parts.length > 1 && neutral.has(headingKey(parts[0] as string))) parts.shift()
  return headingKey(parts.join(' / '))
}

const keysOf = (layout: Layout): Map<string, Field> =>
  new Map(Object.entries(layout.headings).flatMap(([field, headings]) => headings.map((heading) => [headingKey(heading), field] as const)))
const dictionaries = layouts.map((layout) => ({ layout, keys: keysOf(layout) }))
/** What any layout knows: a column moved over from another layout is still understood. */
const known = new Map(dictionaries.toReversed().flatMap(({ keys }) => [...keys]))
const unitKeys = new Set([...known].filter(([, field]) => field === 'unit_code' || field === 'unit_name').map(([key]) => key))
const keysIn = (words: readonly string[]): string[] => words.map((word) => ` ${headingKey(word)} `)
const [personKeys, privateKeys, countKeys] = [keysIn(personWords), keysIn(privateWords), keysIn(countWords)]
const signKey = ` ${headingKey('ký')} `
const wholeKeys = new Set(personHeadings.map(headingKey))

/** Whether a heading is of a column about persons; one of how many of them is not. */
function isPerson(heading: string): boolean {
  const key = ` ${headingKey(heading).replace(/ \/ /g, ' ')} `
  // "(Ký, ghi rõ họ tên)" stands below a table.
  if (key.includes(signKey)) return false
  if (privateKeys.some((word) => key.includes(word))) return true
  if (countKeys.some((word) => key.includes(word))) return false
  return personKeys.some((word) => key.includes(word)) || heading.split('/').some((part) => wholeKeys.has(headingKey(part)))
}

/** A telephone or identity number, as text or as a number; money and counts end in zeros or are shorter. */
function isPersonsNumber(cell: Cell | undefined): boolean {
  if (typeof cell === 'number') return Number.isInteger(cell) && cell % 1000 !== 0 && /^([35789]\d{8}|\d{12}|[1-9]\d{10})$/.test(String(cell))
  if (typeof cell !== 'string' || cell.length > 24) return false
  const digits = cell.replace(/[\s._()'\u00a0-]/g, '')
  return /^(0\d{9}|0\d{11}|\+?84\d{9})$/.test(digits) && !/^\d{1,3}(\.\d{3})+$/.test(cell.trim())
}

/** A third number of that kind in a column makes it one about persons. */
const FEW = 3

/** Refuses a sheet that has a column about persons, hidden or not; the message names the column, never a value. */
export function checkPersons(sheet: Sheet, header: Header | null = findHeader(sheet)): void {
  sheet.rows.slice(0, DEEPEST_ROW).forEach((cells, row) => {
    const texts = cells.map(cellText)
    const told = texts.flatMap((text, index) => (text !== '' && text.length < 60 && !text.endsWith(':') && isPerson(text) ? [index] : []))
    const index = told[0]
    // A lone "Email" in a letterhead is none; a heading among others is.
    if (index !== undefined && texts.filter(Boolean).length + told.length > FEW) throw personal(sheet, row, index, texts[index] as string)
  })
  const counts = new Set(header?.columns.filter(({ field }) => layoutCounts(field ?? undefined)).map(({ index }) => index))
  const numbers = new Map<number, number>()
  for (const row of rowIndexes(sheet)) {
    for (const [index, cell] of (sheet.rows[row] ?? []).entries()) {
      if ((typeof cell === 'number' && counts.has(index)) || !isPersonsNumber(cell)) continue
      numbers.set(index, (numbers.get(index) ?? 0) + 1)
      if ((numbers.get(index) as number) >= FEW) throw personal(sheet, row, index, columnLetter(index))
    }
  }
}

const personal = (sheet: Sheet, row: number, index: number, column: string) =>
  refuse(
    'personal_data',
    `Tệp có cột dữ liệu cá nhân ("${column}"). Tệp bị từ chối toàn bộ và không được giữ lại. Xuất thống kê theo đơn vị, không xuất danh sách công dân.`,
    `The file has a column of personal data ("${column}"). It is refused whole and nothing of it is kept. Export the statistics per unit, not a list of citizens.`,
    { sheet: sheet.name, row: row + 1, column: columnLetter(index) },
  )

/** "(1)", "(6)=(7)+(8)": the row of column numbers that forms carry below their headings. */
const isColumnNumbers = (texts: readonly string[]): boolean => {
  const filled = texts.filter(Boolean)
  const plain = filled.map((text) => text.replace(/\s/g, ''))
  if (filled.length < 3 || !plain.every((text) => /^[([]?(\d{1,2}|[A-Z])[)\]]?(=.*)?$/.test(text))) return false
  const numbers = plain.map((text) => Number(/\d{1,2}/.exec(text)?.[0] ?? Number.NaN)).filter((n) => !Number.isNaN(n))
  return plain.some((text) => /[([]/.test(text)) || numbers.every((n, i) => i === 0 || n === (numbers[i - 1] as number) + 1)
}

/** Rows below the first that still belong to the header: their unit column is empty and they hold words, no numbers. */
function bottomOf(sheet: Sheet, top: number, unitColumns: readonly number[]): { bottom: number; below: number } {
  let bottom = top
  for (let row = top + 1; row <= top + DEEPEST_HEADER && row < sheet.rows.length; row++) {
    const texts = (sheet.rows[row] ?? []).map(cellText)
    if (isColumnNumbers(texts)) return { bottom, below: row + 1 }
    const words = texts.filter(Boolean)
    // One lone text at the left is a section's heading, not a second tier.
    const lone = words.length === 1 && texts.findIndex(Boolean) <= Math.max(...unitColumns)
    if (words.length === 0 || lone || unitColumns.some((index) => texts[index]) || words.some((text) => /^[\d.,\s%-]+$/.test(text))) break
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
    if (text !== '') parts.push(text)
  }
  return parts.join(' / ')
}

function layoutFor(headings: readonly string[]): Layout | null {
  const keys = headings.map(keyOf)
  const scored = dictionaries.map(({ layout, keys: own }) => ({
    layout,
    score: keys.filter((key) => own.has(key)).length,
    counts: keys.filter((key) => layoutCounts(own.get(key))).length,
  }))
  const best = scored.filter(({ counts }) => counts > 0).sort((a, b) => b.score - a.score)[0]
  return best?.layout ?? null
}

const layoutCounts = (field: Field | undefined): boolean =>
  field !== undefined && !['number', 'unit_code', 'unit_name', 'district_name', 'date', 'notes', 'derived'].includes(field)

/** The header of a sheet, or null where none is understood. */
export function findHeader(sheet: Sheet): Header | null {
  for (let top = 0; top < Math.min(DEEPEST_ROW, sheet.rows.length); top++) {
    const texts = (sheet.rows[top] ?? []).map(cellText)
    const unitColumns = texts.flatMap((text, index) => (unitKeys.has(headingKey(text)) ? [index] : []))
    if (unitColumns.length === 0 || texts.filter(Boolean).length < 3) continue
    const { bottom, below } = bottomOf(sheet, top, unitColumns)
    const width = Math.max(...sheet.rows.slice(top, bottom + 1).map((row) => row.length))
    if (width > MOST_COLUMNS) continue
    const headings = Array.from({ length: width }, (_, index) => pathOf(sheet, top, bottom, index))
    const layout = layoutFor(headings)
    if (!layout) continue
    const own = keysOf(layout)
    const columns = headings.flatMap((heading, index) => {
      const key = keyOf(heading)
      return heading === '' ? [] : [{ index, heading: maskDigits(heading), field: own.get(key) ?? known.get(key) ?? null }]
    })
    return { layout, top, below, columns }
  }
  return null
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
