import { refuse } from '../../schema/receipts.ts'

const END_OF_DIRECTORY = 0x06054b50
const ENTRY = 0x02014b50
const MOST_BYTES = 256 * 1024 * 1024
const MOST_ENTRIES = 5_000
const MOST_RATIO = 200

/** Names of a zip's parts. Refuses one whose own directory already says that it is cut short, or too large once unpacked: before anything is unpacked. */
export function zipParts(bytes: Buffer): string[] {
  const names: string[] = []
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw cutShort()
  const entries = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  let total = 0
  if (entries > MOST_ENTRIES) throw tooLarge(`${entries} phần / parts`)
  for (let i = 0; i < entries; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) throw cutShort()
    const [packed, unpacked] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)]
    total += unpacked
    // The library unpacks up to the size a part declares: one that declares none would have no bound.
    if (unpacked === 0 && packed > 2) throw cutShort()
    if (total > MOST_BYTES || (unpacked > 16 * 1024 * 1024 && unpacked > packed * MOST_RATIO)) throw tooLarge(`${Math.round(total / 1024 / 1024)} MiB`)
    names.push(bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28)))
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return names
}

const cutShort = () =>
  refuse(
    'unreadable',
    'Tệp Excel bị cắt cụt hoặc hỏng: không thấy mục lục của tệp. Xuất hoặc tải lại tệp.',
    'The workbook is cut short or damaged: its directory is missing. Export or download it again.',
  )

const tooLarge = (size: string) =>
  refuse(
    'too_large',
    `Tệp giải nén ra quá lớn (${size}; cho phép ${MOST_BYTES / 1024 / 1024} MiB). Kiểm tra nguồn của tệp; nếu đúng, xuất ra CSV.`,
    `The file unpacks to too much (${size}; ${MOST_BYTES / 1024 / 1024} MiB allowed). Check where it comes from; if it is right, export it as CSV.`,
  )
