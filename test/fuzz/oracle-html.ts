import { gridSheet, type Oracle, type OracleCell } from './oracle-sheet.ts'

const TOKEN = /<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1\s*>|<(\/?)([a-z][\w:-]*)((?:\s+[^\s=>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*\/?>|<![^>]*>|[^<]+|</gi
const BLOCKS = new Set(['br', 'p', 'div', 'table', 'tr', 'td', 'th', 'li', 'wbr', 'input', 'textarea'])
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

const decoded = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|([a-z]+));/gi, (all, hex, decimal, name) =>
    name ? (entities[name.toLowerCase()] ?? all) : String.fromCodePoint(Math.min(0x10ffff, hex ? Number.parseInt(hex, 16) : Number(decimal))),
  )

const spanOf = (attributes: string, name: string): number => {
  const value = Number(new RegExp(`\\b${name}\\s*=\\s*["']?\\s*(\\d+)`, 'i').exec(attributes)?.[1] ?? 1)
  return Math.min(Math.max(value, 1), 1000)
}

/** Tables of a page in a grid, one below the other; a cell's lines and the cells of tables within it are apart by a line end. */
class Grid {
  readonly rows: OracleCell[][] = []
  #taken = new Map<number, number>()
  #text: string | null = null
  #span: readonly [number, number] = [1, 1]
  depth = 0
  #inRow = false
  add(text: string): void {
    if (this.#text !== null) this.#text += text
  }
  row(begins: boolean): void {
    this.close()
    this.#inRow = begins
    if (!begins) return
    for (const [column, left] of this.#taken) this.#taken.set(column, left - 1)
    this.rows.push([])
  }
  /** A cell outside a row begins one, as in a browser. */
  open(columns: number, rows: number): void {
    this.close()
    if (!this.#inRow) this.row(true)
    this.#text = ''
    this.#span = [columns, rows]
  }
  close(): void {
    const row = this.rows.at(-1)
    if (this.#text === null || !row) return
    while ((this.#taken.get(row.length) ?? 0) > 0) row.push(null)
    const text = decoded(this.#text).trim()
    for (let n = 0; n < this.#span[0]; n++) {
      if (this.#span[1] > 1) this.#taken.set(row.length, this.#span[1])
      row.push(n === 0 && text !== '' ? text : null)
    }
    this.#text = null
  }
  end(): void {
    this.row(false)
    this.#taken = new Map()
  }
}

/** A page read token by token. */
export function readHtml(bytes: Buffer, encoding: 'utf-8' | 'utf-16le' = 'utf-8'): Oracle {
  const grid = new Grid()
  for (const { 0: token, 2: closing, 3: name = '', 4: attributes = '', index, input } of bytes.toString(encoding === 'utf-8' ? 'utf8' : 'utf16le').matchAll(TOKEN)) {
    if (!name) {
      if (token === '<' && /[a-z/]/i.test(input[index + 1] ?? '')) return { broken: 'a tag that does not end' }
      if (token === '<' || !token.startsWith('<')) grid.add(token)
      continue
    }
    const tag = name.toLowerCase()
    if (BLOCKS.has(tag)) grid.add('\n')
    if (tag === 'table' && !closing) grid.depth++
    if (grid.depth === 1 && (tag === 'td' || tag === 'th')) closing ? grid.close() : grid.open(spanOf(attributes, 'colspan'), spanOf(attributes, 'rowspan'))
    if (grid.depth === 1 && tag === 'tr') grid.row(!closing)
    if (tag === 'table' && closing && grid.depth > 0 && grid.depth-- === 1) grid.end()
  }
  return grid.depth === 0 ? [gridSheet(grid.rows)] : { broken: 'a table that does not end' }
}
