import * as xlsx from '@e965/xlsx'
import { afterEach, describe, expect, it } from 'vitest'
import { note } from '../fuzz/fuzz-file.ts'
import { rowXml, Strings, sheetXml, workbookParts } from '../fuzz/write-workbook.ts'
import { type ZipPart, zipOf } from '../fuzz/zip-parts.ts'
import { type LandingLake, landingLake } from './landing-lake.ts'

/** Files that two readers take for two things: each was found by the fuzz suite. None may land a number without a word. */

const said = { province: '82', date: '2023-08-20' }
const heading = ['STT', 'Mã ĐVHC', 'Đơn vị hành chính', 'Kích hoạt mức 1', 'Kích hoạt mức 2']
const good = [2, '28252', 'Phường 4', 5, 50]

/** A workbook whose row 2 has another cell of activated_l1. */
function workbook(cell: string, change: (parts: ZipPart[]) => ZipPart[] = (parts) => parts): Buffer {
  const strings = new Strings()
  const own = rowXml([1, '28249', 'Phường 5', 7, 70], 2, strings).replace('<c r="D2"><v>7</v></c>', cell)
  const rows = [rowXml(heading, 1, strings), own, rowXml(good, 3, strings)]
  return zipOf(change(workbookParts([{ name: 'DC01', xml: sheetXml(rows) }], strings)))
}
const sound = '<c r="D2"><v>7</v></c>'
const sheet = (parts: ZipPart[]): ZipPart => parts.find(({ name }) => name.endsWith('sheet1.xml')) as ZipPart
const sheetWith = (more: Partial<ZipPart>) => (parts: ZipPart[]) => parts.map((part) => (part === sheet(parts) ? { ...part, ...more } : part))

const page = (row: string, after = ''): string =>
  `<html><body><table><tr>${heading.map((text) => `<th>${text}</th>`).join('')}</tr><tr><td>1</td><td>28249</td><td>Phường 5</td>${row}</tr><tr><td>2</td><td>28252</td><td>Phường 4</td><td>5</td><td>50</td></tr></table>${after}</body></html>`

const text = (row: string): string => [heading.join(';'), row, good.join(';')].join('\n')

function biff(hidden: boolean, change: (stream: Buffer) => Buffer = (stream) => stream): Buffer {
  const book = xlsx.utils.book_new()
  xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([heading, [1, '28249', 'Phường 5', 7, 70], good]), 'DC01')
  xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([heading, [1, '28261', 'Phường 1', 7, 70]]), 'DC02')
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: hidden ? 1 : 0 }] }
  const box = xlsx.CFB.read(xlsx.write(book, { type: 'buffer', bookType: 'biff8', bookSST: true }) as Buffer, { type: 'buffer' })
  const fresh = xlsx.CFB.utils.cfb_new()
  xlsx.CFB.utils.cfb_add(fresh, '/Workbook', change(Buffer.from(xlsx.CFB.find(box, 'Workbook')?.content as Uint8Array)))
  return Buffer.from(xlsx.CFB.write(fresh, { type: 'buffer' }) as Uint8Array)
}

/** Two cells of a row in one record (MULRK), whose number is a formula's after a byte has turned. */
function cellsAsFormula(stream: Buffer): Buffer {
  const at = stream.indexOf(Buffer.from([0x03, 0x02, 14, 0, 1, 0, 3, 0]))
  const cells = [0x06, 0, 18, 0, 1, 0, 3, 0, 15, 0, 30, 0, 0, 0, 15, 0, 26, 1, 0, 0, 4, 0]
  const padding = [0x63, 0x08, 10, 0, ...Array(10).fill(0)]
  return Buffer.concat([stream.subarray(0, at), Buffer.from([...cells, ...padding]), stream.subarray(at + 36)])
}

describe('what two readers read otherwise', () => {
  let lake: LandingLake | undefined
  afterEach(() => lake?.remove())
  const landed = async (bytes: Buffer | string) => {
    lake = await landingLake('2023')
    const [receipt] = await lake.land({ 'tep.xls': bytes }, { said })
    return { state: receipt?.state, codes: receipt?.findings.map(({ code }) => code), facts: await lake.rows('activation', 'unit_code, activated_l1, activated_l2') }
  }
  const row = (code: string, l1: number | null, l2: number) => ({ unit_code: code, activated_l1: l1, activated_l2: l2 })
  const rest = [row('28249', null, 70), row('28252', 5, 50)]

  it.each<[string, Buffer | string]>([
    ['a formula that was never computed', workbook('<c r="D2"><f>SUM(E2:E3)</f></c>')],
    ['a number of a person', workbook('<c r="D2"><v>79085001234</v></c>')],
    ['two lines in a cell of a page', page('<td>1<br>234</td><td>70</td>')],
    ['a raised digit', page('<td>12<sup>2</sup></td><td>70</td>')],
    ['a table within a cell', page('<td>12<table><tr><td>3</td></tr></table></td><td>70</td>')],
    ['what is not shown', page('<td>12<span style="display:none">3</span></td><td>70</td>')],
    ['digits behind a quote', text('1;28249;Phường 5;"12"3;70')],
  ])('%s is no count', async (_, bytes) => expect(await landed(bytes)).toEqual({ state: 'landed', codes: ['not_a_count'], facts: rest }))

  it.each<[string, Buffer | string]>([
    ['a blank of a page', page('<td>&nbsp;</td><td>70</td>')],
    ['COLSPAN in capitals', page('<TD COLSPAN="1">&nbsp;</TD><td>70</td>').replace('<td>1</td><td>28249</td>', '<TD COLSPAN=1>1</TD><td>28249</td>')],
    ['a cell behind the end of its row', page('<td></td><td>70</td>').replace('<tr><td>2</td>', '<td>2</td>')],
    ['a span beyond its table', `<html><table><tr><td rowspan="9">x</td></tr></table>${page('<td></td><td>70</td>').slice(12)}`],
  ])('%s is read as a browser does', async (_, bytes) => expect(await landed(bytes)).toEqual({ state: 'landed', codes: [], facts: rest }))

  it('COLSPAN in capitals moves the cells behind it', async () =>
    expect((await landed(page('<td></td><td>70</td>').replace('<td>5</td><td>50</td>', '<TD COLSPAN="2">5</TD>'))).facts).toEqual([
      rest[0],
      { unit_code: '28252', activated_l1: 5, activated_l2: null },
    ]))

  const repeated = (parts: ZipPart[]): ZipPart[] => [...parts, { ...sheet(parts), bytes: Buffer.from(sheet(parts).bytes.toString().replace('<v>7</v>', '<v>8</v>')) }]
  it.each<[string, Buffer | string]>([
    ['a text that is not there', workbook('<c r="D2" t="s"><v>99</v></c>')],
    ['a cell twice', workbook(sound + sound)],
    ['a cell unclosed', workbook('<c r="D2"><v>7</v>')],
    ['a hexadecimal number', workbook('<c r="D2"><v>0x1F</v></c>')],
    ['a sheet cut short', workbook(sound, (parts) => sheetWith({ bytes: sheet(parts).bytes.subarray(0, -40) })(parts))],
    ['how a text is spoken', workbook('<c r="D2" t="inlineStr"><is><t>7</t><rPh sb="0" eb="1"><t>9</t></rPh></is></c>')],
    ['a part twice', workbook(sound, repeated)],
    ['a header of another size', workbook(sound, sheetWith({ local: { unpacked: 20 } }))],
    ['a part without a checksum', workbook(sound, sheetWith({ directory: { crc: 0 }, local: { crc: 0 } }))],
    ['sizes that only the header has', workbook(sound, sheetWith({ directory: { packed: 0, unpacked: 0 }, flags: 8 }))],
    ['a quote that never ends', text(`1;28249;Phường 5;7;70;"${note}`)],
    ['a second table that does not end', page('<td>7</td><td>70</td>', '<table><tr><td>3</td>')],
    ['a quote of a tag that never ends', page('<td title="5>7</td><td>70</td>')],
    ['a sheet of .xls without its end', biff(false, (stream) => stream.subarray(0, -4))],
    ['cells of .xls in a record that became a formula', biff(false, cellsAsFormula)],
    ['a password of .xls', biff(false, (stream) => Buffer.concat([stream.subarray(0, 20), Buffer.from([0x2f, 0, 2, 0, 0, 0]), stream.subarray(20)]))],
  ])('%s: the file is refused', async (_, bytes) => expect(await landed(bytes)).toEqual({ state: 'refused', codes: ['unreadable'], facts: [] }))

  it('a hidden sheet of .xls is left out, as one of .xlsx is', async () =>
    expect(await landed(biff(true))).toMatchObject({ state: 'landed', codes: ['sheet_left_out'], facts: [row('28249', 7, 70), rest[1]] }))

  it.each([
    ['300,000 columns', `${heading.join(';')}${';'.repeat(300_000)}\n1;28249;Phường 5;7;70`],
    ['300,000 headings', Array.from({ length: 300_000 }, (_, i) => `Thu nhận mức ${i}`).join(';')],
  ])('%s are refused, or read, in time', async (_, bytes) => {
    const from = performance.now()
    await landed(bytes)
    expect(performance.now() - from).toBeLessThan(10_000)
  })
})
