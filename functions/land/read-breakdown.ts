import { causeOf } from '../../schema/causes.ts'
import { factTables } from '../../schema/fact-columns.ts'
import type { Field } from '../../schema/layout.ts'
import type { Header } from './find-header.ts'
import { GatheredRows } from './gathered-rows.ts'
import type { ReadTable, TableContext } from './read-table.ts'
import { breakdownOf } from './row-breakdown.ts'
import type { RowCells } from './row-cells.ts'
import { isSectionNumber } from './section-heading.ts'
import type { Cell, Sheet } from './sheet.ts'
import { isTotal } from './total-row.ts'

/** Reads rows of the services or fields of work of one unit, which the lines above the table name. */
export function readBreakdown(sheet: Sheet, header: Header, context: TableContext): ReadTable {
  const { unit, first, day } = context
  if (unit === null || first === null || day === null) throw new Error('a table of services or fields is of one unit and period')
  const gathered = new GatheredRows(sheet, header, context)
  const columns = gathered.cells
  let section = 0
  /** Whether the next row begins to count anew: then the one before heads a section. */
  const numbersBelow = (index: number): boolean => /^1[.)]?$/.test(columns.at(sheet.rows[index + 1] ?? [], 'number'))
  for (const index of gathered.indexes) {
    const cells = sheet.rows[index] ?? []
    const label = columns.at(cells, 'field') || columns.at(cells, 'service') || columns.at(cells, 'service_name')
    if (label === '' || columns.isHeading(cells)) continue
    const number = columns.at(cells, 'number')
    const isSection = isSectionNumber(number) && numbersBelow(index)
    if (isSection) section++
    if (isTotal(label) || (isSection && columns.hasCounts(cells))) gathered.addSum(index, cells, { section, date: day, district: null })
    // Words without counts are a section's heading or a footer, unless numbered like the rows.
    if (isTotal(label) || isSection || (!columns.hasCounts(cells) && !/^\d+$/.test(number))) continue
    const place = { sheet: sheet.name, row: index + 1, unit_code: unit.code, date: day }
    const { service, field, findings } = breakdownOf(columns, cells, header.layout, context.register, place)
    gathered.add(...findings)
    if (findings.some(({ severity }) => severity === 'rejected')) gathered.reject(cells, { section, date: day, district: null })
    else gathered.keep(index, { first, date: day, unit, service, field, texts: causes(columns, cells) }, gathered.counts(cells, place), { section, district: null })
  }
  return gathered.result()
}

/** The groups of the causes written beside the counts; their words are not kept. */
function causes(columns: RowCells, cells: readonly Cell[]): Record<Field, string | null> {
  const fields = factTables.dossiers.cells.filter(({ type, name }) => type === 'VARCHAR' && columns.has(name))
  return Object.fromEntries(fields.map(({ name }) => [name, causeOf(columns.at(cells, name))]))
}
