/** The box that .xls lies in (MS-CFB): sectors chained by a table. */

const SIGNATURE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const END = 0xfffffffe
const MINI_CUTOFF = 4096

interface Entry {
  readonly name: string
  readonly type: number
  readonly start: number
  readonly size: number
}

/** A stream's bytes, or null where there is none of its name. Throws an Error where the chain does not hold all of them. */
export function streamOf(bytes: Buffer, name: string): Buffer | null {
  if (bytes.length < 512 || !bytes.subarray(0, 8).equals(SIGNATURE)) throw new Error('no compound file')
  const [size, miniSize] = [1 << bytes.readUInt16LE(30), 1 << bytes.readUInt16LE(32)]
  if (![512, 4096].includes(size) || miniSize !== 64 || bytes.readUInt32LE(56) !== MINI_CUTOFF) throw new Error('sectors of another size')
  const sector = (n: number): Buffer => {
    if ((n + 2) * size > bytes.length) throw new Error('cut short')
    return bytes.subarray((n + 1) * size, (n + 2) * size)
  }
  const table = numbersOf(tableSectors(bytes, sector, size).map(sector))
  const entries = entriesOf(Buffer.concat(chain(table, bytes.readUInt32LE(48), null).map(sector)))
  const found = entries.filter((entry) => entry.type === 2 && entry.name === name)
  if (found.length > 1) throw new Error('a stream twice')
  const [own] = found
  if (!own) return null
  if (own.size >= MINI_CUTOFF) return Buffer.concat(chain(table, own.start, Math.ceil(own.size / size)).map(sector)).subarray(0, own.size)
  const root = entries.find(({ type }) => type === 5)
  const minis = Buffer.concat(chain(table, root?.start ?? END, null).map(sector))
  const miniTable = numbersOf(chain(table, bytes.readUInt32LE(60), null).map(sector))
  const pieces = chain(miniTable, own.start, Math.ceil(own.size / miniSize)).map((n) => minis.subarray(n * miniSize, (n + 1) * miniSize))
  if (pieces.some((piece) => piece.length < miniSize)) throw new Error('cut short')
  return Buffer.concat(pieces).subarray(0, own.size)
}

const numbersOf = (sectors: readonly Buffer[]): number[] => sectors.flatMap((bytes) => Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(i * 4)))

/** Sectors in order; `length` of them, where that is known. */
function chain(table: readonly number[], start: number, length: number | null): number[] {
  const sectors: number[] = []
  for (let at = start; at !== END; at = table[at] ?? 0xffffffff) {
    if (at >= table.length || sectors.length >= table.length) throw new Error('chain broken')
    sectors.push(at)
  }
  if (length !== null && sectors.length !== length) throw new Error('chain of another length')
  return sectors
}

/** Where the table itself lies: the first 109 sectors of it are listed in the header, more in sectors of their own. */
function tableSectors(bytes: Buffer, sector: (n: number) => Buffer, size: number): number[] {
  const count = bytes.readUInt32LE(44)
  const listed = Array.from({ length: 109 }, (_, i) => bytes.readUInt32LE(76 + i * 4))
  let next = bytes.readUInt32LE(68)
  for (let n = 0; listed.length < count && n < bytes.length / size; n++) {
    const more = numbersOf([sector(next)])
    next = more.pop() as number
    listed.push(...more)
  }
  if (count > listed.length) throw new Error('cut short')
  return listed.slice(0, count)
}

const entriesOf = (bytes: Buffer): Entry[] =>
  Array.from({ length: Math.floor(bytes.length / 128) }, (_, i) => bytes.subarray(i * 128, (i + 1) * 128)).map((entry) => ({
    name: entry.toString('utf16le', 0, Math.max(0, Math.min(64, entry.readUInt16LE(64)) - 2)),
    type: entry[66] ?? 0,
    start: entry.readUInt32LE(116),
    size: entry.readUInt32LE(120),
  }))
