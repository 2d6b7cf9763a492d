import { activationCounts } from '../../schema/columns.ts'
import { dayOf, parseDay } from '../../schema/days.ts'
import { type Field, headingKey } from '../../schema/layouts.ts'
import { folded } from '../../schema/names.ts'
import type { Finding, FindingCode } from '../../schema/receipts.ts'
import type { Register, Unit } from '../../schema/units.ts'
import { countOf, UNCOMPUTED } from './count.ts'
import type { Header } from './find-header.ts'
import { type Resolved, resolveUnit } from './resolve-unit.ts'
import { badCount, badDate, badUnit, lostZeros, mendedSpelling, otherName } from './row-findings.ts'
import { type Cell, cellText, columnLetter, rowIndexes, type Sheet } from './sheet.ts'

/** A row of an export that names a commune and a day; a cell that is no count is null. */
export interface ReadRow {
  readonly sheet: string | null
  /** 1-based. */
  readonly row: number
  readonly date: string
  /** Milliseconds since 1970 that its sheet states; null: the end of the day. */
  readonly moment: number | null
  readonly unit: Unit
  readonly counts: Readonly<Record<Field, number | null>>
}

/** A printed sum: of a district's communes, or of all. */
export interface PrintedSum {
  readonly row: number
  /** Null: of every day of the sheet. */
  readonly date: string | null
  readonly district: Unit | null
  readonly counts: Readonly<Record<Field, number | null>>
}

/** What the sheet's sums are about: every row with counts, kept or not; a field with a cell that is no count can't be summed. */
export interface SummedRow {
  readonly kept: boolean
  readonly date: string | null
  readonly district: string | null
  readonly counts: Readonly<Record<Field, number | null>>
  readonly faulty: ReadonlySet<Field>
}

export interface ReadTable {
  readonly rows: readonly ReadRow[]
  readonly summed: readonly SummedRow[]
  readonly sums: readonly PrintedSum[]
  readonly findings: readonly Finding[]
  /** Rows kept out. */
  readonly rejected: number
}

export interface TableContext {
  readonly register: Register
  /** The day the sheet states; null where each row carries its own. */
  readonly day: string | null
  readonly moment: number | null
  readonly province: string | null
  readonly district: string | null
}

const counted = new Set(activationCounts.map(({ name }) => name))

/** "Tổng cộng", "Cộng huyện Cái Bè", "Toàn tỉnh": but not "Tổng Cọt", which is a commune. */
const isTotal = (text: string): boolean =>
  /^(tong|cong|toan tinh|tong (cong|so|hop|toan)( .*)?|cong (toan|huyen|quan|thi xa|thanh pho|tinh|cum)( .*)?|tong (huyen|quan|thi xa|thanh pho|tinh|cum)( .*)?|toan (tinh|thanh pho|quoc|huyen)( .*)?)$/.test(
    folded(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')),
  )

/** "I", "II. Thị xã Gò Công": sections are numbered so. */
const ROMAN_NUMBER = /^[IVXLC]+[.)]?(?=\s|$)/u

/** Words in a column of counts may be a signature's; a number is a row's. */
const isNumber = (cell: Cell | undefined): boolean => {
  const read = countOf(cell)
  return 'fault' in read ? read.fault === 'negative_count' || typeof cell === 'number' || cell === UNCOMPUTED : read.count !== null
}

/** The day of a date cell, day first as in Viet Nam; null where it is none. */
function dateOf(cell: Cell | undefined): string | null {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell.toISOString().slice(0, 10)
  const text = cellText(cell)
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  return match ? dayOf(Number(match[3]), Number(match[2]), Number(match[1])) : parseDay(text.slice(0, 10))
}

/** Reads the rows below a header. Touches no disk: plain data in, plain data out. */
export function readTable(sheet: Sheet, header: Header, context: TableContext): ReadTable {
  const reader = new TableReader(sheet, header, context)
  for (const index of rowIndexes(sheet)) if (index >= header.below) reader.read(index)
  return reader.result()
}

class TableReader {
  readonly #rows: ReadRow[] = []
  readonly #summed: SummedRow[] = []
  readonly #sums: PrintedSum[] = []
  readonly #findings: Finding[] = []
  readonly #lostZeros: number[] = []
  readonly #columns: ReadonlyMap<Field, number>
  readonly #counts: readonly (readonly [Field, number])[]
  #rejected = 0
  #section: Unit | null = null

  constructor(
    readonly sheet: Sheet,
    readonly header: Header,
    readonly context: TableContext,
  ) {
    this.#columns = new Map(header.columns.toReversed().flatMap(({ field, index }) => (field === null ? [] : [[field, index] as const])))
    this.#counts = [...this.#columns].filter(([field]) => counted.has(field)).sort(([, a], [, b]) => a - b)
  }

  result(): ReadTable {
    const mended = this.#lostZeros.length > 0 ? [lostZeros(this.#lostZeros, this.sheet.name, columnLetter(this.#columns.get('unit_code') ?? 0))] : []
    return { rows: this.#rows, summed: this.#summed, sums: this.#sums, findings: [...this.#findings, ...mended], rejected: this.#rejected }
  }

  read(index: number): void {
    const cells = this.sheet.rows[index] ?? []
    const at = (field: Field): string => cellText(cells[this.#columns.get(field) ?? -1])
    const [code, name] = [at('unit_code'), at('unit_name')]
    const hasCounts = this.#counts.some(([, column]) => isNumber(cells[column]))
    const label = name || code || (cells.map(cellText).find(Boolean) ?? '')
    if (label === '' || this.#isHeading(cells)) return
    if (isTotal(label) && !/^\d+$/.test(code)) {
      this.#sums.push({ row: index + 1, date: this.#dayOf(cells), district: this.#districtNamed(label.replace(/^\S+( cộng| số)? /iu, '')), counts: this.#countsOf(cells).counts })
      return
    }
    // A line of words without counts is a section's heading or a footer, unless it is numbered like the rows or has a code.
    if (!hasCounts && !/^\d+$/.test(code) && !/^\d+$/.test(at('number'))) {
      this.#readHeading(at('number'), label)
      return
    }
    this.#readUnit(index, cells, code, name, at('district_name'))
  }

  /** A district named without counts opens its section; another numbered heading ends the one before. */
  #readHeading(number: string, label: string): void {
    const district = this.#districtNamed(label.replace(ROMAN_NUMBER, '').trim())
    if (district) this.#section = district
    else if (ROMAN_NUMBER.test(number) || ROMAN_NUMBER.test(label)) this.#section = null
  }

  #districtNamed(name: string): Unit | null {
    const { register, province } = this.context
    const day = this.context.day
    if (name === '' || day === null) return null
    const found = resolveUnit('', name, { day, province, district: null }, register)
    return 'unit' in found && found.unit.level === 'district' ? found.unit : null
  }

  /** The header printed again at the top of a page. */
  #isHeading(cells: readonly Cell[]): boolean {
    const lastPart = (heading: string): string => headingKey(heading.split(' / ').at(-1) ?? '')
    const same = this.header.columns.filter(({ index, heading }) => cellText(cells[index]) !== '' && headingKey(cellText(cells[index])) === lastPart(heading))
    return same.length >= 3
  }

  #dayOf(cells: readonly Cell[]): string | null {
    const column = this.#columns.get('date')
    return column === undefined ? this.context.day : dateOf(cells[column])
  }

  #readUnit(index: number, cells: readonly Cell[], code: string, name: string, districtName: string): void {
    const day = this.#dayOf(cells)
    if (day === null) {
      this.#reject(index, 'not_a_date', cells, null)
      return
    }
    const district = districtName === '' ? null : resolveUnit('', districtName, { day, province: this.context.province, district: null }, this.context.register)
    const section = district && 'unit' in district ? district.unit.code : (this.#section?.code ?? this.context.district)
    const resolved = resolveUnit(code, name, { day, province: this.context.province, district: section }, this.context.register)
    if ('fault' in resolved) {
      this.#reject(index, resolved.fault, cells, day, { code, name, candidates: resolved.candidates, section })
      return
    }
    if (resolved.how === 'lost_zeros') this.#lostZeros.push(index + 1)
    if (resolved.unit.level === 'commune') this.#keep(index, cells, day, resolved, name)
    // Without a name a district's code is no proof that the row is its sum.
    else if (resolved.unit.level === 'agency' || name === '') this.#reject(index, 'unknown_unit', cells, day, { code, name, candidates: [], section })
    else this.#startSection(index, cells, resolved.unit)
  }

  #startSection(index: number, cells: readonly Cell[], unit: Unit): void {
    if (unit.level === 'district') this.#section = unit
    this.#sums.push({ row: index + 1, date: this.#dayOf(cells), district: unit.level === 'district' ? unit : null, counts: this.#countsOf(cells).counts })
  }

  #keep(index: number, cells: readonly Cell[], date: string, { unit, how }: Extract<Resolved, { unit: Unit }>, name: string): void {
    const place = { sheet: this.sheet.name, row: index + 1, unit_code: unit.code, date }
    const { counts, faults } = this.#countsOf(cells)
    for (const { field, column, code, text } of faults) this.#findings.push(badCount(code, text, this.#headingOf(field), { ...place, column: columnLetter(column) }))
    if (how === 'name_differs') this.#findings.push(otherName(unit, name, date, place))
    if (how === 'spelling') this.#findings.push(mendedSpelling(unit, name, place))
    this.#rows.push({ sheet: this.sheet.name, row: index + 1, date, moment: this.context.moment, unit, counts })
    this.#summed.push({ kept: true, date, district: unit.district, counts, faulty: new Set(faults.map(({ field }) => field)) })
  }

  #countsOf(cells: readonly Cell[]): { counts: Record<Field, number | null>; faults: { field: Field; column: number; code: 'not_a_count' | 'negative_count'; text: string }[] } {
    const counts: Record<Field, number | null> = {}
    const faults = []
    for (const [field, column] of this.#counts) {
      const read = countOf(cells[column])
      counts[field] = 'count' in read ? read.count : null
      if ('fault' in read) faults.push({ field, column, code: read.fault, text: read.text })
    }
    return { counts, faults }
  }

  #headingOf(field: Field): string {
    return this.header.columns.find((column) => column.field === field)?.heading ?? field
  }

  #reject(
    index: number,
    code: FindingCode,
    cells: readonly Cell[],
    date: string | null,
    said?: { code: string; name: string; candidates: readonly Unit[]; section: string | null },
  ): void {
    this.#rejected++
    const { counts, faults } = this.#countsOf(cells)
    this.#summed.push({ kept: false, date, district: said?.section ?? null, counts, faulty: new Set(faults.map(({ field }) => field)) })
    const column = this.#columns.get(code === 'not_a_date' ? 'date' : said?.code ? 'unit_code' : 'unit_name')
    const place = {
      sheet: this.sheet.name,
      row: index + 1,
      column: column === undefined ? null : columnLetter(column),
      date,
      unit_code: said?.code && /^[\w.-]{1,10}$/.test(said.code) ? said.code : null,
    }
    this.#findings.push(said ? badUnit(code, said, place) : badDate(cellText(cells[column ?? 0]), place))
  }
}
