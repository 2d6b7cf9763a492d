import { localDay, localMoment } from '../../schema/days.ts'
import type { Field } from '../../schema/layouts.ts'
import { type Finding, refuse } from '../../schema/receipts.ts'
import type { Register } from '../../schema/units.ts'
import { checkRow, withoutDuplicates, withTotals } from './check-rows.ts'
import { checkSums } from './check-sums.ts'
import { doubtfulDay, hiddenRows, leftOut, legacyFont, noDate, noProvince, otherDate, otherProvince, unknownColumns, unknownLayout } from './file-findings.ts'
import { checkPersons, findHeader, type Header, type HeaderColumn } from './find-header.ts'
import { openReadable } from './open-readable.ts'
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
  readonly first: string
  readonly last: string
  readonly rows: readonly ReadRow[]
  /** Rows that land: those above, and those that are on their way already. */
  readonly rowCount: number
  /** Sums that the export prints. */
  readonly sums: number
  readonly rejected: number
  readonly findings: readonly Finding[]
  /** How each sheet was understood. */
  readonly sheets: readonly UnderstoodSheet[]
}

export interface UnderstoodSheet {
  readonly name: string | null
  readonly layout: string
  /** 1-based. */
  readonly headerRow: number
  /** Null where each row carries its own. */
  readonly day: string | null
  readonly columns: readonly HeaderColumn[]
}

/** Findings of one code that a receipt lists; the rest is counted in one more. */
const MOST_OF_A_CODE = 500

interface Understood {
  readonly sheet: Sheet
  readonly header: Header
  /** Whether rows carry their own day. */
  readonly dated: boolean
  readonly stated: Stated | null
  readonly findings: readonly Finding[]
}

interface Read extends Understood {
  readonly table: ReadTable
}

/** From bytes to facts and findings. Throws RefusedError where the file as a whole can't be trusted; touches no disk. */
export const readExport = async (bytes: Buffer, said: Said, register: Register): Promise<Export> => exportOf(await openReadable(bytes), said, register)

/** Rows of an export that were found to be in order before, and are on their way into the lake already. */
export interface Clean {
  /** The first lines of the export, those in order among them; null where there are no others. */
  readonly top: Sheet | null
  readonly rows: number
  readonly first: string | null
  readonly last: string | null
  readonly provinces: readonly string[]
}

const NONE: Clean = { top: null, rows: 0, first: null, last: null, provinces: [] }

/** An export from its sheets, beside what of it was found in order before. */
export function exportOf(sheets: readonly Sheet[], said: Said, register: Register, clean: Clean = NONE): Export {
  for (const sheet of clean.top ? [clean.top, ...sheets] : sheets) checkPersons(sheet)
  const headed = sheets.filter((sheet) => !sheet.hidden).flatMap((sheet) => understand(sheet, said) ?? [])
  if (headed.length === 0) throw unknownLayout(sheets)
  const understood = headed.filter(({ dated, stated }) => dated || stated !== null || said.date !== null)
  if (understood.length === 0) throw noDate((headed[0] as Understood).sheet)
  const province = provinceOf(understood, said, register, clean.top)
  const read = understood.map((sheet): Read => ({ ...sheet, table: tableOf(sheet, said, province, register) }))
  return gathered(read, said, province.code, sheets, clean)
}

function understand(sheet: Sheet, said: Said): Understood | null {
  const header = findHeader(sheet)
  if (!header) return null
  const stated = statedMoment([...sheet.lines, ...linesAbove(sheet, header.top)])
  const dated = header.columns.some(({ field }) => field === 'date')
  return {
    sheet,
    header,
    dated,
    stated: dated ? null : stated,
    findings: [
      ...doubtfulDay(sheet, dated ? null : stated),
      ...legacyFont(sheet),
      ...unknownColumns(sheet, header),
      ...hiddenRows(sheet, header),
      ...otherDate(sheet, stated, dated, said),
    ],
  }
}

const linesAbove = (sheet: Sheet, top: number): string[] => sheet.rows.slice(0, top).flatMap((row) => row.map(cellText).filter(Boolean))

interface Province {
  readonly code: string | null
  readonly district: (sheet: Understood) => string | null
}

/** The province a file states, by its title or its codes, else the one it was handed in for. */
function provinceOf(sheets: readonly Understood[], said: Said, register: Register, top: Sheet | null): Province {
  const first = sheets[0] as Understood
  const day = first.stated?.day ?? said.date ?? localDay(Date.now())
  const lines = (sheet: Understood): string[] => [...sheet.sheet.lines, ...linesAbove(sheet.sheet, sheet.header.top)]
  const named = placeNamed(sheets.flatMap(lines), day, register, said.province).province
  const coded = sheets.some(({ header }) => header.columns.some(({ field }) => field === 'unit_code'))
  if (named === null && said.province === null && !coded) throw noProvince()
  const code = named ?? said.province ?? provinceOfCodes(top ? [{ ...first, sheet: top }] : sheets, day, register)
  return { code, district: (sheet) => placeNamed(lines(sheet), sheet.stated?.day ?? day, register, code).district }
}

/** The province that most of a file's codes are of, as they stand or with the zeros they lost. */
function provinceOfCodes(sheets: readonly Understood[], day: string, register: Register): string | null {
  const counts = new Map<string, number>()
  for (const { sheet, header } of sheets) {
    const column = header.columns.find(({ field }) => field === 'unit_code')?.index
    if (column === undefined) continue
    for (const row of sheet.rows.slice(header.below, header.below + 2_000)) {
      const code = cellText(row[column])
      const unit = /^\d{1,5}$/.test(code) ? register.on(code.padStart(5, '0'), day) : undefined
      if (unit) counts.set(unit.province, (counts.get(unit.province) ?? 0) + 1)
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}

function tableOf(understood: Understood, said: Said, province: Province, register: Register): ReadTable {
  const { sheet, header, dated, stated } = understood
  const day = dated ? null : (stated?.day ?? said.date)
  return readTable(sheet, header, { register, day, moment: stated?.moment ?? null, province: province.code, district: province.district(understood) })
}

function gathered(read: readonly Read[], said: Said, named: string | null, sheets: readonly Sheet[], clean: Clean): Export {
  const layout = (read[0] as Read).header.layout
  const { kept, findings: duplicates } = withoutDuplicates(rowsOf(read))
  const days = daysOf(read, kept, said, clean)
  if (days.length === 0) throw refuse('empty', 'Tệp không có dòng số liệu nào.', 'The file has no row of figures.')
  const provinces = [...new Set([...kept.map(({ unit }) => unit.province), ...clean.provinces])]
  const own = provinces.length > 1 ? null : (provinces[0] ?? named)
  const moments = new Set(read.map(({ stated }) => stated?.moment ?? null))
  const moment = moments.size === 1 ? ([...moments][0] as number | null) : null
  const findings = [
    ...(own !== null && said.province !== null && own !== said.province ? [otherProvince(own, said.province)] : []),
    ...read.flatMap((sheet) => [...sheet.findings, ...sheet.table.findings]),
    ...leftOut(sheets, read),
    ...duplicates,
    ...read.flatMap(({ table, sheet, header, stated }) => checkSums(table, sheet.name, header, stated?.day ?? said.date)),
    ...kept.flatMap((row) => checkRow(row, layout)),
  ]
  return {
    table: layout.table,
    layout: layout.code,
    province: own,
    statedAt: moment === null ? null : localMoment(moment),
    first: days[0] as string,
    last: days.at(-1) as string,
    rows: kept,
    rowCount: kept.length + clean.rows,
    sums: read.reduce((count, { table }) => count + table.sums.length, 0),
    rejected: read.reduce((sum, { table }) => sum + table.rejected, 0) + duplicates.length,
    findings: bounded(findings),
    sheets: read.map(({ sheet, header, stated }) => ({
      name: sheet.name,
      layout: header.layout.code,
      headerRow: header.top + 1,
      day: stated?.day ?? null,
      columns: header.columns,
    })),
  }
}

/** Rows with the totals that the export leaves to be added up. */
function rowsOf(read: readonly Read[]): ReadRow[] {
  const faulty = new Set(read.flatMap(({ table }) => table.findings.flatMap((f) => (f.column && f.severity === 'rejected' ? [`${f.sheet} ${f.row} ${f.column}`] : []))))
  return read.flatMap(({ table, header }) => table.rows.map((row) => withTotals(row, header.layout, (r, field) => faulty.has(`${r.sheet} ${r.row} ${letterOf(header, field)}`))))
}

function daysOf(read: readonly Read[], kept: readonly ReadRow[], said: Said, { first, last }: Clean): string[] {
  const told = read.flatMap(({ dated, stated, table }) => (dated ? table.findings.flatMap(({ date }) => date ?? []) : (stated?.day ?? said.date ?? [])))
  return [...new Set([...kept.map(({ date }) => date), ...told, ...(first && last ? [first, last] : [])])].sort()
}

const letterOf = (header: Header, field: Field): string | null => {
  const column = header.columns.find((one) => one.field === field)
  return column ? columnLetter(column.index) : null
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
