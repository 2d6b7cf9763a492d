import type { FuzzFile } from './fuzz-file.ts'
import { soundParts } from './fuzz-xlsx.ts'
import type { Random } from './random.ts'
import { SHEET } from './write-workbook.ts'
import { replaced, type ZipPart, zipOf } from './zip-parts.ts'

type Lie = (parts: readonly ZipPart[], random: Random) => Buffer

const isSheet = ({ name }: ZipPart): boolean => name.includes('sheet1.xml')
const sheetsWith = (parts: readonly ZipPart[], more: Partial<ZipPart>): ZipPart[] => parts.map((part) => (isSheet(part) ? { ...part, ...more } : part))
const other = (parts: readonly ZipPart[]): ZipPart => {
  const sheet = parts.find(isSheet) as ZipPart
  return { ...sheet, bytes: Buffer.from(sheet.bytes.toString('utf8').replace(/<v>(\d+)<\/v>/g, '<v>1$1</v>')) }
}
/** A part that unpacks to much more than it says. */
const bomb = (mebibytes: number): Buffer => Buffer.alloc(mebibytes * 1024 * 1024, ' ')

/** Zips whose directory, headers and bytes do not say the same. */
const lies: Readonly<Record<string, Lie>> = {
  sound: (parts) => zipOf(parts),
  stored: (parts) => zipOf(sheetsWith(parts, { stored: true })),
  'declared zero': (parts) => zipOf(sheetsWith(parts, { directory: { unpacked: 0 } })),
  'declared zero, both': (parts) => zipOf(sheetsWith(parts, { directory: { unpacked: 0, packed: 0 }, flags: 8 })),
  'declared zero, bomb': (parts) => zipOf([...sheetsWith(parts, { bytes: bomb(600), directory: { unpacked: 0, packed: 0 }, local: { unpacked: 0 }, flags: 8 })]),
  'declared small, bomb': (parts) => zipOf(sheetsWith(parts, { bytes: bomb(600), directory: { unpacked: 4000 } })),
  'declared huge': (parts) => zipOf(sheetsWith(parts, { directory: { unpacked: 0xfffffffe } })),
  'declared too much': (parts) => zipOf(sheetsWith(parts, { directory: { unpacked: 1_000_000 } })),
  'declared too little': (parts) => zipOf(sheetsWith(parts, { directory: { unpacked: 100 } })),
  'zip64 size': (parts) => zipOf(sheetsWith(parts, { directory: { unpacked: 0xffffffff } })),
  'zip64 count': (parts) => zipOf(parts, { count: 0xffff }),
  'zip64 offset, none listed': (parts) => zipOf(parts, { count: 0, offset: 0xffffffff }),
  'none listed': (parts) => zipOf(parts, { count: 0 }),
  'fewer listed': (parts) => zipOf(parts, { count: parts.length - 1 }),
  'more listed': (parts) => zipOf(parts, { count: parts.length + 1 }),
  'no checksum': (parts) => zipOf(sheetsWith(parts, { directory: { crc: 0 }, local: { crc: 0 } })),
  'another checksum': (parts) => zipOf(sheetsWith(parts, { directory: { crc: 12345 } })),
  'another local checksum': (parts) => zipOf(sheetsWith(parts, { local: { crc: 12345 } })),
  'another local name': (parts) => zipOf(sheetsWith(parts, { local: { name: 'xl/worksheets/sheet9.xml' } })),
  'another local size': (parts) => zipOf(sheetsWith(parts, { local: { packed: 10, unpacked: 20 } })),
  'another local method': (parts) => zipOf(sheetsWith(parts, { local: { method: 0 } })),
  'another method': (parts) => zipOf(sheetsWith(parts, { directory: { method: 0 } })),
  encrypted: (parts) => zipOf(sheetsWith(parts, { flags: 1 })),
  'a part twice': (parts) => zipOf([...parts, other(parts)]),
  'a part twice, first': (parts) => zipOf([other(parts), ...parts]),
  'a part twice in other letters': (parts) => zipOf([...parts, { ...other(parts), name: SHEET.toUpperCase() }]),
  'one body for two names': (parts) => zipOf([...parts, { ...other(parts), name: 'xl/worksheets/sheet2.xml', directory: { name: SHEET } }]),
  'paths out': (parts) => zipOf([...parts, { name: '../../../../tmp/fuzz-escaped', bytes: Buffer.from('x') }]),
  'many parts': (parts) => zipOf([...parts, ...Array.from({ length: 6000 }, (_, i) => ({ name: `xl/media/${i}.bin`, bytes: Buffer.from('x'), stored: true }))]),
  'a comment behind': (parts) => Buffer.concat([zipOf(parts), Buffer.from('comment')]),
  'something before': (parts) => Buffer.concat([Buffer.from('PK\x03\x04'), zipOf(parts)]),
  'two archives': (parts) => Buffer.concat([zipOf(parts), zipOf(sheetsWith(parts, { bytes: other(parts).bytes }))]),
  'much text': (parts) => zipOf(replaced(parts, SHEET, (xml) => xml.replace('</sheetData>', `</sheetData>${' '.repeat(60_000_000)}`))),
}

export function fuzzZip(random: Random): FuzzFile {
  const [kind, lie] = random.pick(Object.entries(lies))
  return { kind: `zip: ${kind}`, name: 'DC01.xlsx', bytes: lie(soundParts(random), random), oracle: 'workbook', refused: kind.includes('bomb') }
}
