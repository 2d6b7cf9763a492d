import { readOds } from 'hucre/ods'
import { readXls, readXlsx } from 'hucre/xlsx'
import { RefusedError, refuse } from '../../schema/receipts.ts'
import { checkBiff } from './check-biff.ts'
import { checkWorkbookParts } from './check-workbook-parts.ts'
import { UNCOMPUTED } from './count.ts'
import { openHtml } from './open-html.ts'
import { openText } from './open-text.ts'
import type { Cell, Sheet } from './sheet.ts'
import { type ZipPart, zipParts } from './zip-directory.ts'

/** The largest file that is read. */
export const MOST_BYTES = 512 * 1024 * 1024

export const tooLargeFile = (): RefusedError =>
  refuse('too_large', 'Tệp lớn hơn 512 MiB. Chia nhỏ theo năm hoặc theo huyện.', 'The file is larger than 512 MiB. Split it by year or district.')
/** One for all empty rows: a lone cell in the last row of a sheet would cost a gigabyte. */
const NOTHING: Cell[] = []
const MOST_TOP_CELLS = 100_000

type Format = 'zip' | 'xls' | 'xml' | 'html' | 'text'

/** A file's format by its first bytes, never by its name's ending. */
export function formatOf(bytes: Buffer): Format {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) || bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x05, 0x06]))) return 'zip'
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return 'xls'
  const start = bytes.subarray(0, 4096).toString('latin1').replaceAll('\0', '')
  if (/<\?mso-application\s+progid="Excel\.Sheet"|<(\w{1,20}:)?workbook\s[^>]*"urn:schemas-microsoft-com:office:spreadsheet"/i.test(start)) return 'xml'
  return /<(html|table|body|!doctype html)[\s>]/i.test(start) &&
    /<table[\s>]/i.test(
      bytes
        .subarray(0, 1024 * 1024)
        .toString('latin1')
        .replaceAll('\0', ''),
    )
    ? 'html'
    : 'text'
}

/** Every sheet of a file. Throws RefusedError where it is empty, too large, cut short, encrypted or not a table. */
export async function openFile(bytes: Buffer): Promise<Sheet[]> {
  if (bytes.length === 0) throw refuse('empty', 'Tệp rỗng (0 byte). Xuất lại tệp.', 'The file is empty (0 bytes). Export it again.')
  if (bytes.length > MOST_BYTES) throw tooLargeFile()
  return withinBounds(await openAs(bytes, formatOf(bytes)))
}

async function openAs(bytes: Buffer, format: Format): Promise<Sheet[]> {
  if (format === 'text') return openText(bytes)
  if (format === 'xml') throw excel2003()
  try {
    if (format === 'html') return openHtml(bytes)
    return await openWorkbook(bytes, format === 'zip' ? zipParts(bytes) : null)
  } catch (error) {
    throw unreadable(error)
  }
}

/** Headings are looked for in the first rows: no form has as many cells there. */
export function withinBounds(sheets: Sheet[]): Sheet[] {
  const filled = (rows: Sheet['rows']): number => rows.slice(0, 100).reduce((sum, row) => sum + row.reduce<number>((n, cell) => n + (cell === null || cell === '' ? 0 : 1), 0), 0)
  if (sheets.reduce((sum, { rows }) => sum + filled(rows), 0) > MOST_TOP_CELLS)
    throw refuse(
      'too_large',
      `Các trang tính có hơn ${MOST_TOP_CELLS} ô ở 100 dòng đầu: không phải mẫu báo cáo nào. Kiểm tra tệp rồi xuất lại.`,
      `Its sheets have over ${MOST_TOP_CELLS} cells in their first 100 rows: no form of a report has. Check the file and export it again.`,
    )
  return sheets
}

/** Tables like those of HTML, whose cells carry types and places of their own; no library here reads them. */
const excel2003 = () =>
  refuse(
    'unreadable',
    'Tệp ở dạng XML của Excel 2003, không đọc được. Mở bằng Excel rồi lưu lại thành .xlsx.',
    'The file is of the XML format of Excel 2003, which is not read. Open it in Excel and save it as .xlsx.',
  )

const readers = { xlsx: readXlsx, xls: readXls, ods: readOds } as const

function zippedFormat(parts: readonly string[]): 'xlsx' | 'ods' {
  if (parts.some((part) => /(^|\/)workbook\d*\.xml$/.test(part))) return 'xlsx'
  if (parts.includes('content.xml')) return 'ods'
  // The library reads .xlsb, and loses cells without a word.
  throw parts.includes('xl/workbook.bin')
    ? refuse('unreadable', 'Tệp .xlsb không đọc được trọn vẹn. Lưu lại thành .xlsx.', '.xlsb can not be read in full. Save it as .xlsx.')
    : refuse('unreadable', 'Tệp nén này không phải bảng tính. Giải nén rồi nạp tệp bên trong.', 'This zip is no workbook. Unpack it and land the files inside.')
}

/** `parts` of a zip; null: BIFF. What the library would read on over without a word is checked before it does. */
async function openWorkbook(bytes: Buffer, parts: readonly ZipPart[] | null): Promise<Sheet[]> {
  const format = parts ? zippedFormat(parts.map(({ name }) => name)) : 'xls'
  const biff = parts ? null : checkBiff(bytes)
  if (parts) checkWorkbookParts(bytes, parts)
  const workbook = await readers[format](bytes)
  return workbook.sheets.map((sheet, i) => {
    const rows = sheet.rows as Cell[][]
    const formulas = [...(sheet.cells ?? [])].filter(([, { formula, value }]) => formula !== undefined && value === null).map(([place]) => place.split(',').map(Number))
    for (const [row = 0, column = 0] of [...formulas, ...(biff?.[i]?.uncomputed ?? [])]) {
      rows[row] ??= []
      rows[row][column] = UNCOMPUTED
    }
    return {
      name: sheet.name,
      hidden: Boolean(sheet.hidden || sheet.veryHidden || biff?.[i]?.hidden),
      rows: Array.from(rows, (row) => (row?.some((cell) => cell !== null) ? row : NOTHING)),
      merges: sheet.merges ?? [],
      hiddenRows: new Set([...(sheet.rowDefs ?? [])].filter(([, row]) => row.hidden).map(([index]) => index)),
      lines: [],
    }
  })
}

/** The library's message names parts of the file, never what stands in cells. */
function unreadable(error: unknown): RefusedError {
  if (error instanceof RefusedError) return error
  const name = error instanceof Error ? error.name : 'Error'
  if (name === 'EncryptedFileError') return refuse('unreadable', 'Tệp đặt mật khẩu. Bỏ mật khẩu rồi lưu lại.', 'The file is protected by a password. Remove it and save again.')
  return refuse(
    'unreadable',
    `Không đọc được tệp Excel: tệp hỏng hoặc bị cắt cụt (${name}). Xuất lại tệp.`,
    `The workbook can't be read: damaged or cut short (${name}). Export it again.`,
  )
}
