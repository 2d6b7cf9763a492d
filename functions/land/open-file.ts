import { fromHtml } from 'hucre'
import { readOds } from 'hucre/ods'
import { readXls, readXlsx } from 'hucre/xlsx'
import { RefusedError, refuse } from '../../schema/receipts.ts'
import { openText } from './open-text.ts'
import type { Cell, Sheet } from './sheet.ts'
import { zipParts } from './zip-directory.ts'

const MOST_BYTES = 512 * 1024 * 1024

type Format = 'zip' | 'xls' | 'html' | 'text'

/** A file's format by its first bytes, never by its name's ending. */
export function formatOf(bytes: Buffer): Format {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) || bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x05, 0x06]))) return 'zip'
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return 'xls'
  const start = bytes.subarray(0, 4096).toString('latin1').replaceAll('\0', '')
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
  if (bytes.length > MOST_BYTES)
    throw refuse('too_large', 'Tệp lớn hơn 512 MiB. Chia nhỏ theo năm hoặc theo huyện.', 'The file is larger than 512 MiB. Split it by year or district.')
  const format = formatOf(bytes)
  if (format === 'text') return openText(bytes)
  if (format === 'html') return openHtml(bytes)
  return openWorkbook(bytes, format === 'zip' ? zippedFormat(zipParts(bytes)) : 'xls')
}

const readers = { xlsx: readXlsx, xls: readXls, ods: readOds } as const

function zippedFormat(parts: readonly string[]): 'xlsx' | 'ods' {
  if (parts.some((part) => /(^|\/)workbook\d*\.xml$/.test(part))) return 'xlsx'
  if (parts.includes('content.xml')) return 'ods'
  // The library reads .xlsb, and loses cells without a word.
  throw parts.includes('xl/workbook.bin')
    ? refuse('unreadable', 'Tệp .xlsb không đọc được trọn vẹn. Lưu lại thành .xlsx.', '.xlsb can not be read in full. Save it as .xlsx.')
    : refuse('unreadable', 'Tệp nén này không phải bảng tính. Giải nén rồi nạp tệp bên trong.', 'This zip is no workbook. Unpack it and land the files inside.')
}

async function openWorkbook(bytes: Buffer, format: keyof typeof readers): Promise<Sheet[]> {
  try {
    const workbook = await readers[format](bytes)
    return workbook.sheets.map((sheet) => ({
      name: sheet.name,
      hidden: Boolean(sheet.hidden || sheet.veryHidden),
      rows: Array.from(sheet.rows as Cell[][], (row) => row ?? []),
      merges: sheet.merges ?? [],
      hiddenRows: new Set([...(sheet.rowDefs ?? [])].filter(([, row]) => row.hidden).map(([index]) => index)),
      lines: [],
    }))
  } catch (error) {
    throw unreadable(error)
  }
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

function openHtml(bytes: Buffer): Sheet[] {
  const text = new TextDecoder('utf-8').decode(bytes)
  if (!/<\/table\s*>/i.test(text))
    throw refuse('unreadable', 'Bảng HTML bị cắt cụt: thiếu </table>. Tải lại tệp.', 'The HTML table is cut short: </table> is missing. Download it again.')
  const above = text.slice(0, text.search(/<table[\s>]/i)).replace(/<(head|style|script)[\s\S]*?<\/\1>/gi, '')
  const lines = above.split(/<\/?(?:p|div|h\d|br|tr|td)[^>]*>/i).map((line) => line.replace(/<[^>]*>/g, '').trim())
  try {
    const sheet = fromHtml(text, { typeInference: false, classes: false })
    return [{ name: null, hidden: false, rows: sheet.rows as Cell[][], merges: sheet.merges ?? [], hiddenRows: new Set(), lines: lines.filter((line) => line !== '') }]
  } catch (error) {
    throw unreadable(error)
  }
}
