import type { ModelCell, ModelTable } from './model-table.ts'
import type { ZipPart } from './zip-parts.ts'

/** Workbook parts written by hand, so that every byte of them can be wrong on purpose. */

const NS = 'http://schemas.openxmlformats.org'
export const SHEET = 'xl/worksheets/sheet1.xml'
export const STRINGS = 'xl/sharedStrings.xml'

export const letter = (index: number): string => (index >= 26 ? letter(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Texts of a workbook, each once. */
export class Strings {
  readonly texts: string[] = []
  indexOf(text: string): number {
    const at = this.texts.indexOf(text)
    return at >= 0 ? at : this.texts.push(text) - 1
  }
  xml = (): string => `<?xml version="1.0"?><sst xmlns="${NS}/spreadsheetml/2006/main">${this.texts.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`
}

export type CellXml = (cell: ModelCell, ref: string, strings: Strings) => string

export const plainCell: CellXml = (cell, ref, strings) =>
  cell === null ? '' : typeof cell === 'number' ? `<c r="${ref}"><v>${cell}</v></c>` : `<c r="${ref}" t="s"><v>${strings.indexOf(cell)}</v></c>`

export const rowXml = (cells: readonly ModelCell[], row: number, strings: Strings, cellXml: CellXml = plainCell): string =>
  `<row r="${row}">${cells.map((cell, i) => cellXml(cell, `${letter(i)}${row}`, strings)).join('')}</row>`

/** Rows of a table as XML; `cellXml` writes the cells below the heading. */
export function rowsXml({ above, heading, rows }: ModelTable, strings: Strings, cellXml: CellXml = plainCell): string[] {
  const top = [...above.map((line) => [line]), heading]
  return [...top.map((cells, i) => rowXml(cells, i + 1, strings)), ...rows.map((cells, i) => rowXml(cells, top.length + i + 1, strings, cellXml))]
}

export const sheetXml = (rows: readonly string[], { before = '', after = '' } = {}): string =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${NS}/spreadsheetml/2006/main">${before}<sheetData>${rows.join('')}</sheetData>${after}</worksheet>`

const relations = (own: readonly (readonly [string, string])[]): string =>
  `<?xml version="1.0"?><Relationships xmlns="${NS}/package/2006/relationships">${own
    .map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${NS}/officeDocument/2006/relationships/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

const part = (name: string, text: string): ZipPart => ({ name, bytes: Buffer.from(text) })
const styles = `<?xml version="1.0"?><styleSheet xmlns="${NS}/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`

/** Every part of a workbook of one sheet or more; style 1 is a date's. */
export function workbookParts(sheets: readonly { readonly name: string; readonly xml: string; readonly state?: string }[], strings: Strings): ZipPart[] {
  const listed = sheets.map(({ name, state }, i) => `<sheet name="${name}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`)
  const files = sheets.map((_, i) => `worksheets/sheet${i + 1}.xml`)
  return [
    part(
      '[Content_Types].xml',
      `<?xml version="1.0"?><Types xmlns="${NS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${files.map((file) => `<Override PartName="/xl/${file}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/${STRINGS}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
    ),
    part('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])),
    part(
      'xl/workbook.xml',
      `<?xml version="1.0"?><workbook xmlns="${NS}/spreadsheetml/2006/main" xmlns:r="${NS}/officeDocument/2006/relationships"><sheets>${listed.join('')}</sheets></workbook>`,
    ),
    part('xl/_rels/workbook.xml.rels', relations([...files.map((file) => ['worksheet', file] as const), ['styles', 'styles.xml'], ['sharedStrings', 'sharedStrings.xml']])),
    part('xl/styles.xml', styles),
    part(STRINGS, strings.xml()),
    ...sheets.map(({ xml }, i) => part(`xl/worksheets/sheet${i + 1}.xml`, xml)),
  ]
}
