import type { FuzzFile } from './fuzz-file.ts'
import { secrets } from './fuzz-file.ts'
import { modelTable } from './model-table.ts'
import type { Random } from './random.ts'
import { letter, rowsXml, rowXml, STRINGS, Strings, sheetXml, workbookParts } from './write-workbook.ts'
import { type ZipPart, zipOf } from './zip-parts.ts'

const file = (kind: string, bytes: Buffer, more: Partial<FuzzFile> = {}): FuzzFile => ({ kind, name: 'DC01_079085001234.xlsx', bytes, oracle: 'workbook', ...more })

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
export function shapesOdd(random: Random): FuzzFile {
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
export function persons(random: Random): FuzzFile {
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
