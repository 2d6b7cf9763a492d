import type { UnderstoodSheet } from '../../functions/land/read-export.ts'
import { columnLetter } from '../../functions/land/sheet.ts'
import type { Row } from '../../queries/engine.ts'
import { activationCounts } from '../../schema/fact-columns.ts'
import type { Finding } from '../../schema/receipts.ts'
import type { Register } from '../../schema/units.ts'
import type { Landed } from './fuzz-lake.ts'
import { countIn, type Oracle, type OracleCell, type OracleSheet } from './oracle-sheet.ts'

export interface CellsChecked {
  readonly cells: number
  readonly wrong: readonly string[]
}

/** Every fact is what the second reader sees in the row and column it comes from, or something is said of that cell. */
export function checkCells(landed: Landed, oracle: Oracle, register: Register): CellsChecked {
  if (oracle === null || landed.receipt.state === 'refused' || !landed.read) return { cells: 0, wrong: [] }
  if ('broken' in oracle) return { cells: 0, wrong: [`landed, but ${oracle.broken}`] }
  const found = landed.facts.map((fact) => factChecked(landed, fact, oracle, register))
  return { cells: found.reduce((sum, { cells }) => sum + cells, 0), wrong: [...found.flatMap(({ wrong }) => wrong), ...rowsMissing(landed, oracle, register)] }
}

const sheetOf = (oracle: readonly OracleSheet[], name: unknown): OracleSheet | undefined => oracle.find((sheet) => sheet.name === name) ?? (name === null ? oracle[0] : undefined)

/** The table that a fact's row is of: of those above it the last whose heading stands over its unit's code; tables may stand side by side. */
function tableOf({ read }: Landed, { source_sheet, source_row, unit_code }: Row, sheet: OracleSheet | undefined, register: Register): UnderstoodSheet | undefined {
  const above = read?.sheets.filter(({ name, headerRow }) => name === source_sheet && headerRow < Number(source_row)) ?? []
  const codeIn = ({ columns }: UnderstoodSheet): OracleCell => sheet?.cell(Number(source_row) - 1, columns.find(({ field }) => field === 'unit_code')?.index ?? -1) ?? null
  return above.findLast((table) => communeIn(codeIn(table), register) === unit_code) ?? above.at(-1)
}

function factChecked(landed: Landed, fact: Row, oracle: readonly OracleSheet[], register: Register): CellsChecked {
  const sheet = sheetOf(oracle, fact.source_sheet)
  const understood = tableOf(landed, fact, sheet, register)
  if (!sheet || !understood) return { cells: 0, wrong: [`a row of sheet ${fact.source_sheet}, which the second reader does not see`] }
  if (sheet.hidden) return { cells: 0, wrong: [`a row of the hidden sheet ${sheet.name}`] }
  const row = Number(fact.source_row)
  const at = (field: string): OracleCell => {
    const column = understood.columns.find((one) => one.field === field)
    return column ? sheet.cell(row - 1, column.index) : null
  }
  const told = (field: string): boolean => isTold(landed, sheet.name, row, understood.columns.find((one) => one.field === field)?.index ?? -1)
  const isZeroed = (field: string): boolean =>
    landed.receipt.findings.some(
      ({ code, sheet: of, column }) => code === 'zero_decimals' && of === sheet.name && column === columnLetter(understood.columns.find((one) => one.field === field)?.index ?? -1),
    )
  const due = (field: string): number | null | 'told' => (told(field) ? null : countIn(at(field), isZeroed(field)))
  // Rows of one unit and day that agree land as one: each of its counts stands in one of them.
  const twins = () =>
    landed.read?.sheets.flatMap((one) => rowsOf(sheetOf(oracle, one.name), one, String(fact.unit_code), register)).filter((twin) => twin('date') === at('date')) ?? []
  const isSaidElsewhere = (value: Row, field: string): boolean => twins().length > 1 && twins().some((twin) => countIn(twin(field), isZeroed(field)) === value[field])
  const isSum = (field: string): boolean => landed.read?.layout !== 'reconciliation' && /^(received|approved|activated)$/.test(field) && at(field) === null
  const wrong = activationCounts.flatMap(({ name }) => {
    const count = isSum(name) ? plus(due(`${name}_l1`), due(`${name}_l2`)) : due(name)
    return count === (fact[name] ?? null) || isSaidElsewhere(fact, name)
      ? []
      : [`row ${row}, ${name}: landed ${fact[name]}, the second reader sees ${JSON.stringify(at(name))} and nothing is said`]
  })
  const code = communeIn(at('unit_code'), register)
  if (code !== null && code !== fact.unit_code) wrong.push(`row ${row}: landed as ${fact.unit_code}, the second reader sees ${code}`)
  return { cells: understood.columns.length, wrong }
}

/** What should have been told is no part of a sum. */
const plus = (a: number | null | 'told', b: number | null | 'told'): number | null => (typeof a === 'number' && typeof b === 'number' ? a + b : null)

const isTold = ({ receipt }: Landed, sheet: string | null, row: number, column: number): boolean =>
  receipt.findings.some((one) => one.severity === 'rejected' && one.sheet === sheet && one.row === row && (one.column === null || one.column === columnLetter(column)))

/** The cells, by field, of every row of a commune. */
function rowsOf(sheet: OracleSheet | undefined, { columns }: UnderstoodSheet, code: string, register: Register): ((field: string) => OracleCell)[] {
  const indexOf = (field: string): number => columns.find((one) => one.field === field)?.index ?? -1
  const rows = Array.from({ length: Math.min(sheet?.rows ?? 0, 2000) }, (_, row) => row).filter(
    (row) => sheet && communeIn(sheet.cell(row, indexOf('unit_code')), register) === code,
  )
  return rows.map((row) => (field) => sheet?.cell(row, indexOf(field)) ?? null)
}

/** A commune's code, its leading zeros lost or not; "001" is a district's. */
function communeIn(cell: OracleCell, register: Register): string | null {
  const text = cell === null || typeof cell === 'object' ? '' : String(cell).trim()
  const code = register.last(text) ? text : text.padStart(5, '0')
  return /^\d{1,5}$/.test(text) && register.last(code)?.level === 'commune' ? code : null
}

/** Rows with a known commune's code that have neither landed nor been told of. */
function rowsMissing(landed: Landed, oracle: readonly OracleSheet[], register: Register): string[] {
  const more = landed.receipt.findings.some(({ message_en }) => message_en.startsWith('…'))
  return oracle.flatMap((sheet) => {
    const understood = landed.read?.sheets.filter(({ name }) => name === sheet.name) ?? []
    if (understood.length > 0) return more ? [] : understood.flatMap((table, i) => rowsMissed(landed, sheet, table, understood[i + 1]?.headerRow ?? sheet.rows + 1, register))
    const told = landed.receipt.findings.some(({ code, sheet: name }) => code === 'sheet_left_out' && name === sheet.name)
    return told || !hasCodes(sheet, register) ? [] : [`sheet ${sheet.name} is not told of`]
  })
}

function rowsMissed(landed: Landed, sheet: OracleSheet, { headerRow, columns }: UnderstoodSheet, end: number, register: Register): string[] {
  const column = columns.find(({ field }) => field === 'unit_code')
  if (!column) return []
  const told = new Set(landed.receipt.findings.filter((one) => one.sheet === sheet.name).map(({ row }) => row))
  const read = new Set(landed.facts.filter((fact) => fact.source_sheet === sheet.name).map(({ source_row }) => source_row))
  // A table below, whose heading is no known one, is told of as a whole.
  const last = Math.min(sheet.rows, end - 1, 200_000, ...landed.receipt.findings.flatMap((one) => (isTableLeft(one, sheet.name, headerRow) ? [(one.row as number) - 1] : [])))
  return Array.from({ length: Math.max(0, last - headerRow) }, (_, i) => headerRow + i + 1)
    .filter((row) => communeIn(sheet.cell(row - 1, column.index), register) !== null && !told.has(row) && !read.has(row))
    .map((row) => `row ${row} is neither landed nor told of`)
}

const isTableLeft = ({ code, sheet, row }: Finding, name: string | null, headerRow: number): boolean =>
  code === 'sheet_left_out' && sheet === name && row !== null && row > headerRow

const hasCodes = (sheet: OracleSheet, register: Register): boolean =>
  Array.from({ length: Math.min(sheet.rows, 200) }, (_, row) => [0, 1, 2, 3].some((column) => communeIn(sheet.cell(row, column), register) !== null)).filter(Boolean).length >= 3
