import { localDay, localMoment } from '../../schema/days.ts'
import type { Field } from '../../schema/layouts.ts'
import { type Finding, finding, refuse } from '../../schema/receipts.ts'
import type { Register } from '../../schema/units.ts'
import { checkRow, withoutDuplicates, withTotals } from './check-rows.ts'
import { checkSums } from './check-sums.ts'
import { checkPersons, findHeader, type Header, nearestHeadings } from './find-header.ts'
import { openFile } from './open-file.ts'
import { type ReadRow, type ReadTable, readTable } from './read-table.ts'
import { placeNamed } from './resolve-unit.ts'
import { cellText, columnLetter, type Sheet } from './sheet.ts'
import { type Stated, statedMoment } from './stated-moment.ts'

/** What was said when a file was handed in, for files that state none. */
export interface Said {
  readonly province: string | null
  readonly date: string | null
}

/** An export as read: facts and findings, nothing written yet. */
export interface Export {
  readonly table: 'activation'
  readonly layout: string
  readonly province: string | null
  /** As a receipt shows it; null where the export states no hour. */
  readonly statedAt: string | null
  /** Milliseconds since 1970 of that moment; null: each row counts at the end of its day. */
  readonly moment: number | null
  readonly first: string
  readonly last: string
  readonly rows: readonly ReadRow[]
  readonly rejected: number
  readonly findings: readonly Finding[]
}

/** Findings of one code that a receipt lists; the rest is counted in one more. */
const MOST_OF_A_CODE = 500

interface Understood {
  readonly sheet: Sheet
  readonly header: Header
  readonly stated: Stated | null
  readonly findings: readonly Finding[]
}

interface Read extends Understood {
  readonly table: ReadTable
}

/** From bytes to facts and findings. Throws RefusedError where the file as a whole can't be trusted; touches no disk. */
export async function readExport(bytes: Buffer, said: Said, register: Register): Promise<Export> {
  const sheets = await openFile(bytes)
  for (const sheet of sheets) checkPersons(sheet)
  const understood = sheets.filter((sheet) => !sheet.hidden).flatMap((sheet) => understand(sheet, said) ?? [])
  if (understood.length === 0) throw unknownLayout(sheets)
  const province = provinceOf(understood, said, register)
  const read = understood.map((sheet): Read => ({ ...sheet, table: tableOf(sheet, said, province, register) }))
  return exportOf(read, said, province.code, sheets)
}

function understand(sheet: Sheet, said: Said): Understood | null {
  const header = findHeader(sheet)
  if (!header) return null
  const stated = statedMoment([...sheet.lines, ...linesAbove(sheet, header.top)])
  const dated = header.columns.some(({ field }) => field === 'date')
  if (!stated && !dated && said.date === null) throw noDate(sheet)
  return { sheet, header, stated: dated ? null : stated, findings: [...unknownColumns(sheet, header), ...hiddenRows(sheet, header), ...otherDate(sheet, stated, dated, said)] }
}

const linesAbove = (sheet: Sheet, top: number): string[] => sheet.rows.slice(0, top).flatMap((row) => row.map(cellText).filter(Boolean))

interface Province {
  readonly code: string | null
  readonly district: (sheet: Understood) => string | null
  readonly findings: readonly Finding[]
}

/** The province a file states, by its title or its codes, else the one it was handed in for. */
function provinceOf(sheets: readonly Understood[], said: Said, register: Register): Province {
  const first = sheets[0] as Understood
  const day = first.stated?.day ?? said.date ?? localDay(Date.now())
  const lines = (sheet: Understood): string[] => [...sheet.sheet.lines, ...linesAbove(sheet.sheet, sheet.header.top)]
  const named = placeNamed(sheets.flatMap(lines), day, register, said.province).province
  const coded = sheets.some(({ header }) => header.columns.some(({ field }) => field === 'unit_code'))
  if (named === null && said.province === null && !coded) throw noProvince()
  const code = named ?? said.province
  const differs =
    named !== null && said.province !== null && named !== said.province
      ? [
          finding(
            'province_differs',
            `Tệp ghi tỉnh mã ${named}, lệnh nạp ghi ${said.province}: lấy theo tệp.`,
            `The file names province ${named}, --province said ${said.province}: the file's holds.`,
          ),
        ]
      : []
  return { code, district: (sheet) => placeNamed(lines(sheet), sheet.stated?.day ?? day, register, code).district, findings: differs }
}

function tableOf(understood: Understood, said: Said, province: Province, register: Register): ReadTable {
  const { sheet, header, stated } = understood
  const dated = header.columns.some(({ field }) => field === 'date')
  const day = dated ? null : (stated?.day ?? said.date)
  return readTable(sheet, header, { register, day, province: province.code, district: province.district(understood) })
}

function exportOf(read: readonly Read[], said: Said, province: string | null, sheets: readonly Sheet[]): Export {
  const layout = (read[0] as Read).header.layout
  const faulty = new Set(read.flatMap(({ table }) => table.findings.flatMap((f) => (f.column && f.severity === 'rejected' ? [`${f.sheet} ${f.row} ${f.column}`] : []))))
  const rows = read.flatMap(({ table, header }) =>
    table.rows.map((row) => withTotals(row, header.layout, (r, field) => faulty.has(`${r.sheet} ${r.row} ${letterOf(header, field)}`))),
  )
  const { kept, findings: duplicates } = withoutDuplicates(rows)
  const days = [
    ...new Set([...rows.map(({ date }) => date), ...read.flatMap(({ stated, table }) => stated?.day ?? said.date ?? table.findings.flatMap(({ date }) => date ?? []))]),
  ].sort()
  if (days.length === 0) throw refuse('empty', 'Tệp không có dòng số liệu nào.', 'The file has no row of figures.')
  const provinces = new Set(kept.map(({ unit }) => unit.province))
  const moments = new Set(read.map(({ stated }) => stated?.moment ?? null))
  const moment = moments.size === 1 ? ([...moments][0] as number | null) : null
  const sums = read.flatMap(({ table, sheet, header, stated }) => checkSums(table, sheet.name, header, stated?.day ?? said.date))
  const findings = [
    ...read.flatMap((sheet) => [...sheet.findings, ...sheet.table.findings]),
    ...leftOut(sheets, read),
    ...duplicates,
    ...sums,
    ...kept.flatMap((row) => checkRow(row, layout)),
  ]
  return {
    table: layout.table,
    layout: layout.code,
    province: provinces.size === 1 ? ([...provinces][0] as string) : provinces.size === 0 ? province : null,
    statedAt: moment === null ? null : localMoment(moment),
    moment,
    first: days[0] as string,
    last: days.at(-1) as string,
    rows: kept,
    rejected: read.reduce((sum, { table }) => sum + table.rejected, 0) + duplicates.length,
    findings: bounded(findings),
  }
}

const letterOf = (header: Header, field: Field): string | null => {
  const column = header.columns.find((one) => one.field === field)
  return column ? columnLetter(column.index) : null
}

function unknownColumns(sheet: Sheet, header: Header): Finding[] {
  return header.columns
    .filter(({ field }) => field === null)
    .map(({ heading, index }) => {
      const near = nearestHeadings(heading)
      return finding(
        'unknown_column',
        `cột ${columnLetter(index)} "${heading}" không có trong mẫu nào đã biết; không nạp cột này.${near.length > 0 ? ` Gần nhất: ${near.join('; ')}.` : ''}`,
        `column ${columnLetter(index)} "${heading}" is in no known layout; it is not landed.${near.length > 0 ? ` Nearest: ${near.join('; ')}.` : ''}`,
        { sheet: sheet.name, row: header.top + 1, column: columnLetter(index) },
      )
    })
}

function hiddenRows(sheet: Sheet, header: Header): Finding[] {
  const rows = [...sheet.hiddenRows].filter((row) => row >= header.below && (sheet.rows[row] ?? []).some((cell) => cellText(cell) !== '')).sort((a, b) => a - b)
  if (rows.length === 0) return []
  const first = (rows[0] as number) + 1
  return [
    finding(
      'hidden_rows',
      `${rows.length} dòng bị ẩn (từ dòng ${first}) vẫn được đọc. Bỏ ẩn để kiểm tra.`,
      `${rows.length} hidden rows (from row ${first}) were read all the same. Unhide them to check.`,
      { sheet: sheet.name, row: first },
    ),
  ]
}

function otherDate(sheet: Sheet, stated: Stated | null, dated: boolean, said: Said): Finding[] {
  if (said.date === null || (!dated && (stated === null || stated.day === said.date))) return []
  const own = dated ? 'cột ngày / its date column' : (stated?.day ?? '')
  return [
    finding(
      'date_differs',
      `Tệp tự ghi ngày (${own}), lệnh nạp ghi ${said.date}: lấy theo tệp.`,
      `The file states its own day (${own}), --date said ${said.date}: the file's holds.`,
      { sheet: sheet.name },
    ),
  ]
}

function leftOut(sheets: readonly Sheet[], read: readonly Read[]): Finding[] {
  return sheets
    .filter((sheet) => !read.some((one) => one.sheet === sheet) && sheet.rows.some((row) => row.some((cell) => cellText(cell) !== '')))
    .map((sheet) =>
      sheet.hidden
        ? finding(
            'sheet_left_out',
            `Trang tính ẩn "${sheet.name}" không được nạp. Bỏ ẩn nếu cần nạp.`,
            `The hidden sheet "${sheet.name}" was not landed. Unhide it if it should be.`,
            { sheet: sheet.name },
          )
        : finding(
            'sheet_left_out',
            `Trang tính "${sheet.name}" không có tiêu đề của mẫu nào đã biết; không nạp.`,
            `The sheet "${sheet.name}" has no heading of a known layout; not landed.`,
            { sheet: sheet.name },
          ),
    )
}

function bounded(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>()
  const listed = findings.filter(({ code }) => {
    counts.set(code, (counts.get(code) ?? 0) + 1)
    return (counts.get(code) as number) <= MOST_OF_A_CODE
  })
  for (const [code, count] of counts) {
    const more = count - MOST_OF_A_CODE
    const like = findings.find((one) => one.code === code) as Finding
    if (more > 0)
      listed.push({
        ...like,
        row: null,
        column: null,
        unit_code: null,
        date: null,
        message_vi: `… và ${more} phát hiện nữa cùng loại (${code}).`,
        message_en: `… and ${more} more findings of this kind (${code}).`,
      })
  }
  return listed
}

const unknownLayout = (sheets: readonly Sheet[]) => {
  const words = sheets
    .flatMap((sheet) => sheet.rows.slice(0, 40).flatMap((row) => row.map(cellText)))
    .filter((text) => text.length > 2 && text.length < 60 && nearestHeadings(text).length > 0)
  const near = [...new Set(words.flatMap(nearestHeadings))].slice(0, 5).join('; ')
  return refuse(
    'unknown_layout',
    `Không tìm thấy hàng tiêu đề của mẫu nào đã biết: cần cột đơn vị (Mã ĐVHC hoặc Đơn vị hành chính) và ít nhất một cột số liệu.${near ? ` Gần nhất: ${near}.` : ''}`,
    `No heading row of a known layout: a unit column (Mã ĐVHC or Đơn vị hành chính) and at least one column of counts are needed.${near ? ` Nearest: ${near}.` : ''}`,
  )
}

const noDate = (sheet: Sheet) =>
  refuse(
    'no_date',
    'Tệp không ghi số liệu tính đến ngày nào. Nạp lại với --date YYYY-MM-DD.',
    'The file does not state the day of its figures. Land it again with --date YYYY-MM-DD.',
    { sheet: sheet.name },
  )

const noProvince = () =>
  refuse(
    'no_province',
    'Tệp không có mã đơn vị và không ghi tên tỉnh (mười huyện cùng tên Châu Thành). Nạp lại với --province MÃ.',
    'The file has no unit codes and names no province (ten districts are called Châu Thành). Land it again with --province CODE.',
  )
