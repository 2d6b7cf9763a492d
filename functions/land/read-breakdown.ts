import { causeOf } from '../../schema/causes.ts'
import { factTables } from '../../schema/fact-columns.ts'
import type { Field } from '../../schema/layout.ts'
import type { Finding } from '../../schema/receipts.ts'
import type { Header } from './find-header.ts'
import type { PrintedSum, ReadRow, ReadTable, SummedRow, TableContext } from './read-table.ts'
import { breakdownOf } from './row-breakdown.ts'
import { type RowCells, rowCells } from './row-cells.ts'
import { badCount } from './row-findings.ts'
import { isSectionNumber } from './section-heading.ts'
import { type Cell, columnLetter, type Sheet } from './sheet.ts'
import { isTotal } from './total-row.ts'

/** Reads rows of the services or fields of work of one unit, which the lines above the table name. */
export function readBreakdown(sheet: Sheet, header: Header, context: TableContext): ReadTable {
  const { unit, first, day } = context
  if (unit === null || first === null || day === null) throw new Error('a table of services or fields is of one unit and period')
  const columns = rowCells(header)
  const rows: ReadRow[] = []
  const summed: SummedRow[] = []
  const sums: PrintedSum[] = []
  const findings: Finding[] = []
  let rejected = 0
  let section = 0
  /** Whether the next row begins to count anew: then the one before heads a section. */
  const numbersBelow = (index: number): boolean => /^1[.)]?$/.test(columns.at(sheet.rows[index + 1] ?? [], 'number'))
  for (const [index, cells] of sheet.rows.entries()) {
    const label = columns.at(cells, 'field') || columns.at(cells, 'service') || columns.at(cells, 'service_name')
    if (index < header.below || label === '' || columns.isHeading(cells)) continue
    const { counts, faults } = columns.counts(cells)
    const number = columns.at(cells, 'number')
    const isSection = isSectionNumber(number) && numbersBelow(index)
    if (isSection) section++
    if (isTotal(label) || (isSection && columns.hasCounts(cells))) sums.push({ row: index + 1, section, date: day, district: null, counts })
    // Words without counts are a section's heading or a footer, unless numbered like the rows.
    if (isTotal(label) || isSection || (!columns.hasCounts(cells) && !/^\d+$/.test(number))) continue
    const place = { sheet: sheet.name, row: index + 1, unit_code: unit.code, date: day }
    const of = breakdownOf(columns, cells, header.layout, context.register, place)
    findings.push(...of.findings)
    const kept = !of.findings.some(({ severity }) => severity === 'rejected')
    summed.push({ kept, section, date: day, district: null, counts, faulty: new Set(faults.map(({ field }) => field)) })
    if (!kept) rejected++
    else {
      for (const { field, column, code, text } of faults) findings.push(badCount(code, text, columns.headingOf(field), { ...place, column: columnLetter(column) }))
      rows.push({ sheet: sheet.name, row: index + 1, first, date: day, moment: context.moment, unit, service: of.service, field: of.field, counts, texts: causes(columns, cells) })
    }
  }
  return { rows, summed, sums, findings, rejected }
}

/** The groups of the causes written beside the counts; their words are not kept. */
function causes(columns: RowCells, cells: readonly Cell[]): Record<Field, string | null> {
  const fields = factTables.dossiers.cells.filter(({ type, name }) => type === 'VARCHAR' && columns.has(name))
  return Object.fromEntries(fields.map(({ name }) => [name, causeOf(columns.at(cells, name))]))
}
