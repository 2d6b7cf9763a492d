import { detectDelimiter } from 'hucre/csv'
import { refuse } from '../../schema/receipts.ts'
import { parseDelimited } from './open-delimited.ts'
import type { Cell, Sheet } from './sheet.ts'

/** Text as Vietnamese offices save it: by its byte order mark, else UTF-8 if it is that to the letter, else windows-1258. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1258').decode(bytes).normalize('NFC')
  }
}

/** A delimited text file as one sheet without a name; `western`: as the codes that fonts of before Unicode were drawn with. */
export function openText(bytes: Buffer, western = false): Sheet[] {
  const text = western ? new TextDecoder('windows-1252').decode(bytes) : decodeText(bytes)
  if (text.trim() === '') throw refuse('empty', 'Tệp không có chữ nào. Xuất lại tệp.', 'The file holds no text. Export it again.')
  if (text.includes('\0')) throw refuse('unreadable', 'Tệp không phải bảng tính, cũng không phải văn bản.', 'The file is neither a workbook nor text.')
  const { rows, unclosed } = parseDelimited(text, delimiterOf(text))
  if (unclosed !== null) throw quoteUnclosed(unclosed)
  return [{ name: null, hidden: false, rows, merges: [], hiddenRows: new Set(), lines: [] }]
}

/** Rows behind a quote that never ends can't be told from the cell. */
const quoteUnclosed = (row: number) =>
  refuse(
    'unreadable',
    `Dấu ngoặc kép mở ở dòng ${row} không được đóng: các dòng sau không tách được. Sửa dòng đó hoặc xuất lại tệp.`,
    `A quote opened in row ${row} is never closed: the rows behind it can't be told apart. Mend that row or export the file again.`,
    { row },
  )

/** Delimited text as rows of texts. */
export const parseText = (text: string, delimiter: string): Cell[][] => parseDelimited(text, delimiter).rows

/** Tabs where the heading has them, else what stands most often outside quotes in the first lines. */
export function delimiterOf(text: string): string {
  const head = text.slice(0, 4096).split(/\r?\n/, 5).join('\n')
  return head.includes('\t') ? '\t' : detectDelimiter(head)
}
