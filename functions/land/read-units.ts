import type { Finding, FindingCode } from '../../schema/receipts.ts'
import type { Unit, UnitLevel } from '../../schema/units.ts'
import type { Header } from './find-header.ts'
import type { PrintedSum, ReadRow, ReadTable, SummedRow, TableContext } from './read-table.ts'
import { resolveReporting } from './resolve-reporting.ts'
import type { Resolved } from './resolve-unit.ts'
import { breakdownOf } from './row-breakdown.ts'
import { type RowCells, rowCells } from './row-cells.ts'
import { badCount, badDate, badUnit, lostZeros, mendedSpelling, otherName } from './row-findings.ts'
import { type Period, periodOfRow } from './row-period.ts'
import { isSectionNumber, levelOfSection } from './section-heading.ts'
import { type Cell, cellText, columnLetter, type Sheet } from './sheet.ts'
import { isTotal, ROMAN_NUMBER } from './total-row.ts'

/** Reads rows of units whatever their level: each is its own desk; sections of agencies, districts and communes. */
export function readUnits(sheet: Sheet, header: Header, context: TableContext): ReadTable {
  const reader = new UnitReader(sheet, header, context)
  for (let index = header.below; index < sheet.rows.length; index++) reader.read(index)
  return reader.result()
}

interface Section {
  readonly number: number
  readonly level: UnitLevel | null
  readonly district: Unit | null
}

class UnitReader {
  readonly #rows: ReadRow[] = []
  readonly #summed: SummedRow[] = []
  readonly #sums: PrintedSum[] = []
  readonly #findings: Finding[] = []
  readonly #lostZeros: number[] = []
  readonly #cells: RowCells
  #rejected = 0
  #section: Section = { number: 0, level: null, district: null }

  constructor(
    readonly sheet: Sheet,
    readonly header: Header,
    readonly context: TableContext,
  ) {
    this.#cells = rowCells(header)
  }

  result(): ReadTable {
    const mended = this.#lostZeros.length > 0 ? [lostZeros(this.#lostZeros, this.sheet.name, this.#cells.letterOf('unit_code') ?? 'A')] : []
    return { rows: this.#rows, summed: this.#summed, sums: this.#sums, findings: [...this.#findings, ...mended], rejected: this.#rejected }
  }

  read(index: number): void {
    const cells = this.sheet.rows[index] ?? []
    const [code, name, number] = [this.#cells.at(cells, 'unit_code'), this.#cells.at(cells, 'unit_name'), this.#cells.at(cells, 'number')]
    const label = name || code || (cells.map(cellText).find(Boolean) ?? '')
    if (label === '' || this.#cells.isHeading(cells)) return
    const hasCounts = this.#cells.hasCounts(cells)
    if (code === '' && isTotal(label)) this.#addSum(index, cells)
    else if (!hasCounts && code === '' && !/^\d+$/.test(number)) this.#readHeading(number, label)
    else if (code === '' && (number === '' || isSectionNumber(number)) && levelOfSection(label) !== null && !this.#named(label)) {
      this.#readHeading(number, label)
      this.#addSum(index, cells)
    } else if (name !== '' || code !== '') this.#readUnit(index, cells, code, name)
  }

  /** A section is of a level, or of the communes of the district it names. */
  #readHeading(number: string, label: string): void {
    const level = levelOfSection(label)
    const district = this.#named(label.replace(ROMAN_NUMBER, '').trim())
    if (level === null && !district && !isSectionNumber(number) && !ROMAN_NUMBER.test(label)) return
    this.#section = { number: this.#section.number + 1, level: district ? null : level, district: district?.level === 'district' ? district : null }
  }

  #named(label: string): Unit | null {
    const { register, day, province, district } = this.context
    const found = day === null ? null : resolveReporting('', label, { day, province, district }, null, register)
    return found && 'unit' in found ? found.unit : null
  }

  #addSum(index: number, cells: readonly Cell[]): void {
    const date = periodOfRow(this.#cells, cells, this.context)?.last ?? this.context.day
    this.#sums.push({ row: index + 1, section: this.#section.number, date, district: null, counts: this.#cells.counts(cells).counts })
  }

  #readUnit(index: number, cells: readonly Cell[], code: string, name: string): void {
    const period = periodOfRow(this.#cells, cells, this.context)
    if (period === null) {
      this.#reject(index, 'not_a_date', cells, null, { code, name, candidates: [] })
      return
    }
    const district = this.#section.district?.code ?? this.context.district
    const resolved = resolveReporting(code, name, { day: period.last, province: this.context.province, district }, this.#section.level, this.context.register)
    if ('fault' in resolved) this.#reject(index, resolved.fault, cells, period.last, { code, name, candidates: resolved.candidates })
    else if (resolved.unit.level === 'province') this.#addSum(index, cells)
    else this.#keep(index, cells, period, resolved, name)
  }

  #keep(index: number, cells: readonly Cell[], { first, last }: Period, { unit, how }: Extract<Resolved, { unit: Unit }>, name: string): void {
    const place = { sheet: this.sheet.name, row: index + 1, unit_code: unit.code, date: last }
    const { counts, faults } = this.#cells.counts(cells)
    for (const { field, column, code, text } of faults) this.#findings.push(badCount(code, text, this.#cells.headingOf(field), { ...place, column: columnLetter(column) }))
    if (how === 'lost_zeros') this.#lostZeros.push(index + 1)
    if (how === 'name_differs') this.#findings.push(otherName(unit, name, last, place))
    if (how === 'spelling') this.#findings.push(mendedSpelling(unit, name, place))
    const of = breakdownOf(this.#cells, cells, this.header.layout, this.context.register, place)
    this.#findings.push(...of.findings)
    if (of.findings.some(({ severity }) => severity === 'rejected')) {
      this.#rejected++
      return
    }
    this.#rows.push({ sheet: this.sheet.name, row: index + 1, first, date: last, moment: this.context.moment, unit, service: of.service, field: of.field, counts, texts: {} })
    this.#summed.push({ kept: true, section: this.#section.number, date: last, district: null, counts, faulty: new Set(faults.map(({ field }) => field)) })
  }

  #reject(index: number, code: FindingCode, cells: readonly Cell[], date: string | null, said: { code: string; name: string; candidates: readonly Unit[] }): void {
    this.#rejected++
    const { counts, faults } = this.#cells.counts(cells)
    this.#summed.push({ kept: false, section: this.#section.number, date, district: null, counts, faulty: new Set(faults.map(({ field }) => field)) })
    const field = code === 'not_a_date' ? 'first' : said.code ? 'unit_code' : 'unit_name'
    const place = { sheet: this.sheet.name, row: index + 1, column: this.#cells.letterOf(field), date, unit_code: /^[\w.-]{1,10}$/.test(said.code) ? said.code : null }
    const reporting = { province: this.context.province, level: this.#section.level }
    this.#findings.push(code === 'not_a_date' ? badDate(`${this.#cells.at(cells, 'first')} – ${this.#cells.at(cells, 'last')}`, place) : badUnit(code, said, place, reporting))
  }
}
