import * as xlsx from '@e965/xlsx'
import type { FuzzFile } from './fuzz-file.ts'
import { secrets } from './fuzz-file.ts'
import { type ModelCell, modelTable } from './model-table.ts'
import { mutated } from './mutate-bytes.ts'
import type { Random } from './random.ts'

const file = (kind: string, bytes: Buffer, more: Partial<FuzzFile> = {}): FuzzFile => ({ kind: `xls: ${kind}`, name: 'bao cao 0912345678.xls', bytes, oracle: 'workbook', ...more })

type Sheets = Readonly<Record<string, readonly (readonly (ModelCell | xlsx.CellObject)[])[]>>

/** A workbook of BIFF8, written by the second reader's own writer. */
function written(sheets: Sheets, hidden: readonly string[] = []): Buffer {
  const book = xlsx.utils.book_new()
  for (const [name, rows] of Object.entries(sheets)) xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(rows.map((row) => [...row])), name)
  book.Workbook = { Sheets: Object.keys(sheets).map((name) => ({ name, Hidden: hidden.includes(name) ? 1 : 0 })) }
  return xlsx.write(book, { type: 'buffer', bookType: 'biff8', bookSST: true }) as Buffer
}

const rowsOf = (random: Random): (readonly ModelCell[])[] => {
  const { above, heading, rows } = modelTable(random, random.chance(0.3))
  return [...above.map((line) => [line]), heading, ...rows]
}

/** A record of a BIFF stream: its number, its length and its bytes. */
interface Piece {
  readonly id: number
  readonly data: Buffer
}

const pieceBytes = ({ id, data }: Piece): Buffer => {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id, 0)
  head.writeUInt16LE(data.length, 2)
  return Buffer.concat([head, data])
}

function piecesOf(stream: Buffer): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at + 4 <= stream.length; at += 4 + stream.readUInt16LE(at + 2))
    pieces.push({ id: stream.readUInt16LE(at), data: Buffer.from(stream.subarray(at + 4, at + 4 + stream.readUInt16LE(at + 2))) })
  return pieces
}

/** The stream inside the container changed, the container whole. */
function streamChanged(bytes: Buffer, change: (stream: Buffer) => Buffer): Buffer {
  const box = xlsx.CFB.read(bytes, { type: 'buffer' })
  const stream = Buffer.from(xlsx.CFB.find(box, 'Workbook')?.content as Uint8Array)
  const fresh = xlsx.CFB.utils.cfb_new()
  xlsx.CFB.utils.cfb_add(fresh, '/Workbook', change(stream))
  return Buffer.from(xlsx.CFB.write(fresh, { type: 'buffer' }) as Uint8Array)
}

const bytesMutated = (random: Random): FuzzFile => file('bytes', mutated(written({ DC01: rowsOf(random) }), random))

const streamMutated = (random: Random): FuzzFile =>
  file(
    'stream',
    streamChanged(written({ DC01: rowsOf(random) }), (stream) => mutated(stream, random)),
  )

const SST = 0x00fc
const BOUNDSHEET = 0x85
const EOF = 0x0a
const interesting = [SST, BOUNDSHEET, 0xfd, 0x203, 0x27e, 0xbd, 0x204, 0x205, EOF, 0x809, 0x200, 0x208]

/** Records dropped, doubled, swapped, renumbered or cut; lengths stay true. Places told in BOUNDSHEET shift with a padding record. */
function recordsMutated(random: Random): FuzzFile {
  const change = (stream: Buffer): Buffer => {
    const pieces = piecesOf(stream)
    const found = pieces.flatMap(({ id }, i) => (interesting.includes(id) ? [i] : []))
    const at = random.pick(found)
    const own = pieces[at] as Piece
    const last = (pieces.findIndex(({ id }) => id === EOF) ?? 0) as number
    const edited = random.pick<() => Piece[]>([
      () => pieces.toSpliced(at, 1),
      () => pieces.toSpliced(at, 0, own),
      () => pieces.toSpliced(at, 1, { ...own, id: random.pick([0xd6, 0x3c, 0x06, 0x2f, 0x201, own.id ^ 1]) }),
      () => pieces.toSpliced(at, 1, { ...own, data: own.data.subarray(0, random.below(own.data.length + 1)) }),
      () => pieces.toSpliced(at, 1, { ...own, data: own.data.length > 0 ? mutated(own.data, random) : own.data }),
      () => pieces.slice(0, Math.max(last + 3, at)),
    ])()
    return Buffer.concat(edited.map(pieceBytes))
  }
  return file('records', streamChanged(written({ DC01: rowsOf(random) }), change))
}

const oddCells: readonly xlsx.CellObject[] = [
  { t: 'e', v: 0x17 },
  { t: 'b', v: true },
  { t: 'n', v: 45158, z: 'dd/mm/yyyy' },
  { t: 'n', v: 7.969 },
  { t: 'n', v: -3 },
  { t: 'n', v: 1e12 },
  { t: 'n', v: 79085001234 },
  { t: 's', v: '1.234' },
  { t: 's', v: '1\n234' },
  { t: 's', v: 'đang cập nhật' },
  { t: 's', v: 'dài '.repeat(200) },
  { t: 's', v: '12\0' },
  { t: 's', v: '\ud800' },
]

function cellsOdd(random: Random): FuzzFile {
  const rows = rowsOf(random).map((row, i) => (i < 4 ? row : row.map((cell) => (random.chance(0.1) ? random.pick(oddCells) : cell))))
  return file('odd cells', written({ DC01: rows }))
}

/** Hidden sheets, a password's record, a container that holds another program's stream, persons. */
function shapesOdd(random: Random): FuzzFile {
  const own = written({ DC01: rowsOf(random) })
  const password = (stream: Buffer): Buffer => {
    const [first, ...rest] = piecesOf(stream)
    return Buffer.concat([first as Piece, { id: 0x2f, data: Buffer.alloc(54, 1) }, ...rest].map(pieceBytes))
  }
  const list = [['STT', 'Họ và tên', 'Số CCCD', 'Email'], ...Array.from({ length: 4 }, (_, i) => [i + 1, secrets[2] as string, secrets[0] as string, secrets[3] as string])]
  const encrypted = xlsx.CFB.utils.cfb_new()
  xlsx.CFB.utils.cfb_add(encrypted, '/EncryptedPackage', Buffer.alloc(5000, 3))
  xlsx.CFB.utils.cfb_add(encrypted, '/EncryptionInfo', Buffer.alloc(200, 4))
  return random.pick<() => FuzzFile>([
    () => file('sound', own),
    () => file('hidden sheet', written({ DC01: rowsOf(random), DC02: rowsOf(random) }, [random.pick(['DC01', 'DC02'])])),
    () => file('persons', written({ DC01: rowsOf(random), Danh: list }, random.chance(0.5) ? ['Danh'] : []), { refused: true }),
    () => file('password', streamChanged(own, password), { refused: true }),
    () => file('encrypted', Buffer.from(xlsx.CFB.write(encrypted, { type: 'buffer' }) as Uint8Array), { refused: true }),
    () => file('end cut off', own.subarray(0, own.length - 512 * (1 + random.below(6)))),
  ])()
}

export const fuzzXls = (random: Random): FuzzFile => random.pick([bytesMutated, bytesMutated, streamMutated, recordsMutated, recordsMutated, cellsOdd, shapesOdd])(random)
