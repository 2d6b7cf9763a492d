import type { Field } from '../../schema/layout.ts'
import type { Finding } from '../../schema/receipts.ts'
import type { Unit } from '../../schema/units.ts'
import type { Header } from './find-header.ts'
import type { PrintedSum, ReadRow, ReadTable, SummedRow, TableContext } from './read-table.ts'
import type { Resolved } from './resolve-unit.ts'
import { type RowCells, rowCells } from './row-cells.ts'
import { badCount, lostZeros, mendedSpelling, otherName, type Place } from './row-findings.ts'
import { type Cell, columnLetter, rowIndexes, type Sheet } from './sheet.ts'

/** Which printed sums a row belongs to. */
type Among = Pick<SummedRow, 'date' | 'section' | 'district'>

interface Counts {
  readonly counts: Readonly<Record<Field, number | null>>
  readonly faulty: ReadonlySet<Field>
}

/** What a reader has gathered of a table: rows kept and kept out, the sums printed among them, and findings. */
export class GatheredRows {
  readonly cells: RowCells
  readonly #rows: ReadRow[] = []
  readonly #summed: SummedRow[] = []
  readonly #sums: PrintedSum[] = []
  readonly #findings: Finding[] = []
  readonly #lostZeros: number[] = []
  #rejected = 0

  constructor(
    readonly sheet: Sheet,
    readonly header: Header,
    readonly context: TableContext,
  ) {
    this.cells = rowCells(header)
  }

  /** The table's rows that are there, from below its header on. */
  get indexes(): number[] {
    return rowIndexes(this.sheet).filter((index) => index >= this.header.below)
  }

  result(): ReadTable {
    const mended = this.#lostZeros.length > 0 ? [lostZeros(this.#lostZeros, this.sheet.name, this.cells.letterOf('unit_code') ?? 'A')] : []
    return { rows: this.#rows, summed: this.#summed, sums: this.#sums, findings: [...this.#findings, ...mended], rejected: this.#rejected }
  }

  add(...findings: readonly Finding[]): void {
    this.#findings.push(...findings)
  }

  /** The counts of a row; what is no count is null and a finding. */
  counts(cells: readonly Cell[], place: Place): Counts {
    const { counts, faults } = this.cells.counts(cells)
    for (const { field, column, code, text } of faults) this.add(badCount(code, text, this.cells.headingOf(field), { ...place, column: columnLetter(column) }))
    return { counts, faulty: new Set(faults.map(({ field }) => field)) }
  }

  addLostZeros(index: number): void {
    this.#lostZeros.push(index + 1)
  }

  /** How the unit was told, where not by its own name and code. */
  addTold({ unit, how }: Extract<Resolved, { unit: Unit }>, name: string, date: string, place: Place): void {
    if (how === 'name_differs') this.add(otherName(unit, name, date, place))
    if (how === 'spelling') this.add(mendedSpelling(unit, name, place))
  }

  addSum(index: number, cells: readonly Cell[], of: Pick<PrintedSum, 'section' | 'date' | 'district'>): void {
    this.#sums.push({ row: index + 1, ...of, counts: this.cells.counts(cells).counts })
  }

  keep(index: number, row: Omit<ReadRow, 'sheet' | 'row' | 'moment' | 'counts'>, { counts, faulty }: Counts, among: Omit<Among, 'date'>): void {
    this.#rows.push({ sheet: this.sheet.name, row: index + 1, moment: this.context.moment, ...row, counts })
    this.#summed.push({ kept: true, date: row.date, ...among, counts, faulty })
  }

  /** Keeps a row out; whoever printed the sums may have counted it all the same. */
  reject(cells: readonly Cell[], among: Among): void {
    this.#rejected++
    const { counts, faults } = this.cells.counts(cells)
    this.#summed.push({ kept: false, ...among, counts, faulty: new Set(faults.map(({ field }) => field)) })
  }
}
