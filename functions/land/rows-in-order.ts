import { DAY_MS, daysBetween } from '../../schema/days.ts'
import type { Layout } from '../../schema/layout.ts'
import type { Register, Unit } from '../../schema/units.ts'
import type { ProvinceYear } from './arriving.ts'
import { stages } from './check-rows.ts'
import { countColumns } from './commit-facts.ts'
import { CODE, CODE_DIGITS, COUNTS, DAY, NONE, type PlainRows } from './plain-rows.ts'

/** Rows of one object: their lines in the order of day and code. */
export interface LinesOfPlace extends ProvinceYear {
  readonly lines: readonly number[] | Float64Array
}

/** Lines that the reader of all exports would find nothing to say of, object by object; and all others, the heading aside. */
export interface InOrder {
  readonly places: readonly LinesOfPlace[]
  readonly left: readonly number[]
}

/**
 * Finds the plain rows in order: of a commune of that day by its code and, where it is told, its name; totals that are the sum
 * of their parts, and no stage above the one before it; alone with their unit and day. Totals left empty are added up in place.
 */
export function rowsInOrder(rows: PlainRows, layout: Layout, register: Register): InOrder {
  const { cells, width, odd } = rows
  const { communes, provinces } = communesOf(register)
  const checks = checksOf(layout)
  const left: number[] = []
  let nextOdd = 0
  let [lastDay, year] = [Number.NaN, 0]
  for (let line = 1; line < rows.lines; line++) {
    const at = line * width
    const day = cells[at + DAY] as number
    const isOdd = line === odd[nextOdd]
    if (isOdd) nextOdd++
    const commune = isOdd ? null : validOf(communes[cells[at + CODE] as number], day)
    if (!commune || !isNamed(rows, line, commune) || !addsUp(cells, at, checks)) {
      left.push(line)
      continue
    }
    // Rows of a day mostly follow each other.
    if (day !== lastDay) {
      lastDay = day
      year = new Date(day * DAY_MS).getUTCFullYear()
    }
    linesIn(commune.province, year).push(line)
  }
  const places = [...provinces].flatMap(([province, { years }]) => [...years].map(([of, lines]) => ({ province, year: of, lines: sorted(rows, lines) })))
  return without({ places, left }, new Set(places.flatMap(({ lines }) => twice(rows, lines))))
}

/** Takes some lines out of those in order. */
export function without({ places, left }: InOrder, lines: ReadonlySet<number>): InOrder {
  if (lines.size === 0) return { places, left }
  const others = places.map((place) => ({ ...place, lines: place.lines.filter((line) => !lines.has(line)) }))
  return { places: others.filter((place) => place.lines.length > 0), left: [...left, ...lines].sort((a, b) => a - b) }
}

/** The line in order that is of a commune and day; null where there is none. */
export function lineOf(rows: PlainRows, { places }: InOrder, unit: Unit, day: string): number | null {
  const lines = places.find(({ province, year }) => province === unit.province && year === Number(day.slice(0, 4)))?.lines
  const wanted = daysBetween(EPOCH, day) * CODES + Number(unit.code)
  let [from, to] = [0, lines?.length ?? 0]
  while (lines && from < to) {
    const middle = (from + to) >> 1
    if (keyOf(rows, lines[middle] as number) < wanted) from = middle + 1
    else to = middle
  }
  const line = lines?.[from]
  return line !== undefined && keyOf(rows, line) === wanted ? line : null
}

const EPOCH = '1970-01-01'

interface Commune {
  readonly unit: Unit
  readonly from: number
  readonly to: number
  readonly province: ProvinceLines
  /** Its names as the bytes of a file spell them, once asked for. */
  names?: readonly string[]
}

/** A province's lines in order by year, those of the year last seen at hand. */
interface ProvinceLines {
  readonly years: Map<number, number[]>
  year: number
  lines: number[]
}

interface Communes {
  /** By their codes as numbers; a code had several owners. */
  readonly communes: readonly (Commune[] | undefined)[]
  readonly provinces: ReadonlyMap<string, ProvinceLines>
}

function communesOf({ units }: Register): Communes {
  const provinces = new Map<string, ProvinceLines>()
  const communes: Commune[][] = []
  const days = new Map<string, number>()
  const dayNumber = (day: string): number => {
    const known = days.get(day) ?? daysBetween(EPOCH, day)
    days.set(day, known)
    return known
  }
  // A code that an agency or district bears too may mean either.
  const others = new Set(units.flatMap(({ level, code }) => (level === 'commune' ? [] : [code])))
  for (const unit of units) {
    if (unit.level !== 'commune' || others.has(unit.code) || unit.code.length !== CODE_DIGITS || !/^\d+$/.test(unit.code)) continue
    const province = provinces.get(unit.province) ?? { years: new Map(), year: Number.NaN, lines: [] }
    provinces.set(unit.province, province)
    const versions = communes[Number(unit.code)] ?? []
    communes[Number(unit.code)] = versions
    versions.push({ unit, from: dayNumber(unit.validFrom), to: dayNumber(unit.validTo), province })
  }
  return { communes, provinces }
}

function validOf(communes: readonly Commune[] | undefined, day: number): Commune | null {
  if (communes) for (const commune of communes) if (commune.from <= day && day <= commune.to) return commune
  return null
}

function linesIn(province: ProvinceLines, year: number): number[] {
  if (province.year === year) return province.lines
  province.year = year
  province.lines = province.years.get(year) ?? []
  province.years.set(year, province.lines)
  return province.lines
}

/** Whether the name beside the code is the commune's, with its type or without, to the byte; or there is none. */
function isNamed({ bytes, names }: PlainRows, line: number, commune: Commune): boolean {
  if (!names) return true
  const [from, to] = [names[line * 2] as number, names[line * 2 + 1] as number]
  commune.names ??= [commune.unit.fullName, commune.unit.name].map((name) => Buffer.from(name).toString('latin1'))
  return from === to || commune.names.includes(bytes.toString('latin1', from, to))
}

/** Which counts are held against which, by their places in a line. */
interface Checks {
  readonly totals: readonly { readonly total: number; readonly parts: readonly number[] }[]
  readonly stages: readonly { readonly more: number; readonly less: number }[]
}

function checksOf({ parts }: Layout): Checks {
  const counts = countColumns('activation')
  const at = (count: string): number => COUNTS + counts.indexOf(count)
  return {
    totals: Object.entries(parts).map(([total, of]) => ({ total: at(total), parts: of.map(at) })),
    stages: stages.map(([more, less]) => ({ more: at(more), less: at(less) })),
  }
}

/** Puts in the totals that are left empty; tells whether the line's counts agree with each other. */
function addsUp(cells: Int32Array, at: number, checks: Checks): boolean {
  for (const { total, parts } of checks.totals) {
    const sum = sumOf(cells, at, parts)
    if (sum === NONE) continue
    const printed = cells[at + total] as number
    if (printed === NONE) cells[at + total] = sum
    else if (printed !== sum) return false
  }
  for (const { more, less } of checks.stages) {
    const [a, b] = [cells[at + more] as number, cells[at + less] as number]
    if (a !== NONE && b !== NONE && a < b) return false
  }
  return true
}

function sumOf(cells: Int32Array, at: number, parts: readonly number[]): number {
  let sum = 0
  for (const part of parts) {
    const count = cells[at + part] as number
    if (count === NONE) return NONE
    sum += count
  }
  return sum
}

const CODES = 10 ** CODE_DIGITS
/** Room for a line's number beside a year's keys in one number that is exact. */
const LINES = 2 ** 26

const keyOf = ({ cells, width }: PlainRows, line: number): number => (cells[line * width + DAY] as number) * CODES + (cells[line * width + CODE] as number)

/** Lines of one year by day and code, those alike in the order of the file. */
function sorted(rows: PlainRows, lines: readonly number[]): readonly number[] | Float64Array {
  let [before, least, isSorted] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, true]
  for (const line of lines) {
    const key = keyOf(rows, line)
    if (key < before) isSorted = false
    if (key < least) least = key
    before = key
  }
  if (isSorted) return lines
  return Float64Array.from(lines, (line) => (keyOf(rows, line) - least) * LINES + line)
    .sort()
    .map((one) => one % LINES)
}

/** Sorted lines beside one of the same unit and day. */
function twice(rows: PlainRows, lines: LinesOfPlace['lines']): number[] {
  const found: number[] = []
  let before = Number.NaN
  for (let i = 0; i < lines.length; i++) {
    const key = keyOf(rows, lines[i] as number)
    if (key === before) found.push(lines[i - 1] as number, lines[i] as number)
    before = key
  }
  return found
}
