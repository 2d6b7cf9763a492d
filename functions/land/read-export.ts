import { localDay, localMoment } from '../../schema/days.ts'
import { type FactTableName, factTables } from '../../schema/fact-columns.ts'
import type { Field, Layout } from '../../schema/layout.ts'
import type { Finding } from '../../schema/receipts.ts'
import type { Unit } from '../../schema/units.ts'
import { boundedFindings } from './bounded-findings.ts'
import { checkOnes } from './check-ones.ts'
import { checkPersons } from './check-persons.ts'
import { withRates } from './check-rates.ts'
import { checkRow, withTotals } from './check-rows.ts'
import { checkSums } from './check-sums.ts'
import { checkThousands } from './check-thousands.ts'
import { withoutDuplicates } from './duplicate-rows.ts'
import {
  doubtfulDay,
  hiddenRows,
  leftOut,
  legacyFont,
  noDate,
  noProvince,
  noRows,
  noUnit,
  otherDate,
  otherProvince,
  repeatedColumns,
  tablesLeftOut,
  unknownColumns,
  unknownLayout,
} from './file-findings.ts'
import type { Header, HeaderColumn } from './find-header.ts'
import { withoutMoved } from './moved-rows.ts'
import { openReadable } from './open-readable.ts'
import { type ReadRow, type ReadTable, readTable } from './read-table.ts'
import type { LandingRegister } from './register.ts'
import { reportingUnit } from './reporting-unit.ts'
import { placeNamed, sameName } from './resolve-unit.ts'
import type { Said } from './said.ts'
import { cellText, columnLetter, type Sheet } from './sheet.ts'
import { tablesOf } from './sheet-tables.ts'
import { type Stated, statedMoment } from './stated-moment.ts'
import { statedPeriod } from './stated-period.ts'
import { withWholeCounts } from './whole-counts.ts'

/** An export as read: facts and findings, nothing written yet. */
export interface Export {
  /** Where most of its rows go, and all tables that it has rows for. */
  readonly table: FactTableName
  readonly tables: readonly FactTableName[]
  readonly layout: string
  readonly province: string | null
  /** As a receipt shows it; null where the export states no hour. */
  readonly statedAt: string | null
  readonly first: string
  readonly last: string
  readonly rows: readonly ReadRow[]
  /** Rows of which none lands, since others of their unit and day say otherwise. */
  readonly disputed: readonly ReadRow[]
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
  /** First day of a period; null where figures are of a day. */
  readonly first: string | null
  /** Null where each row carries its own. */
  readonly day: string | null
  /** The unit whose services or fields its rows are of. */
  readonly unit: string | null
  readonly columns: readonly HeaderColumn[]
}

interface Understood {
  readonly sheet: Sheet
  readonly header: Header
  /** Whether its figures are of periods, not of days. */
  readonly isPeriod: boolean
  /** Whether rows carry their own day or period. */
  readonly dated: boolean
  /** What was said that fits such a table: a day, or a period. */
  readonly said: Said
  readonly stated: Stated | null
  readonly findings: readonly Finding[]
}

interface Read extends Understood {
  readonly unit: Unit | null
  readonly table: ReadTable
}

/** From bytes to facts and findings. Throws RefusedError where the file as a whole can't be trusted; touches no disk. */
export const readExport = async (bytes: Buffer, said: Said, register: LandingRegister): Promise<Export> => exportOf(await openReadable(bytes), said, register)

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
export function exportOf(sheets: readonly Sheet[], said: Said, register: LandingRegister, clean: Clean = NONE): Export {
  for (const sheet of clean.top ? [clean.top, ...sheets] : sheets) checkPersons(sheet)
  const tables = sheets.filter((sheet) => !sheet.hidden).flatMap(tablesOf)
  const headed = tables.flatMap(({ sheet, header }) => (header ? [understand(sheet, header, said)] : []))
  if (headed.length === 0) throw unknownLayout(sheets)
  const understood = headed.filter(({ dated, stated, said: fitting }) => dated || stated !== null || fitting.date !== null)
  if (understood.length === 0) throw noDate((headed[0] as Understood).sheet, (headed[0] as Understood).isPeriod)
  const province = provinceOf(understood, said, register, clean.top)
  const read = understood.map((sheet): Read => readSheet(sheet, province, register))
  return gathered(read, said, province.code, [...leftOut(sheets, read), ...tablesLeftOut(tables)], clean)
}

function understand(whole: Sheet, header: Header, said: Said): Understood {
  checkOnes(whole, header)
  const { sheet: unmoved, findings: moved } = withoutMoved(whole, header)
  const { sheet, findings: zeroDecimals } = withWholeCounts(unmoved, header)
  const isPeriod = factTables[header.layout.tables[0] as FactTableName].day === 'last'
  const lines = [...sheet.lines, ...linesAbove(sheet, header.top)]
  const stated = isPeriod ? statedPeriod([...lines, ...rowsAbove(sheet, header.top)]) : statedMoment(lines)
  const has = (name: Field): boolean => header.columns.some(({ field }) => field === name)
  const dated = isPeriod ? has('first') && has('last') : has('date')
  const fitting = { ...said, ...((said.first != null) !== isPeriod && { date: null, first: null }) }
  return {
    sheet,
    header,
    isPeriod,
    dated,
    said: fitting,
    stated: dated ? null : stated,
    findings: [
      ...doubtfulDay(sheet, dated ? null : stated),
      ...legacyFont(sheet),
      ...unknownColumns(sheet, header),
      ...repeatedColumns(sheet, header),
      ...checkThousands(sheet, header),
      ...zeroDecimals,
      ...moved,
      ...hiddenRows(sheet, header),
      ...otherDate(sheet, stated, dated, fitting),
    ],
  }
}

const linesAbove = (sheet: Sheet, top: number): string[] => sheet.rows.slice(0, top).flatMap((row) => row.map(cellText).filter(Boolean))

/** The same, a row a line: a window may stand in several cells. */
const rowsAbove = (sheet: Sheet, top: number): string[] => sheet.rows.slice(0, top).map((row) => row.map(cellText).filter(Boolean).join(' '))

interface Province {
  readonly code: string | null
  readonly district: (sheet: Understood) => string | null
}

/** The province a file states, by its title or its codes, else the one it was handed in for. */
function provinceOf(sheets: readonly Understood[], said: Said, register: LandingRegister, top: Sheet | null): Province {
  const first = sheets[0] as Understood
  const day = first.stated?.day ?? said.date ?? localDay(Date.now())
  const lines = (sheet: Understood): string[] => [...sheet.sheet.lines, ...linesAbove(sheet.sheet, sheet.header.top)]
  const named = placeNamed(sheets.flatMap(lines), day, register, said.province).province
  const coded = sheets.some(({ header }) => header.columns.some(({ field }) => field === 'unit_code'))
  if (named === null && said.province === null && !coded) throw noProvince()
  const code = named ?? said.province ?? provinceOfCodes(top ? [withTop(first, top)] : sheets, day, register)
  // Communes of no known code are told one by one; desks would be looked for by name in every province.
  if (code === null && first.header.layout.row !== 'commune') throw noProvince()
  return { code, district: (sheet) => placeNamed(lines(sheet), sheet.stated?.day ?? day, register, code).district }
}

/** The first lines of a table: as they were understood, or as they were found in order. */
const withTop = (table: Understood, top: Sheet): Understood => ({ ...table, sheet: { ...top, rows: top.rows.map((row, i) => table.sheet.rows[i] ?? row) } })

/** A code as it stands or with the zeros it lost; which, the name beside it tells, else what rows of the layout are. */
function unitCoded(code: string, name: string, row: Layout['row'], day: string, register: LandingRegister): Unit | undefined {
  if (!/^\d{1,5}$/.test(code)) return undefined
  const units = [...new Set([code, ...[2, 3, 5].map((length) => code.padStart(length, '0'))])].flatMap((one) => register.on(one, day) ?? [])
  const named = name === '' ? [] : units.filter((unit) => sameName(unit, name))
  if (named.length > 0) return named[0]
  return row === 'commune' ? units.find(({ level }) => level === 'commune') : units[0]
}

/** The province that most of a file's codes are of, as they stand or with the zeros they lost. */
function provinceOfCodes(sheets: readonly Understood[], day: string, register: LandingRegister): string | null {
  const counts = new Map<string, number>()
  for (const { sheet, header } of sheets) {
    const at = (name: Field): number | undefined => header.columns.find(({ field }) => field === name)?.index
    const [column, names] = [at('unit_code'), at('unit_name')]
    if (column === undefined) continue
    for (const row of sheet.rows.slice(header.below, header.below + 2_000)) {
      const unit = unitCoded(cellText(row?.[column]), names === undefined ? '' : cellText(row?.[names]), header.layout.row, day, register)
      if (unit) counts.set(unit.province, (counts.get(unit.province) ?? 0) + 1)
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}

function readSheet(understood: Understood, province: Province, register: LandingRegister): Read {
  const { sheet, header, dated, stated, said } = understood
  const day = dated ? null : (stated?.day ?? said.date)
  const first = dated ? null : (stated?.first ?? said.first ?? null)
  const district = province.district(understood)
  const isOfOne = header.layout.row === 'field' || header.layout.row === 'service'
  const found = isOfOne ? reportingUnit([...sheet.lines, ...linesAbove(sheet, header.top)], { day: day ?? '', province: province.code, district }, register) : []
  if (isOfOne && found.length !== 1) throw noUnit(sheet, found)
  const unit = found[0] ?? null
  return { ...understood, unit, table: readTable(sheet, header, { register, first, day, moment: stated?.moment ?? null, province: province.code, district, unit }) }
}

function gathered(read: readonly Read[], said: Said, named: string | null, left: readonly Finding[], clean: Clean): Export {
  const layout = (read[0] as Read).header.layout
  const rated = read.map((one) => withRates(rowsOf(one), one.sheet, one.header))
  const { kept, disputed, findings: duplicates } = withoutDuplicates(rated.flatMap(({ rows }) => rows))
  const days = daysOf(read, kept, clean)
  if (days.length === 0) throw noRows(read.flatMap((one) => [...one.findings, ...one.table.findings]))
  const provinces = [...new Set([...kept.map(({ unit }) => unit.province), ...clean.provinces])]
  const own = provinces.length > 1 ? null : (provinces[0] ?? named)
  const moments = new Set(read.map(({ stated }) => stated?.moment ?? null))
  const moment = moments.size === 1 ? ([...moments][0] as number | null) : null
  const findings = [
    ...(own !== null && said.province !== null && own !== said.province ? [otherProvince(own, said.province)] : []),
    ...read.flatMap((sheet) => [...sheet.findings, ...sheet.table.findings]),
    ...left,
    ...duplicates,
    ...read.flatMap(({ table, sheet, header, stated }) => checkSums(table, sheet.name, header, stated?.day ?? said.date)),
    ...kept.flatMap((row) => checkRow(row, layout)),
    ...rated.flatMap(({ findings }) => findings),
  ]
  return {
    table: layout.tables[0] as FactTableName,
    tables: layout.tables,
    layout: layout.code,
    province: own,
    statedAt: moment === null ? null : localMoment(moment),
    first: days[0] as string,
    last: days.at(-1) as string,
    rows: kept,
    disputed,
    rowCount: kept.length + clean.rows,
    sums: read.reduce((count, { table }) => count + table.sums.length, 0),
    rejected: read.reduce((sum, { table, findings: of }) => sum + table.rejected + of.filter(({ severity }) => severity === 'rejected').length, 0) + duplicates.length,
    findings: boundedFindings(findings),
    sheets: read.map(({ sheet, header, stated, said: fitting, unit }) => ({
      name: sheet.name,
      layout: header.layout.code,
      headerRow: header.top + 1,
      first: stated?.first ?? fitting.first ?? null,
      day: stated?.day ?? null,
      unit: unit ? `${unit.code} ${unit.fullName}` : null,
      columns: header.columns,
    })),
  }
}

/** Rows with the totals that the export leaves to be added up. */
function rowsOf({ table, header }: Read): ReadRow[] {
  const faulty = new Set(table.findings.flatMap((f) => (f.column && f.severity === 'rejected' ? [`${f.sheet} ${f.row} ${f.column}`] : [])))
  return table.rows.map((row) => withTotals(row, header.layout, (r, field) => faulty.has(`${r.sheet} ${r.row} ${letterOf(header, field)}`)))
}

function daysOf(read: readonly Read[], kept: readonly ReadRow[], { first, last }: Clean): string[] {
  const told = read.flatMap(({ dated, stated, said, table }) =>
    dated ? table.findings.flatMap(({ date }) => date ?? []) : [stated?.first ?? said.first, stated?.day ?? said.date].flatMap((day) => day ?? []),
  )
  return [...new Set([...kept.flatMap((row) => [row.first ?? row.date, row.date]), ...told, ...(first && last ? [first, last] : [])])].sort()
}

const letterOf = (header: Header, field: Field): string | null => {
  const column = header.columns.find((one) => one.field === field)
  return column ? columnLetter(column.index) : null
}
