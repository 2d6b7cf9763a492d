import { randomFillSync } from 'node:crypto'
import type { FuzzFile } from './fuzz-file.ts'
import { secrets } from './fuzz-file.ts'
import { grouped, type ModelCell, modelTable } from './model-table.ts'
import { mutated } from './mutate-bytes.ts'
import type { Random } from './random.ts'

const BIG = 4 * 1024 * 1024

interface Written {
  readonly delimiter: string
  readonly encoding: 'utf-8' | 'utf-16le'
  readonly lines: string[]
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

function written(random: Random, cellText: (cell: ModelCell) => string = (cell) => String(cell ?? '')): Written {
  const delimiter = random.pick([',', ';', '\t'])
  const field = (cell: ModelCell): string => {
    const text = cellText(cell)
    return text.includes(delimiter) || /["\r\n]/.test(text) || random.chance(0.1) ? quoted(text) : text
  }
  const { heading, rows } = modelTable(random, true)
  return { delimiter, encoding: random.pick(['utf-8', 'utf-8', 'utf-8', 'utf-16le']), lines: [heading, ...rows].map((row) => row.map(field).join(delimiter)) }
}

function file(kind: string, { delimiter, encoding }: Written, text: string, more: Partial<FuzzFile> = {}): FuzzFile {
  const bytes = encoding === 'utf-8' ? Buffer.from(text) : Buffer.from(`\ufeff${text}`, 'utf16le')
  return { kind: `csv: ${kind}`, name: 'dc01 079085001234.csv', bytes, oracle: 'csv', delimiter, encoding, ...more }
}

const bytesMutated = (random: Random): FuzzFile => {
  const own = { ...written(random), encoding: 'utf-8' as const }
  const bytes = mutated(Buffer.from(own.lines.join('\n')), random)
  return { ...file('bytes', own, ''), bytes }
}

const oddFields =
  (random: Random) =>
  (cell: ModelCell): string =>
    random.chance(0.1)
      ? random.pick([
          typeof cell === 'number' ? grouped(cell, '.') : String(cell),
          `${cell}\u00a0`,
          '12,5',
          '1e3',
          '-3',
          '+7',
          '０１２',
          '0x10',
          'NULL',
          '#N/A',
          '=1+1',
          '1\n234',
          '7.0',
          '1 234',
          '12"',
          "'12",
          '\u200f12',
          '79085001234',
          'x'.repeat(50_000),
        ])
      : String(cell ?? '')

const cellsOdd = (random: Random): FuzzFile => {
  const own = written(random, oddFields(random))
  return file('odd cells', own, own.lines.join(random.pick(['\n', '\r\n'])))
}

/** Lines broken as hands, pipes and other programs break them. */
function shapesOdd(random: Random): FuzzFile {
  const own = written(random)
  const { lines, delimiter } = own
  const at = 1 + random.below(lines.length - 1)
  const line = lines[at] as string
  const withLine = (text: string): string => lines.with(at, text).join('\n')
  const noise = (): Buffer => randomFillSync(Buffer.alloc(5000))
  return random.pick<() => FuzzFile>([
    () => file('sound', own, lines.join('\n')),
    () => file('quote opened', own, withLine(line.replace(delimiter, `${delimiter}"`))),
    () => file('quote opened in a note', own, withLine(`${line}"ghi chú`)),
    () => file('quote within', own, withLine(line.replace(/\d/, '1"2'))),
    () => file('words behind a quote', own, withLine(line.replace(/(\d+)(?=\D+\d+\D*$)/, '"$1"5'))),
    () =>
      file(
        'mixed line ends',
        own,
        lines.reduce((text, one) => text + random.pick(['\n', '\r\n', '\r', '\n\n']) + one),
      ),
    () => file('line end in a cell', own, withLine(line.replace(delimiter, `${delimiter}"a\r\nb"`))),
    () => file('a cell more', own, withLine(line.replace(delimiter, `${delimiter}7${delimiter}`))),
    () =>
      file(
        'cells fewer',
        own,
        withLine(
          line
            .split(delimiter)
            .slice(0, 4 + random.below(4))
            .join(delimiter),
        ),
      ),
    () => file('cut', own, lines.join('\n').slice(0, -1 - random.below(200))),
    () => file('zero bytes', own, withLine(line.replace(/\d/, '\0'))),
    () => file('a mark of order within', own, withLine(`\ufeff${line}`)),
    () => file('marks of direction', own, withLine(line.replace(/(\d+)/g, '\u200f$1\u202c'))),
    () => file('lone surrogates', { ...own, encoding: 'utf-16le' }, withLine(`${line}\ud800`)),
    () => file('many columns', own, `${lines[0]}${delimiter.repeat(300_000)}\n${lines.slice(1).join('\n')}`),
    () => file('many headings', own, `${Array.from({ length: 300_000 }, (_, i) => `Cột lạ ${i}`).join(delimiter)}\n${lines.join('\n')}`),
    () => file('many words', own, `${`Thu nhận kích hoạt${delimiter}`.repeat(2000)}\n`.repeat(60)),
    () => file('one long cell', own, `${lines.join('\n')}\n${'x'.repeat(3_000_000)}`),
    () => ({ ...file('noise behind', own, ''), bytes: Buffer.concat([Buffer.from(lines.join('\n')), noise()]), oracle: null }),
    () => ({ ...file('noise', own, ''), bytes: noise(), oracle: null, refused: true }),
    () => file('empty', own, random.pick(['', ' ', '\n\n', '\ufeff']), { refused: true }),
    () => file('persons', own, ['STT,Họ và tên,Số CCCD,Email', ...Array(5).fill(`1,${secrets[2]},${secrets[0]},${secrets[3]}`)].join('\n'), { refused: true }),
    () =>
      file(
        'numbers of persons',
        own,
        [lines[0], ...Array(5).fill(line + secrets[1])]
          .map((one, i) => (i > 0 ? `${line.split(delimiter).slice(0, -1).join(delimiter)}${delimiter}${secrets[1]}` : one))
          .join('\n'),
        { refused: true },
      ),
    () => large(random),
  ])()
}

/** So large that DuckDB reads it: the same rows again and again, some of them odd. */
function large(random: Random): FuzzFile {
  const own = { ...written(random), encoding: 'utf-8' as const }
  const odd = random.pick([
    (text: string) => text,
    (text: string) => text.replace(/\d(?=\D*$)/, '"'),
    (text: string) => `${text}${own.delimiter}9`,
    (text: string) => text.replace('2023', '2024'),
    (text: string) => `${text}\r`,
  ])
  const padding = Math.ceil(BIG / 900)
  const day = (i: number): string => `${String(1 + (i % 28)).padStart(2, '0')}/${String(1 + (Math.floor(i / 28) % 12)).padStart(2, '0')}/${2023 + Math.floor(i / 336)}`
  const rows = Array.from({ length: padding }, (_, i) => (own.lines[1 + (i % 4)] as string).replace('20/08/2023', day(Math.floor(i / 4))) + (i % 3 === 0 ? ' '.repeat(2000) : ''))
  const at = random.below(rows.length)
  return file('large', own, [own.lines[0], ...rows.with(at, odd(rows[at] as string))].join('\n'))
}

export const fuzzCsv = (random: Random): FuzzFile => random.pick([bytesMutated, bytesMutated, cellsOdd, shapesOdd, shapesOdd])(random)
