import { headingKey, withoutNumber } from '../../schema/layout.ts'
import { countWords, personHeadings, personWords, privateWords } from '../../schema/person-words.ts'
import { refuse } from '../../schema/receipts.ts'
import { DEEPEST_ROW, findHeader, type Header, isCount } from './find-header.ts'
import { type Cell, cellText, columnLetter, rowIndexes, type Sheet } from './sheet.ts'

const keyed = (words: readonly string[]): (readonly [key: string, word: string])[] => words.map((word) => [` ${headingKey(word)} `, word])
const [personKeys, privateKeys, countKeys] = [keyed(personWords), keyed(privateWords), keyed(countWords)]
const signKey = ` ${headingKey('ký')} `
const wholeKeys = new Map(personHeadings.map((word) => [headingKey(word), word]))

/** What makes a heading one of a column about persons, or null; one of how many of them is not. */
function personWordIn(heading: string): string | null {
  const key = ` ${headingKey(heading).replace(/ \/ /g, ' ')} `
  const wordIn = (keys: typeof personKeys): string | undefined => keys.find(([word]) => key.includes(word))?.[1]
  // "(Ký, ghi rõ họ tên)" stands below a table.
  if (key.includes(signKey)) return null
  const word = wordIn(privateKeys)
  if (word !== undefined || wordIn(countKeys) !== undefined) return word ?? null
  return wordIn(personKeys) ?? heading.split('/').flatMap((part) => wholeKeys.get(headingKey(withoutNumber(part))) ?? [])[0] ?? null
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
    const told = texts.flatMap((text, index) => {
      const word = /\p{L}/u.test(text) && text.length < 60 && !text.endsWith(':') ? personWordIn(text) : null
      return word === null ? [] : [{ index, word }]
    })
    const [first] = told
    // A lone "Email" in a letterhead is none; a heading among others is.
    if (first && texts.filter(Boolean).length + told.length > FEW) throw personal(sheet, row, first.index, first.word)
  })
  const counts = new Set(header?.columns.filter(({ field }) => isCount(field)).map(({ index }) => index))
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
