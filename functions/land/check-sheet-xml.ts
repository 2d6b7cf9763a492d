/** Where a sheet's XML is not what the letter of the format has, the library reads on without a word: cells get lost. */

/** The cells that programs write, as they write them; anything else is taken apart tag by tag. */
const CELL =
  /<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d+")?(?: t="(n|s|str|b|e|inlineStr)")?(?: s="\d+")?(?:\/>|>(?:(?:<f>[^<]*<\/f>)?<v>([^<]*)<\/v>|<is><t(?: xml:space="preserve")?>[^<]*<\/t><\/is>)<\/c>)/y
const TAG = /<(\/?)((?:[\w.-]+:)?([\w.-]+))((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const NUMBER = /^\s*-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/
const TYPES = new Set(['n', 's', 'str', 'b', 'e', 'd', 'inlineStr'])
/** What a part of a value may stand right within. */
const WITHIN: Readonly<Record<string, RegExp>> = { sheetData: /^worksheet$/, row: /^sheetData$/, c: /^row$/, v: /^c$/, f: /^c$/, is: /^c$/, t: /^(is|r)$/, r: /^is$/ }
const REFERENCE = /(?:^|\s)r\s*=\s*(?:"([^"]*)"|'([^']*)')/
const TYPE = /(?:^|\s)t\s*=\s*(?:"([^"]*)"|'([^']*)')/

const said = (attributes: string, name: RegExp): string | null => {
  const found = name.exec(attributes)
  return found ? (found[1] ?? found[2] ?? '') : null
}

/** Root element of an XML part: "worksheet", "sst" … */
export const rootOf = (xml: string): string | null => /^(?:\ufeff|\xef\xbb\xbf)?(?:\s|<\?[^>]*\?>|<!--[\s\S]*?-->)*<(?:[\w.-]+:)?([\w.-]+)/.exec(xml.slice(0, 2000))?.[1] ?? null

interface Open {
  readonly tag: string
  readonly name: string
  readonly from: number
}

/** Reads a sheet's XML to the letter; `strings` is how many texts it may point at. Throws an Error that says what is wrong. */
export function checkSheetXml(xml: string, strings: number): void {
  new SheetXml(xml, strings).check()
}

class SheetXml {
  readonly #open: Open[] = []
  #at = 0
  #isOver = false
  #row = 0
  #column = 0
  /** The cell that is being read: its type, and whether it has its value yet. */
  #type = 'n'
  #values = 0

  constructor(
    readonly xml: string,
    readonly strings: number,
  ) {}

  check(): void {
    for (this.#at = this.xml.indexOf('<'); this.#at >= 0; this.#at = this.xml.indexOf('<', this.#at)) if (!this.#cells() && !this.#tag()) this.#other()
    if (!this.#isOver) throw new Error('cut short')
  }

  /** The cells from here on that are written as most are. */
  #cells(): boolean {
    if (this.#open.at(-1)?.name !== 'row') return false
    const from = this.#at
    CELL.lastIndex = from
    for (let found = CELL.exec(this.xml); found; found = CELL.exec(this.xml)) {
      this.#place(found[1] as string, Number(found[2]))
      if (found[4] !== undefined) this.#value(found[3] ?? 'n', found[4])
      this.#at = CELL.lastIndex
    }
    return this.#at > from
  }

  #tag(): boolean {
    TAG.lastIndex = this.#at
    const found = TAG.exec(this.xml)
    if (!found) return false
    const [whole, closing, tag = '', name = '', attributes = '', empty] = found
    if (closing) this.#close(tag)
    else this.#begin({ tag, name, from: this.#at + whole.length }, attributes, empty !== '')
    this.#at += whole.length
    return true
  }

  /** Comments and instructions, but not inside a value. */
  #other(): void {
    const [start, end] = (['<!--', '-->', '<?', '?>', '<![CDATA[', ']]>'] as const).flatMap((mark, i, all) =>
      i % 2 === 0 && this.xml.startsWith(mark, this.#at) ? [mark, all[i + 1] as string] : [],
    )
    const to = start && end ? this.xml.indexOf(end, this.#at + start.length) : -1
    if (to < 0 || this.#open.at(-1)?.name === 'v' || !end) throw new Error('not XML')
    this.#at = to + end.length
  }

  #begin(own: Open, attributes: string, isEmpty: boolean): void {
    const { name } = own
    const above = this.#open.at(-1)?.name ?? ''
    const inData = name === 'sheetData' || this.#open[1]?.name === 'sheetData'
    if (this.#isOver || above === 'v' || (inData && (name === 'rPh' || !(WITHIN[name]?.test(above) ?? true)))) throw new Error('out of place')
    if (inData && name === 'row') this.#beginRow(attributes)
    else if (inData && name === 'c') this.#beginCell(attributes)
    else if (inData && name === 'v' && ++this.#values > 1) throw new Error('two values')
    if (!isEmpty) this.#open.push(own)
    else if (this.#open.length === 0) this.#isOver = true
  }

  #close(tag: string): void {
    const own = this.#open.pop()
    if (own?.tag !== tag) throw new Error('tags do not match')
    if (this.#open.length === 0) this.#isOver = true
    if (own.name === 'v' && this.#open.at(-1)?.name === 'c') this.#value(this.#type, this.xml.slice(own.from, this.#at))
  }

  #beginRow(attributes: string): void {
    const own = said(attributes, REFERENCE)
    const row = own === null ? this.#row + 1 : Number(own)
    if (!Number.isInteger(row) || row <= this.#row) throw new Error('rows out of order')
    this.#row = row
    this.#column = 0
  }

  #beginCell(attributes: string): void {
    const reference = said(attributes, REFERENCE)
    const [, letters, row] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference ?? '') ?? []
    if (letters && row) this.#place(letters, Number(row))
    else if (reference === null) this.#column++
    else throw new Error('no reference of a cell')
    this.#type = said(attributes, TYPE) ?? 'n'
    if (!TYPES.has(this.#type)) throw new Error('no type of a cell')
    this.#values = 0
  }

  #place(letters: string, row: number): void {
    let column = 0
    for (let i = 0; i < letters.length; i++) column = column * 26 + letters.charCodeAt(i) - 64
    if (row !== this.#row || column <= this.#column) throw new Error('cells out of order')
    this.#column = column
  }

  #value(type: string, value: string): void {
    if (type === 'n' && value !== '' && !NUMBER.test(value)) throw new Error('no number')
    if (type === 's' && !(/^\s*\d+\s*$/.test(value) && Number(value) < this.strings)) throw new Error('no such text')
  }
}
