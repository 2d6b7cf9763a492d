import { refuse } from '../../schema/receipts.ts'
import { streamOf } from './compound-file.ts'

/** What the library reads on over without a word in .xls (MS-XLS): records cut short, texts that are missing, sheets without an end. */

const ID = {
  FORMULA: 0x06,
  EOF: 0x0a,
  FILEPASS: 0x2f,
  CONTINUE: 0x3c,
  BOUNDSHEET: 0x85,
  MULRK: 0xbd,
  RSTRING: 0xd6,
  SST: 0xfc,
  LABELSST: 0xfd,
  NUMBER: 0x203,
  BOOLERR: 0x205,
  STRING: 0x207,
  RK: 0x27e,
  BOF: 0x809,
} as const
/** Lengths of the records that hold one value. */
const LENGTHS = new Map<number, number>([
  [ID.LABELSST, 10],
  [ID.RK, 10],
  [ID.NUMBER, 14],
  [ID.BOOLERR, 8],
])

interface BiffRecord {
  readonly id: number
  readonly at: number
  readonly data: Buffer
}

/** What of a sheet the library does not tell. */
export interface BiffSheet {
  readonly hidden: boolean
  /** Row and column, from 0, of formulas whose text it does not find. */
  readonly uncomputed: readonly (readonly [number, number])[]
}

/** The sheets of a .xls, in order. Throws RefusedError where it has a password, an Error where it is damaged. */
export function checkBiff(bytes: Buffer): BiffSheet[] {
  const stream = streamOf(bytes, 'Workbook') ?? streamOf(bytes, 'Book')
  if (!stream && streamOf(bytes, 'EncryptedPackage')) throw password()
  if (!stream) throw new Error('no workbook')
  const records = recordsOf(stream)
  const globals = substream(records, 0)
  if (globals.some(({ id }) => id === ID.FILEPASS)) throw password()
  const at = globals.findIndex(({ id }) => id === ID.SST)
  const strings = at < 0 ? 0 : stringsIn(globals.slice(at, at + 1 + globals.slice(at + 1).findIndex(({ id }) => id !== ID.CONTINUE)).map(({ data }) => data))
  const places = new Map(records.map((record, i) => [record.at, i]))
  return globals
    .filter(({ id }) => id === ID.BOUNDSHEET)
    .map(({ data }) => ({ hidden: ((data[4] ?? 0) & 3) !== 0, uncomputed: checkCells(substream(records, places.get(data.readUInt32LE(0)) ?? -1), strings) }))
}

const password = () => refuse('unreadable', 'Tệp đặt mật khẩu. Bỏ mật khẩu rồi lưu lại.', 'The file is protected by a password. Remove it and save again.')

/** Records up to the last that is whole; behind it nothing but zeros may stand. */
function recordsOf(stream: Buffer): BiffRecord[] {
  const records: BiffRecord[] = []
  for (let at = 0; at + 4 <= stream.length; ) {
    const [id, length] = [stream.readUInt16LE(at), stream.readUInt16LE(at + 2)]
    if (id === 0 && length === 0) break
    if (at + 4 + length > stream.length) throw new Error('record cut short')
    records.push({ id, at, data: stream.subarray(at + 4, at + 4 + length) })
    at += 4 + length
  }
  return records
}

/** From a BOF to its EOF, both included. */
function substream(records: readonly BiffRecord[], from: number): BiffRecord[] {
  if (records[from]?.id !== ID.BOF) throw new Error('no beginning')
  let depth = 0
  for (let i = from; i < records.length; i++) {
    if (records[i]?.id === ID.BOF) depth++
    if (records[i]?.id === ID.EOF && --depth === 0) return records.slice(from, i + 1)
  }
  throw new Error('no end')
}

/** A formula's own bytes stand behind its value, and their length before them (2.4.127). */
const isWholeFormula = (data: Buffer): boolean => data.length >= 22 && data.length >= 22 + data.readUInt16LE(20)

function isWhole({ id, data }: BiffRecord): boolean {
  const length = LENGTHS.get(id)
  return id === ID.FORMULA ? isWholeFormula(data) : length === undefined || data.length === length
}

const isCell = (id: number): boolean => LENGTHS.has(id) || id === ID.FORMULA || id === ID.MULRK || id === ID.RSTRING

/** Charts lie within their sheet, with figures of their own; the library stops reading at the first of them. */
function cellsBehind(records: readonly BiffRecord[]): boolean {
  let depth = 0
  return records.some(({ id }) => {
    depth += id === ID.BOF ? 1 : id === ID.EOF ? -1 : 0
    return depth === 0 && isCell(id)
  })
}

function checkCells(records: readonly BiffRecord[], strings: number): [number, number][] {
  const uncomputed: [number, number][] = []
  const formulas = records.filter(({ id, data }) => id === ID.FORMULA && data.length >= 14)
  // Where every formula is without a value nobody has ever computed them.
  const isComputed = formulas.some(({ data }) => data.readUInt16LE(12) !== 0xffff || data[6] !== 3)
  const seen = new Set<number>()
  const place = (row: number, column: number): void => {
    if (seen.has(row * 65_536 + column)) throw new Error('a cell twice')
    seen.add(row * 65_536 + column)
  }
  const chart = records.findIndex(({ id }, i) => i > 0 && id === ID.BOF)
  if (chart > 0 && cellsBehind(records.slice(chart))) throw new Error('cells behind a chart')
  for (const [i, record] of records.slice(0, chart < 0 ? undefined : chart).entries()) {
    const { id, data } = record
    if (!isWhole(record) || id === ID.RSTRING) throw new Error('record of another kind')
    if (id === ID.LABELSST && data.readUInt32LE(6) >= strings) throw new Error('no such text')
    if (LENGTHS.has(id) || id === ID.FORMULA) place(data.readUInt16LE(0), data.readUInt16LE(2))
    const isEmpty = id === ID.FORMULA && data.readUInt16LE(12) === 0xffff && (data[6] === 3 ? !isComputed : data[6] === 0 && records[i + 1]?.id !== ID.STRING)
    if (isEmpty) uncomputed.push([data.readUInt16LE(0), data.readUInt16LE(2)])
    if (id === ID.MULRK) {
      const [row, first, last] = [data.readUInt16LE(0), data.readUInt16LE(2), data.readUInt16LE(data.length - 2)]
      if (data.length !== 6 + 6 * (last - first + 1)) throw new Error('record of another length')
      for (let column = first; column <= last; column++) place(row, column)
    }
  }
  return uncomputed
}

/** How many texts the table of texts holds, which goes on over CONTINUE records; each begins with a mark of its letters' width. */
function stringsIn(blocks: readonly Buffer[]): number {
  const [first] = blocks
  const count = first?.readUInt32LE(4) ?? 0
  let [block, at] = [0, 8]
  const next = (): Buffer => {
    while (at >= (blocks[block]?.length ?? 0) && block < blocks.length) [block, at] = [block + 1, 0]
    if (block >= blocks.length) throw new Error('texts cut short')
    return blocks[block] as Buffer
  }
  const skip = (length: number): void => {
    for (let left = length; left > 0; ) {
      const taken = Math.min(left, next().length - at)
      at += taken
      left -= taken
    }
  }
  for (let n = 0; n < count; n++) {
    const own = next()
    const [letters, flags] = [own.readUInt16LE(at), own[at + 2] ?? 0]
    at += 3
    const runs = (flags & 8) !== 0 ? own.readUInt16LE(at) : 0
    at += (flags & 8) !== 0 ? 2 : 0
    const more = (flags & 4) !== 0 ? own.readUInt32LE(at) : 0
    at += (flags & 4) !== 0 ? 4 : 0
    let width = (flags & 1) + 1
    for (let left = letters; left > 0; ) {
      if (at >= (blocks[block]?.length ?? 0)) width = ((next()[at++] ?? 0) & 1) + 1
      const fit = Math.min(left, Math.floor(((blocks[block] as Buffer).length - at) / width))
      if (fit === 0) throw new Error('texts cut short')
      at += fit * width
      left -= fit
    }
    skip(runs * 4 + more)
  }
  if (at !== blocks[block]?.length || block !== blocks.length - 1) throw new Error('texts of another length')
  return count
}
