import { refuse } from '../../schema/receipts.ts'
import type { Header } from './find-header.ts'
import { cellText, rowIndexes, type Sheet } from './sheet.ts'

const WORD = 'chục|trăm|nghìn|ngàn|vạn|triệu'
const MANY = `(?:${WORD}|1[.,]?000(?:[.,]000)?)`
const COUNTED = '(?:hồ sơ|hs|tài khoản|tk|kết quả|thủ tục|tthc|dvc|giao dịch|công dân|người|lượt|thẻ|đơn vị)'
const END = '(?![\\p{L}\\d])'
/** "Đơn vị tính: nghìn hồ sơ", "ĐVT: 1.000 HS", "tính bằng nghìn tài khoản": said of the figures of a table. Of money ("nghìn đồng") it says nothing of counts. */
const SAID = new RegExp(`(?<!\\p{L})(?:đơn vị(?: tính)?|đvt|đv tính|tính (?:bằng|theo))${END}[ :.(]*((?:số )?${MANY}(?: ${COUNTED}${END}| ?$| ?[)\\];,.]))`, 'iu')
/** "(nghìn hồ sơ)" alone above a table; "1.000 hồ sơ" alone is a number. */
const ALONE = new RegExp(`^[(\\[]?((?:${WORD}) ${COUNTED})[)\\]]?$`, 'iu')
/** Lines are looked at this far. */
const LONGEST_LINE = 400
const UNIT_COLUMN = /^(?:đơn vị tính|đvt|đv tính)$/iu

/** Whether a text, wherever it stands, makes a table's figures other than ones. */
export const saysMany = (text: string): boolean => SAID.test(text.slice(0, LONGEST_LINE))

/** Whether a column tells each row's unit of measure. */
export const isUnitColumn = (heading: string): boolean => UNIT_COLUMN.test(heading)

/** Refuses a table whose figures are said to be of tens, thousands …: they are rounded, and would be landed as if they were ones. */
export function checkOnes(sheet: Sheet, { top, below, columns }: Header): void {
  for (const line of sheet.lines) check(line, sheet, null, ALONE)
  const units = columns.filter(({ heading }) => isUnitColumn(heading)).map(({ index }) => index)
  for (const row of rowIndexes(sheet)) {
    const cells = sheet.rows[row]
    // A heading that speaks of thousands is none that is known.
    if (!cells?.length || (row >= top && row < below)) continue
    const texts = cells.map((cell) => (typeof cell === 'string' ? cellText(cell) : ''))
    for (const text of texts) if (text !== '') check(text, sheet, row + 1, row < top ? ALONE : null)
    for (const index of units) check(`ĐVT: ${texts[index] ?? ''}`, sheet, row + 1)
    // A letterhead's words may stand in several cells.
    if (row < top) check(cells.map(cellText).filter(Boolean).join(' '), sheet, row + 1)
  }
}

function check(line: string, sheet: Sheet, row: number | null, alone: RegExp | null = null): void {
  const text = line.slice(0, LONGEST_LINE)
  const many = (SAID.exec(text) ?? alone?.exec(text))?.[1]?.replace(/[\])(;,. ]+$/, '')
  if (many !== undefined) throw notInOnes(many, sheet, row)
}

const notInOnes = (many: string, { name }: Sheet, row: number | null) =>
  refuse(
    'not_in_ones',
    `${row === null ? 'Phần trên bảng' : `Dòng ${row}`} ghi đơn vị tính là “${many}”: số liệu đã làm tròn, nạp như số đếm thì sai cả nghìn lần. Xuất lại với đơn vị là hồ sơ, tài khoản.`,
    `${row === null ? 'The lines above the table say' : `Row ${row} says`} that the figures are not in ones ("${many}"): they are rounded, and counting them as ones would be wrong a thousandfold. Export again with the dossier or account as the unit.`,
    { sheet: name, row },
  )
