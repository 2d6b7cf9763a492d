import { readdirSync, readFileSync } from 'node:fs'
import type { FuzzFile } from './fuzz-file.ts'
import { secrets } from './fuzz-file.ts'
import { modelTable } from './model-table.ts'
import { mutated } from './mutate-bytes.ts'
import { oddCell } from './odd-cells.ts'
import type { Random } from './random.ts'
import { letter, plainCell, rowsXml, rowXml, SHEET, STRINGS, Strings, sheetXml, workbookParts } from './write-workbook.ts'
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

const file = (kind: string, bytes: Buffer, more: Partial<FuzzFile> = {}): FuzzFile => ({ kind, name: 'DC01_079085001234.xlsx', bytes, oracle: 'workbook', ...more })

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

const merges = (random: Random): string =>
  Array.from({ length: 1 + random.below(6) }, () => {
    const [column, row] = [random.below(12), 1 + random.below(8)]
    return `<mergeCell ref="${letter(column)}${row}:${letter(column + random.below(4))}${row + random.below(3)}"/>`
  }).join('')

const shuffled = <T>(random: Random, items: readonly T[]): T[] =>
  items
    .map((item) => [random.below(1e9), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)

/** Sheets that are shaped oddly: merges, order, far corners, hidden parts, deep nesting, entities, macros, links. */
function shapesOdd(random: Random): FuzzFile {
  const strings = new Strings()
  const model = modelTable(random, random.chance(0.3))
  const rows = rowsXml(model, strings)
  const far = (ref: string, row: number) => [...rows, `<row r="${row}"><c r="${ref}"><v>1</v></c></row>`]
  const book = (xml: string, more: readonly ZipPart[] = []): Buffer => zipOf([...workbookParts([{ name: 'DC01', xml }], strings), ...more])
  const cells = rows.join('').length
  const [kind, bytes] = random.pick<() => readonly [string, Buffer]>([
    () => ['merges', book(sheetXml(rows, { after: `<mergeCells>${merges(random)}</mergeCells>` }))],
    () => ['rows out of order', book(sheetXml(shuffled(random, rows)))],
    () => ['no references', book(sheetXml(rows.map((row) => row.replace(/ r="\w+"/g, ''))))],
    () => ['a row twice', book(sheetXml([...rows, random.pick(rows.slice(3))]))],
    () => ['far corner', book(sheetXml(far('XFD1048576', 1_048_576)))],
    () => ['far row', book(sheetXml(far('A1048576', 1_048_576)))],
    () => ['far column', book(sheetXml(rows.map((row) => row.replace('</row>', '<c r="XFD3"><v>5</v></c></row>').replace('XFD3', `XFD${/r="(\d+)"/.exec(row)?.[1]}`))))],
    () => [
      'hidden columns and rows',
      book(
        sheetXml(
          rows.map((row) => (random.chance(0.3) ? row.replace('<row ', '<row hidden="1" ') : row)),
          { before: '<cols><col min="4" max="9" hidden="1"/></cols>' },
        ),
      ),
    ],
    () => ['deep', book(sheetXml(rows, { after: '<a>'.repeat(50_000) + '</a>'.repeat(50_000) }))],
    () => ['deep inside', book(sheetXml([...rows.slice(0, 4), `<row r="5">${'<c>'.repeat(5000)}<v>1</v>${'</c>'.repeat(5000)}</row>`, ...rows.slice(4)]))],
    () => [
      'entities',
      book(
        sheetXml(rows)
          .replace('<worksheet', '<!DOCTYPE w [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet')
          .replace(/<v>(\d+)<\/v><\/c><\/row>/, '<v>&c;</v></c></row>'),
      ),
    ],
    () => ['dimension too small', book(sheetXml(rows, { before: '<dimension ref="A1:B2"/>' }))],
    () => ['macros', book(sheetXml(rows), [{ name: 'xl/vbaProject.bin', bytes: Buffer.alloc(3000, 7) }])],
    () => [
      'external link',
      book(sheetXml(rows), [{ name: 'xl/externalLinks/externalLink1.xml', bytes: Buffer.from(`<externalLink><externalBook r:id="rId1"/>${secrets[0]}</externalLink>`) }]),
    ],
    () => ['long text', book(sheetXml([...rows, `<row r="40"><c r="C40" t="inlineStr"><is><t>${'dài '.repeat(100_000)}</t></is></c></row>`]))],
    () => [
      'many columns of words',
      book(
        sheetXml([
          ...rows.slice(0, 3),
          rowXml(
            Array.from({ length: 16_000 }, (_, i) => `Cột ${i}`),
            4,
            strings,
            (cell, ref) => `<c r="${ref}" t="inlineStr"><is><t>${cell}</t></is></c>`,
          ),
        ]),
      ),
    ],
    () => [
      'two sheets',
      zipOf(
        workbookParts(
          [
            { name: 'DC01', xml: sheetXml(rows) },
            { name: 'DC02', xml: sheetXml(rowsXml(modelTable(random, false), strings)), state: random.pick(['hidden', 'veryHidden', 'visible']) },
          ],
          strings,
        ),
      ),
    ],
    () => ['no strings', zipOf(workbookParts([{ name: 'DC01', xml: sheetXml(rows) }], strings).filter(({ name }) => name !== STRINGS))],
  ])()
  return file(`xlsx: ${kind}`, bytes, cells > 0 && kind === 'no strings' ? { refused: true } : {})
}

/** A list of persons, in the open or hidden: nothing of it may stay. */
function persons(random: Random): FuzzFile {
  const strings = new Strings()
  const list = [['STT', 'Họ và tên', 'Số CCCD', 'Email'], ...Array.from({ length: 5 }, (_, i) => [i + 1, secrets[2], secrets[0], secrets[3]] as const)]
  const own = sheetXml(list.map((cells, i) => rowXml(cells as string[], i + 1, strings)))
  const figures = sheetXml(rowsXml(modelTable(random, false), strings))
  const state = random.pick(['hidden', 'veryHidden', undefined])
  const sheets = [
    { name: 'DC01', xml: figures },
    { name: `Danh sách ${secrets[1]}`, xml: own, ...(state ? { state } : {}) },
  ]
  return file('xlsx: persons', zipOf(workbookParts(random.chance(0.5) ? sheets : sheets.toReversed(), strings)), { refused: true })
}

export const fuzzXlsx = (random: Random): FuzzFile =>
  random.pick([bytesMutated, partMutated, partMutated, elementsMutated, elementsMutated, cellsOdd, cellsOdd, shapesOdd, shapesOdd, persons])(random)
