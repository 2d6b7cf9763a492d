import type { Field } from '../../schema/layout.ts'
import type { FindingCode } from '../../schema/receipts.ts'
import type { Unit } from '../../schema/units.ts'
import type { Header } from './find-header.ts'
import { GatheredRows } from './gathered-rows.ts'
import type { ReadTable, TableContext } from './read-table.ts'
import { type Resolved, resolveUnit } from './resolve-unit.ts'
import { dateOf, type RowCells } from './row-cells.ts'
import { badDate, badUnit } from './row-findings.ts'
import { type Cell, cellText, type Sheet } from './sheet.ts'
import { isTotal, ROMAN_NUMBER, SECTION_NUMBER } from './total-row.ts'

/** Reads rows of communes, below or beside sums of their districts. Touches no disk: plain data in, plain data out. */
export function readCommunes(sheet: Sheet, header: Header, context: TableContext): ReadTable {
  const gathered = new GatheredRows(sheet, header, context)
  const reader = new CommuneReader(gathered)
  for (const index of gathered.indexes) reader.read(index)
  return gathered.result()
}

class CommuneReader {
  readonly #cells: RowCells
  readonly #context: TableContext
  #section: Unit | null = null

  constructor(readonly gathered: GatheredRows) {
    this.#cells = gathered.cells
    this.#context = gathered.context
  }

  read(index: number): void {
    const cells = this.gathered.sheet.rows[index] ?? []
    const at = (field: Field): string => this.#cells.at(cells, field)
    const [code, name] = [at('unit_code'), at('unit_name')]
    const hasCounts = this.#cells.hasCounts(cells)
    const label = name || code || (cells.map(cellText).find(Boolean) ?? '')
    if (label === '' || this.#cells.isHeading(cells)) return
    if (isTotal(label) && !/^\d+$/.test(code)) {
      this.gathered.addSum(index, cells, { section: null, date: this.#dayOf(cells), district: this.#districtNamed(label.replace(/^\S+( cộng| số)? /iu, '')) })
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
    const district = this.#districtNamed(label.replace(SECTION_NUMBER, '').trim())
    if (district) this.#section = district
    else if (ROMAN_NUMBER.test(number) || ROMAN_NUMBER.test(label) || SECTION_NUMBER.test(label)) this.#section = null
  }

  #districtNamed(name: string): Unit | null {
    const { register, province } = this.#context
    const day = this.#context.day
    if (name === '' || day === null) return null
    const found = resolveUnit('', name, { day, province, district: null }, register)
    return 'unit' in found && found.unit.level === 'district' ? found.unit : null
  }

  #dayOf(cells: readonly Cell[]): string | null {
    return this.#cells.has('date') ? dateOf(this.#cells.cell(cells, 'date')) : this.#context.day
  }

  #readUnit(index: number, cells: readonly Cell[], code: string, name: string, districtName: string): void {
    const day = this.#dayOf(cells)
    if (day === null) {
      this.#reject(index, 'not_a_date', cells, null)
      return
    }
    const district = districtName === '' ? null : resolveUnit('', districtName, { day, province: this.#context.province, district: null }, this.#context.register)
    const section = district && 'unit' in district ? district.unit.code : (this.#section?.code ?? this.#context.district)
    const resolved = resolveUnit(code, name, { day, province: this.#context.province, district: section }, this.#context.register)
    if ('fault' in resolved) {
      this.#reject(index, resolved.fault, cells, day, { code, name, candidates: resolved.candidates, section })
      return
    }
    if (resolved.how === 'lost_zeros') this.gathered.addLostZeros(index)
    if (resolved.unit.level === 'commune') this.#keep(index, cells, day, resolved, name)
    // Without a name, or beside a commune's, a district's code is no proof that the row is its sum.
    else if (resolved.unit.level === 'agency' || name === '' || (resolved.how === 'name_differs' && this.#isCommune(name, day)))
      this.#reject(index, 'unknown_unit', cells, day, { code, name, candidates: [], section })
    else this.#startSection(index, cells, resolved.unit)
  }

  #isCommune(name: string, day: string): boolean {
    const { register, province } = this.#context
    return register.named(name, day).some(({ level, province: own }) => level === 'commune' && (province === null || own === province))
  }

  #startSection(index: number, cells: readonly Cell[], unit: Unit): void {
    if (unit.level === 'district') this.#section = unit
    this.gathered.addSum(index, cells, { section: null, date: this.#dayOf(cells), district: unit.level === 'district' ? unit : null })
  }

  #keep(index: number, cells: readonly Cell[], date: string, resolved: Extract<Resolved, { unit: Unit }>, name: string): void {
    const { unit } = resolved
    const place = { sheet: this.gathered.sheet.name, row: index + 1, unit_code: unit.code, date }
    const counts = this.gathered.counts(cells, place)
    this.gathered.addTold(resolved, name, date, place)
    this.gathered.keep(index, { first: null, date, unit, service: null, field: null, texts: {} }, counts, { section: 0, district: unit.district })
  }

  #reject(
    index: number,
    code: FindingCode,
    cells: readonly Cell[],
    date: string | null,
    said?: { code: string; name: string; candidates: readonly Unit[]; section: string | null },
  ): void {
    this.gathered.reject(cells, { section: 0, date, district: said?.section ?? null })
    const field = code === 'not_a_date' ? 'date' : said?.code ? 'unit_code' : 'unit_name'
    const place = {
      sheet: this.gathered.sheet.name,
      row: index + 1,
      column: this.#cells.letterOf(field),
      date,
      unit_code: said?.code && /^[\w.-]{1,10}$/.test(said.code) ? said.code : null,
    }
    this.gathered.add(said ? badUnit(code, said, place) : badDate(this.#cells.at(cells, field), place))
  }
}
