import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** A part of a zip; what the headers say of it may be a lie. */
export interface ZipPart {
  readonly name: string
  readonly bytes: Buffer
  readonly stored?: boolean
  /** What the directory, or the local header, says otherwise. */
  readonly directory?: Partial<Said>
  readonly local?: Partial<Said>
  readonly flags?: number
}

interface Said {
  readonly name: string
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
  readonly method: number
  readonly offset: number
}

const header = (local: boolean, flags: number, { name, crc, packed, unpacked, method, offset }: Said): Buffer => {
  const own = Buffer.alloc(local ? 30 : 46)
  const at = local ? 4 : 6
  own.writeUInt32LE(local ? 0x04034b50 : 0x02014b50, 0)
  own.writeUInt16LE(20, at)
  own.writeUInt16LE(flags, at + 2)
  own.writeUInt16LE(method, at + 4)
  own.writeUInt32LE(crc, at + 10)
  own.writeUInt32LE(packed, at + 14)
  own.writeUInt32LE(unpacked, at + 18)
  own.writeUInt16LE(Buffer.byteLength(name), at + 22)
  if (!local) own.writeUInt32LE(offset, 42)
  return Buffer.concat([own, Buffer.from(name)])
}

/** A zip of parts; `end` changes what its last record says. */
export function zipOf(parts: readonly ZipPart[], end: { count?: number; offset?: number; size?: number } = {}): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes, stored, flags = 0, ...lies } of parts) {
    const data = stored ? bytes : deflateRawSync(bytes)
    const said: Said = { name, crc: crc32(bytes), packed: data.length, unpacked: bytes.length, method: stored ? 0 : 8, offset }
    const body = Buffer.concat([header(true, flags, { ...said, ...lies.local }), data])
    directory.push(header(false, flags, { ...said, ...lies.directory }))
    bodies.push(body)
    offset += body.length
  }
  const listed = Buffer.concat(directory)
  const last = Buffer.alloc(22)
  last.writeUInt32LE(0x06054b50, 0)
  last.writeUInt16LE(end.count ?? parts.length, 8)
  last.writeUInt16LE(end.count ?? parts.length, 10)
  last.writeUInt32LE(end.size ?? listed.length, 12)
  last.writeUInt32LE(end.offset ?? offset, 16)
  return Buffer.concat([...bodies, listed, last])
}

/** The parts of a well-formed zip, as its directory lists them. */
export function partsOf(zip: Buffer): ZipPart[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  const parts: ZipPart[] = []
  let at = zip.readUInt32LE(end + 16)
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [method, packed, length, offset] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)]
    const from = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
    const data = zip.subarray(from, from + packed)
    parts.push({ name: zip.toString('utf8', at + 46, at + 46 + length), bytes: method === 8 ? inflateRawSync(data) : Buffer.from(data) })
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return parts
}

export const replaced = (parts: readonly ZipPart[], name: string, change: (text: string) => string): ZipPart[] =>
  parts.map((part) => (part.name === name ? { ...part, bytes: Buffer.from(change(part.bytes.toString('utf8'))) } : part))
