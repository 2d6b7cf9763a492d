import type { FindingCode } from '../../schema/receipts.ts'
import type { Unit, UnitLevel } from '../../schema/units.ts'
import type { Header } from './find-header.ts'
import { GatheredRows } from './gathered-rows.ts'
import type { ReadTable, TableContext } from './read-table.ts'
import { resolveReporting } from './resolve-reporting.ts'
import type { Resolved } from './resolve-unit.ts'
import { breakdownOf } from './row-breakdown.ts'
import type { RowCells } from './row-cells.ts'
import { badDate, badUnit } from './row-findings.ts'
import { type Period, periodOfRow } from './row-period.ts'
import { isSectionNumber, levelOfSection } from './section-heading.ts'
import { type Cell, cellText, type Sheet } from './sheet.ts'
import { isTotal, ROMAN_NUMBER } from './total-row.ts'

/** Reads rows of units whatever their level: each is its own desk; sections of agencies, districts and communes. */
export function readUnits(sheet: Sheet, header: Header, context: TableContext): ReadTable {
  const gathered = new GatheredRows(sheet, header, context)
  const reader = new UnitReader(gathered)
  for (const index of gathered.indexes) reader.read(index)
  return gathered.result()
}

interface Section {
  readonly number: number
  readonly level: UnitLevel | null
  readonly district: Unit | null
}

class UnitReader {
  readonly #cells: RowCells
  readonly #context: TableContext
  #section: Section = { number: 0, level: null, district: null }

  constructor(readonly gathered: GatheredRows) {
    this.#cells = gathered.cells
    this.#context = gathered.context
  }

  read(index: number): void {
    const cells = this.gathered.sheet.rows[index] ?? []
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
    const { register, day, province, district } = this.#context
    const found = day === null ? null : resolveReporting('', label, { day, province, district }, null, register)
    return found && 'unit' in found ? found.unit : null
  }

  #addSum(index: number, cells: readonly Cell[]): void {
    const date = periodOfRow(this.#cells, cells, this.#context)?.last ?? this.#context.day
    this.gathered.addSum(index, cells, { section: this.#section.number, date, district: null })
  }

  #readUnit(index: number, cells: readonly Cell[], code: string, name: string): void {
    const period = periodOfRow(this.#cells, cells, this.#context)
    if (period === null) {
      this.#reject(index, 'not_a_date', cells, null, { code, name, candidates: [] })
      return
    }
    const district = this.#section.district?.code ?? this.#context.district
    const resolved = resolveReporting(code, name, { day: period.last, province: this.#context.province, district }, this.#section.level, this.#context.register)
    if ('fault' in resolved) this.#reject(index, resolved.fault, cells, period.last, { code, name, candidates: resolved.candidates })
    else if (resolved.unit.level === 'province') this.#addSum(index, cells)
    else this.#keep(index, cells, period, resolved, name)
  }

  #keep(index: number, cells: readonly Cell[], { first, last }: Period, resolved: Extract<Resolved, { unit: Unit }>, name: string): void {
    const { unit, how } = resolved
    const place = { sheet: this.gathered.sheet.name, row: index + 1, unit_code: unit.code, date: last }
    const counts = this.gathered.counts(cells, place)
    if (how === 'lost_zeros') this.gathered.addLostZeros(index)
    this.gathered.addTold(resolved, name, last, place)
    const { service, field, findings } = breakdownOf(this.#cells, cells, this.gathered.header.layout, this.#context.register, place)
    this.gathered.add(...findings)
    const among = { section: this.#section.number, district: null }
    if (findings.some(({ severity }) => severity === 'rejected')) this.gathered.reject(cells, { ...among, date: last })
    else this.gathered.keep(index, { first, date: last, unit, service, field, texts: {} }, counts, among)
  }

  #reject(index: number, code: FindingCode, cells: readonly Cell[], date: string | null, said: { code: string; name: string; candidates: readonly Unit[] }): void {
    this.gathered.reject(cells, { section: this.#section.number, date, district: null })
    const field = code === 'not_a_date' ? 'first' : said.code ? 'unit_code' : 'unit_name'
    const place = { sheet: this.gathered.sheet.name, row: index + 1, column: this.#cells.letterOf(field), date, unit_code: /^[\w.-]{1,10}$/.test(said.code) ? said.code : null }
    const reporting = { province: this.#context.province, level: this.#section.level }
    this.gathered.add(code === 'not_a_date' ? badDate(`${this.#cells.at(cells, 'first')} – ${this.#cells.at(cells, 'last')}`, place) : badUnit(code, said, place, reporting))
  }
}
