import { fromHtml } from 'hucre'
import { refuse } from '../../schema/receipts.ts'
import { decodeText } from './open-text.ts'
import type { Cell, Merge, Sheet } from './sheet.ts'

/** A tag to the letter: a quoted value that holds a tag of its own is one whose quote never ended. */
const TOKEN = /<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1\s*>|<(\/?)([a-z][\w:-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>|<[!?][^>]*>|[^<]+|</gi
/** Tags within a number that leave it one number. Any other sets lines apart: 12<br>34 is no 1234, 12<sup>2</sup> no 122. */
const INLINE = new Set(['a', 'b', 'big', 'em', 'font', 'i', 'label', 'mark', 'nobr', 's', 'small', 'span', 'strike', 'strong', 'tt', 'u'])
const TABLE = new Set(['table', 'tr', 'td', 'th', 'thead', 'tbody', 'tfoot', 'caption'])
const HIDDEN = /(?:^|\s)hidden\b|display\s*:\s*none/i
/** Lines above a table that may say its day and place: the first and the last of them. */
const MOST_LINES = 100

/** Names of letters that the library does not know: "&agrave;" as PHP writes them. Its own, "&lt;" and "&#7871;", are left to it. */
const MARKS: Readonly<Record<string, string>> = { grave: '\u0300', acute: '\u0301', circ: '\u0302', tilde: '\u0303' }
const unescaped = (text: string): string =>
  text.replaceAll('&nbsp;', '\u00a0').replace(/&([aeiouy])(grave|acute|circ|tilde);/gi, (_, letter: string, mark: string) => (letter + MARKS[mark.toLowerCase()]).normalize('NFC'))

/** What the library takes otherwise than a browser is put as both take it. */
class Page {
  readonly tables: string[] = []
  above = ''
  #depth = 0
  #inRow = false
  #inCell = false

  add(text: string): void {
    if (this.#depth > 0) this.tables.push(`${this.tables.pop() ?? ''}${text}`)
    else if (this.tables.length === 0) this.above += text
  }

  /** Words between cells were a cell's, whose tag is broken: the cells behind it would move. */
  text(text: string): void {
    if (this.#depth === 1 && !this.#inCell && text.trim() !== '') throw cutShort()
    this.add(text)
  }

  tag(closing: string, name: string, attributes: string): void {
    if (name === 'table') this.#table(closing !== '')
    else if (TABLE.has(name)) this.#part(closing, name, attributes)
    else this.add(this.#depth === 0 ? `<${closing}${name}>` : INLINE.has(name) && !HIDDEN.test(attributes) ? '' : '\n')
  }

  #table(closing: boolean): void {
    if (closing && this.#depth === 0) return
    if (!closing && this.#depth++ === 0) this.tables.push('')
    this.add(closing ? '\n</table>' : '\n<table>')
    if (closing && --this.#depth <= 1) this.#inRow = this.#depth === 1
    if (this.#depth === 1 && !closing) this.#inCell = false
  }

  /** A cell outside a row begins one, as in a browser. */
  #part(closing: string, name: string, attributes: string): void {
    if (this.#depth === 0) return
    const isCell = name === 'td' || name === 'th'
    const row = this.#depth === 1 && isCell && closing === '' && !this.#inRow ? '<tr>' : ''
    if (this.#depth === 1 && (name === 'tr' || row)) this.#inRow = closing === ''
    if (this.#depth === 1) this.#inCell = closing === '' && (isCell || name === 'caption')
    const spans = isCell ? [...attributes.matchAll(/(?:^|\s)(colspan|rowspan)\s*=\s*["']?\s*(\d+)/gi)].map(([, span = '', n]) => ` ${span.toLowerCase()}="${n}"`).join('') : ''
    this.add(`\n${row}<${closing}${name}${spans}>`)
  }

  get isWhole(): boolean {
    return this.#depth === 0 && this.tables.length > 0
  }
}

function pageOf(html: string): Page {
  const page = new Page()
  for (const { 0: token, 2: closing = '', 3: name, 4: attributes = '', index } of html.matchAll(TOKEN)) {
    if (name) page.tag(closing, name.toLowerCase(), attributes)
    else if (!token.startsWith('<')) page.text(unescaped(token))
    else if (token === '<' && !/[a-z/!?]/i.test(html[index + 1] ?? '')) page.text('&lt;')
    else if (token === '<' || (token.startsWith('<!--') && !token.endsWith('-->'))) throw cutShort()
  }
  if (!page.isWhole) throw cutShort()
  return page
}

/** The tables of a page as one sheet, one below the other. Throws RefusedError where one does not end. */
export function openHtml(bytes: Buffer): Sheet[] {
  const page = pageOf(decodeText(bytes))
  const rows: Cell[][] = []
  const merges: Merge[] = []
  for (const table of page.tables) {
    const sheet = fromHtml(table, { typeInference: false, classes: false })
    if (overlaps(sheet.merges ?? [])) throw overlapping()
    for (const { startRow, endRow, ...columns } of sheet.merges ?? []) merges.push({ startRow: startRow + rows.length, endRow: endRow + rows.length, ...columns })
    for (const row of sheet.rows) rows.push(row as Cell[])
  }
  return [{ name: null, hidden: false, rows, merges, hiddenRows: new Set(), lines: linesOf(page.above) }]
}

/** A wide cell over one that reaches down from above: browsers draw them over each other, the library moves the cells behind. */
function overlaps(merges: readonly Merge[]): boolean {
  const reach = new Map<number, number>()
  return merges.some(({ startRow, endRow, startCol, endCol }) => {
    const columns = Array.from({ length: endCol - startCol + 1 }, (_, i) => startCol + i)
    const isTaken = columns.some((column) => (reach.get(column) ?? -1) >= startRow)
    if (endRow > startRow) for (const column of columns) reach.set(column, Math.max(reach.get(column) ?? -1, endRow))
    return isTaken
  })
}

function linesOf(above: string): string[] {
  const words = above.replace(/<(head)>[\s\S]*?<\/\1>/gi, '').split(/<\/?(?:p|div|h\d|br)>/i)
  const lines = words.map((line) => line.replace(/<[^<>]*>/g, '').trim()).filter((line) => line !== '')
  return lines.length <= 2 * MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), ...lines.slice(-MOST_LINES)]
}

const overlapping = () =>
  refuse(
    'unreadable',
    'Bảng HTML có các ô gộp chồng lên nhau (colspan, rowspan): không biết số nào thuộc cột nào. Xuất lại tệp.',
    'Merged cells of the HTML table lie over each other (colspan, rowspan): nobody can tell which number is in which column. Export it again.',
  )

const cutShort = () =>
  refuse(
    'unreadable',
    'Bảng HTML bị cắt cụt hoặc hỏng: thiếu </table>, hoặc có thẻ không đóng. Tải lại tệp.',
    'The HTML table is cut short or damaged: </table> is missing, or a tag is not closed. Download it again.',
  )
