import { readdirSync, readFileSync } from 'node:fs'
import type { FuzzFile } from './fuzz-file.ts'
import { persons, shapesOdd } from './fuzz-shapes.ts'
import { modelTable } from './model-table.ts'
import { mutated } from './mutate-bytes.ts'
import { oddCell } from './odd-cells.ts'
import type { Random } from './random.ts'
import { plainCell, rowsXml, SHEET, Strings, sheetXml, workbookParts } from './write-workbook.ts'
import { partsOf, replaced, type ZipPart, zipOf } from './zip-parts.ts'

const demo = new URL('../../functions/demo/exports/', import.meta.url)
const cases = new URL('../landing/cases/', import.meta.url)
const exports: readonly URL[] = [
  ...readdirSync(demo)
    .slice(0, 3)
    .map((name) => new URL(name, demo)),
  ...readdirSync(cases).flatMap((name) =>
    readdirSync(new URL(`${name}/`, cases))
      .filter((file) => file === 'export.xlsx')
      .map((file) => new URL(`${name}/${file}`, cases)),
  ),
]

const file = (kind: string, bytes: Buffer): FuzzFile => ({ kind, name: 'DC01_079085001234.xlsx', bytes, oracle: 'workbook' })

/** The parts of a workbook in order: the model's, or an export's. */
export function soundParts(random: Random): ZipPart[] {
  if (random.chance(0.4)) return partsOf(readFileSync(random.pick(exports)))
  const strings = new Strings()
  const xml = sheetXml(rowsXml(modelTable(random, random.chance(0.3)), strings))
  return workbookParts([{ name: 'DC01', xml }], strings)
}

const bytesMutated = (random: Random): FuzzFile => file('xlsx: bytes', mutated(random.chance(0.5) ? readFileSync(random.pick(exports)) : zipOf(soundParts(random)), random))

/** A part's own bytes, under a checksum that is right again. */
function partMutated(random: Random): FuzzFile {
  const parts = soundParts(random)
  const names = parts.map(({ name }) => name).filter((name) => /sheet\d|sharedStrings|workbook\.xml|styles/.test(name))
  const name = random.chance(0.6) ? (names.find((one) => one.includes('sheet1')) ?? SHEET) : random.pick(names)
  const changed = parts.map((part) => (part.name === name ? { ...part, bytes: mutated(part.bytes, random) } : part))
  return file(`xlsx: bytes of ${name.replace(/^.*\//, '')}`, zipOf(changed))
}

/** Elements of a sheet dropped, doubled, swapped, unclosed or cut off. */
function elementsMutated(random: Random): FuzzFile {
  const parts = soundParts(random)
  const name = parts.find((part) => part.name.includes('sheet1'))?.name ?? SHEET
  const pattern = random.pick([/<row\b.*?<\/row>/gs, /<c\b[^>]*?(?:\/>|>.*?<\/c>)/gs, /<v>[^<]*<\/v>/g, /<\/?[a-z]\w*[^>]*>/g, /\br="[A-Z]+\d+"/g])
  const change = (xml: string): string => {
    const found = [...xml.matchAll(pattern)]
    if (found.length < 3) return xml
    const [a, b] = [random.pick(found), random.pick(found)].sort((x, y) => x.index - y.index) as [RegExpExecArray, RegExpExecArray]
    const [start, end] = [xml.slice(0, a.index), xml.slice(a.index + a[0].length)]
    return random.pick([
      () => start + end,
      () => start + a[0] + a[0] + end,
      () => start + a[0],
      () => start + b[0] + xml.slice(a.index + a[0].length, b.index) + a[0] + xml.slice(b.index + b[0].length),
    ])()
  }
  return file('xlsx: elements', zipOf(replaced(parts, name, change)))
}

/** Cells of every odd kind among good ones. */
function cellsOdd(random: Random): FuzzFile {
  const strings = new Strings()
  const share = random.pick([0.02, 0.1, 0.4])
  const rows = rowsXml(modelTable(random, random.chance(0.3)), strings, (cell, ref, texts) =>
    random.chance(share) ? oddCell(random)(cell, ref, texts) : plainCell(cell, ref, texts),
  )
  return file('xlsx: odd cells', zipOf(workbookParts([{ name: 'DC01', xml: sheetXml(rows) }], strings)))
}

export const fuzzXlsx = (random: Random): FuzzFile =>
  random.pick([bytesMutated, partMutated, partMutated, elementsMutated, elementsMutated, cellsOdd, cellsOdd, shapesOdd, shapesOdd, persons])(random)
