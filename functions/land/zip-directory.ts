import { inflateRawSync } from 'node:zlib'
import { refuse } from '../../schema/receipts.ts'

const END_OF_DIRECTORY = 0x06054b50
const END_OF_ZIP64_DIRECTORY = 0x06064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
/** Says that the value stands elsewhere, as one of 64 bits. */
const WIDE = 0xffffffff
const MOST_BYTES = 256 * 1024 * 1024
const MOST_ENTRIES = 5_000
const MOST_RATIO = 200

/** A part of a zip, and where its packed bytes lie. */
export interface ZipPart {
  readonly name: string
  readonly method: number
  readonly from: number
  readonly packed: number
  readonly unpacked: number
}

/**
 * A zip's parts. Refuses one whose own directory already says that it is cut short, or too large once unpacked: before anything
 * is unpacked. Two readers of a zip must not come to two answers: names stand once, and each part's header says what the
 * directory says.
 */
export function zipParts(bytes: Buffer): ZipPart[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw cutShort()
  const entries = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  let total = 0
  if (entries > MOST_ENTRIES) throw tooLarge(`${entries} phần / parts`)
  const parts = new Map<string, ZipPart>()
  for (let i = 0; i < entries; i++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== ENTRY) throw cutShort()
    const [packed, unpacked] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)]
    total += unpacked
    if (total > MOST_BYTES || (unpacked > 16 * 1024 * 1024 && unpacked > packed * MOST_RATIO)) throw tooLarge(`${Math.round(total / 1024 / 1024)} MiB`)
    const part = partAt(bytes, at)
    if (parts.has(part.name.toLowerCase())) throw cutShort()
    parts.set(part.name.toLowerCase(), part)
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  if (at !== end && bytes.readUInt32LE(at) !== END_OF_ZIP64_DIRECTORY) throw cutShort()
  return [...parts.values()]
}

/** A part as the directory lists it at a place, if its own header agrees. */
function partAt(bytes: Buffer, at: number): ZipPart {
  const [flags, method, crc, packed, unpacked] = [
    bytes.readUInt16LE(at + 8),
    bytes.readUInt16LE(at + 10),
    bytes.readUInt32LE(at + 16),
    bytes.readUInt32LE(at + 20),
    bytes.readUInt32LE(at + 24),
  ]
  const local = bytes.readUInt32LE(at + 42)
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL) throw cutShort()
  const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28))
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  if (name !== bytes.toString('utf8', local + 30, local + 30 + bytes.readUInt16LE(local + 26)) || method !== bytes.readUInt16LE(local + 8) || from + packed > bytes.length)
    throw cutShort()
  const isStreamed = (flags & 8) !== 0
  const said = [crc, packed, unpacked].every((value, i) => [value, WIDE].includes(bytes.readUInt32LE(local + 14 + 4 * i)))
  // The library unpacks up to the size a part declares: one that declares none would have no bound. It checks no sum of zero.
  if ((!isStreamed && !said) || (packed === 0 && unpacked === 0 && isStreamed && !name.endsWith('/')) || (unpacked === 0 && packed > 2) || (crc === 0 && unpacked > 0))
    throw cutShort()
  if (!(method === 0 ? packed === unpacked : method === 8) || (flags & 1) !== 0) throw cutShort()
  return { name, method, from, packed, unpacked }
}

/** A part's bytes. Throws where they are not what its header promises. */
export function unzipped(bytes: Buffer, { method, from, packed, unpacked }: ZipPart): Buffer {
  const data = bytes.subarray(from, from + packed)
  return method === 0 ? data : inflateRawSync(data, { maxOutputLength: Math.max(1, unpacked) })
}

const cutShort = () =>
  refuse(
    'unreadable',
    'Tệp Excel bị cắt cụt hoặc hỏng: không thấy mục lục của tệp, hoặc mục lục không khớp nội dung. Xuất hoặc tải lại tệp.',
    'The workbook is cut short or damaged: its directory is missing, or is not what the file holds. Export or download it again.',
  )

const tooLarge = (size: string) =>
  refuse(
    'too_large',
    `Tệp giải nén ra quá lớn (${size}; cho phép ${MOST_BYTES / 1024 / 1024} MiB). Kiểm tra nguồn của tệp; nếu đúng, xuất ra CSV.`,
    `The file unpacks to too much (${size}; ${MOST_BYTES / 1024 / 1024} MiB allowed). Check where it comes from; if it is right, export it as CSV.`,
  )
