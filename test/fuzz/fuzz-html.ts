import type { FuzzFile } from './fuzz-file.ts'
import { secrets } from './fuzz-file.ts'
import { grouped, type ModelCell, modelTable } from './model-table.ts'
import { mutated } from './mutate-bytes.ts'
import type { Random } from './random.ts'

const file = (kind: string, html: string | Buffer, more: Partial<FuzzFile> = {}): FuzzFile => ({
  kind: `html: ${kind}`,
  name: 'bao-cao.xls',
  bytes: Buffer.from(html),
  oracle: 'html',
  ...more,
})

type Td = (cell: ModelCell, column: number, row: number) => string

const shown = (cell: ModelCell): string => (cell === null ? '' : typeof cell === 'number' ? grouped(cell, '.') : cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
const plain: Td = (cell) => `<td>${shown(cell)}</td>`

function pageOf(random: Random, td: Td = plain, wrap: (table: string) => string = (table) => table): string {
  const { above, heading, rows } = modelTable(random, random.chance(0.5))
  const table = `<table border="1"><tr>${heading.map((text) => `<th>${text}</th>`).join('')}</tr>\n${rows.map((row, r) => `<tr>${row.map((cell, c) => td(cell, c, r)).join('')}</tr>`).join('\n')}</table>`
  return `<html><head><meta charset="utf-8"></head><body><p>${above.join('</p><p>')}</p>${wrap(table)}</body></html>`
}

/** Cells as web pages have them. */
const odd: readonly Td[] = [
  (cell) => `<td>${shown(cell).slice(0, 2)}<br>${shown(cell).slice(2)}</td>`,
  (cell) => `<td>${shown(cell).slice(0, 1)}<b>${shown(cell).slice(1)}</b></td>`,
  (cell) => `<td><div>${shown(cell)}</div><div>9</div></td>`,
  (cell) => `<td><p>${shown(cell)}<p>9</td>`,
  (cell) => `<TD ALIGN=right>${shown(cell)}</TD>`,
  (cell) => `<td>&nbsp;${shown(cell)}&nbsp;</td>`,
  () => '<td>&nbsp;</td>',
  () => '<td>1&nbsp;234</td>',
  () => '<td>1&#50;3</td>',
  () => '<td>&#x31;&#x32</td>',
  () => '<td>1&thinsp;234</td>',
  (cell) => `<td>${shown(cell)}`,
  (cell) => `<th>${shown(cell)}</th>`,
  (cell) => `<td colspan=2>${shown(cell)}</td>`,
  (cell) => `<TD COLSPAN="2">${shown(cell)}</TD>`,
  (cell) => `<td rowspan=2>${shown(cell)}</td>`,
  (cell) => `<td ROWSPAN=2>${shown(cell)}</td>`,
  (cell) => `<td rowspan="0">${shown(cell)}</td>`,
  (cell) => `<td colspan="-1">${shown(cell)}</td>`,
  (cell) => `<td><!-- 5 -->${shown(cell)}<!-- </td><td> --></td>`,
  (cell) => `<td><table><tr><td>7</td></tr></table>${shown(cell)}</td>`,
  (cell) => `<td>${shown(cell)}<table><tr><td>7</td><td>8</td></tr></table></td>`,
  (cell) => `<td>${shown(cell)}<script>if (a < b) { x = "</td>" }</script></td>`,
  (cell) => `<td>${shown(cell)}<style>td > b { }</style></td>`,
  (cell) => `<td title="a > b">${shown(cell)}</td>`,
  (cell) => `<td title="5 o'clock>${shown(cell)}</td>`,
  (cell) => `<td title='>${shown(cell)}</td>`,
  (cell) => `<td>${shown(cell)} < 5</td>`,
  (cell) => `<td>a < b "${shown(cell)}</td>`,
  (cell) => `<td x:num="${typeof cell === 'number' ? cell : ''}">${shown(cell)}</td>`,
  (cell) => `<td>${shown(cell)}</td></td></tr>`,
  (cell) => `<td>${shown(cell)}<textarea>3</textarea></td>`,
  (cell) => `<td><span hidden>4</span>${shown(cell)}</td>`,
  (cell) => `<td>${shown(cell)}<wbr>5</td>`,
  (cell) => `<td>${shown(cell)}<sup>2</sup></td>`,
  (cell) => `<td><input value="5">${shown(cell)}</td>`,
  (cell) => `<td>\u200f${shown(cell)}\u202e</td>`,
]

function cellsOdd(random: Random): FuzzFile {
  const share = random.pick([0.02, 0.05, 0.3])
  return file(
    'odd cells',
    pageOf(random, (cell, c, r) => (random.chance(share) ? random.pick(odd) : plain)(cell, c, r)),
  )
}

/** Pages that are shaped oddly: nesting, bombs of spans, tables unclosed, more than one, entities, depth. */
function shapesOdd(random: Random): FuzzFile {
  const page = pageOf(random)
  const list = `<table><tr><th>STT</th><th>Họ và tên</th><th>Số CCCD</th><th>Email</th></tr>${`<tr><td>1</td><td>${secrets[2]}</td><td>${secrets[0]}</td><td>${secrets[3]}</td></tr>`.repeat(4)}</table>`
  return random.pick<() => FuzzFile>([
    () => file('sound', page),
    () => file('colspan bomb', page.replace('</table>', `${'<tr><td colspan="16384" rowspan="60">x</td></tr>'.repeat(2000)}</table>`)),
    () => file('rowspan bomb', page.replace('</table>', `${'<tr><td rowspan="1000000" colspan="1000">x</td></tr>'.repeat(50)}</table>`)),
    () => file('table unclosed', page.replace('</table>', '')),
    () => file('second table unclosed', page.replace('</body>', pageOf(random).slice(page.indexOf('<table'), -40))),
    () => file('two tables', page.replace('</body>', `${/<table.*<\/table>/s.exec(pageOf(random))?.[0]}</body>`)),
    () => file('a table before', page.replace('<table', '<table><tr><td rowspan=3>x</td><td>y</td></tr></table><table')),
    () =>
      file(
        'in a table',
        pageOf(random, plain, (table) => `<table><tr><td>${table}</td></tr></table>`),
      ),
    () => file('deep', page.replace('<table', `${'<div>'.repeat(100_000)}<table`)),
    () => file('deep tables', page.replace('</body>', `${'<table><tr><td>'.repeat(20_000)}</body>`)),
    () => file('spaces', page.replace('<p>', `<p>1h${' '.repeat(60_000)}x 1/1/2023</p><p>`)),
    () => file('digits', page.replace('<p>', `<p>${'1'.repeat(200_000)} 1/1/2023</p><p>`)),
    () => file('paragraphs', page.replace('<table', `${'<p>Xã Tân Phú</p>'.repeat(30_000)}<table`)),
    () => file('entities', page.replace('<html>', '<!DOCTYPE html [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;">]><html>').replace('<td>', '<td>&b;')),
    () => file('sections', page.replace('</th></tr>', '</th></tr></thead><tbody>').replace('<tr>', '<thead><tr>').replace('</table>', '</tbody></table>')),
    () => file('utf-16', Buffer.from(`\ufeff${page}`, 'utf16le'), { encoding: 'utf-16le' }),
    () => file('unclosed heads', page.replace('<body>', '<head>'.repeat(30_000))),
    () => file('persons', page.replace('</body>', `${list}</body>`), { refused: true }),
    () => file('persons in the cell', page.replace('<td>', `<td>${list}`)),
    () => file('persons hidden', page.replace('</body>', `<div style="display:none">${list}</div></body>`), { refused: true }),
  ])()
}

export const fuzzHtml = (random: Random): FuzzFile =>
  random.pick([() => file('bytes', mutated(Buffer.from(pageOf(random)), random)), () => cellsOdd(random), () => cellsOdd(random), () => shapesOdd(random)])()
