import { FOREVER, shiftDay } from './days.ts'
import { badInput } from './input-error.ts'
import { comparable } from './names.ts'
import { type Unit, type UnitLevel, unitLevels } from './units.ts'

/** A line of an edition of the register, as its CSV has it. */
export interface EditionLine {
  readonly code: string
  readonly name: string
  readonly fullName: string
  readonly type: string
  readonly parentCode: string | null
  readonly level: UnitLevel
}

interface Edition {
  readonly day: string
  /** `VN` the whole country, a code one province, `agency:82+87` the agencies of provinces, `agency:82/H.09` that one alone. */
  readonly coverage: string
  readonly lines: readonly EditionLine[]
}

const COLUMNS = ['code', 'name', 'full_name', 'type', 'parent_code', 'level'] as const

/** Lines of an edition from a CSV's rows (heading row first). Throws InputError naming line and column. */
export function editionLines(rows: readonly (readonly string[])[]): EditionLine[] {
  const head = (rows[0] ?? []).map((cell) => cell.trim().toLowerCase())
  for (const name of COLUMNS) if (!head.includes(name)) throw badInput('FILE', head.join(','), `các cột / columns ${COLUMNS.join(',')} (thiếu / missing: ${name})`)
  const at = Object.fromEntries(COLUMNS.map((name) => [name, head.indexOf(name)])) as Record<(typeof COLUMNS)[number], number>
  const seen = new Set<string>()
  return rows.slice(1).flatMap((row, index) => {
    if (row.every((cell) => cell.trim() === '')) return []
    const cell = (name: (typeof COLUMNS)[number]): string => (row[at[name]] ?? '').trim().normalize('NFC')
    const line = index + 2
    const level = cell('level') as UnitLevel
    if (!unitLevels.includes(level)) throw badInput('FILE', level, `level ${unitLevels.join('|')} ở dòng / on line ${line}`)
    const code = cell('code')
    if (!/^[\w.-]{1,20}$/.test(code)) throw badInput('FILE', code, `mã đơn vị / a code ở dòng / on line ${line}`)
    if (cell('name') === '' || cell('full_name') === '') throw badInput('FILE', '', `name, full_name ở dòng / on line ${line}`)
    const unit: EditionLine = { code, name: cell('name'), fullName: cell('full_name'), type: cell('type'), parentCode: cell('parent_code') || null, level }
    if (seen.has(identity(unit))) throw badInput('FILE', code, `mỗi mã một dòng / one line a code; dòng / line ${line} lặp lại / repeats it`)
    seen.add(identity(unit))
    return [unit]
  })
}

/** An edition of territorial units, or of agencies, or both: each covers what it lists by its own rule (README.md). */
function editionsOf(lines: readonly EditionLine[], day: string): Edition[] {
  const territorial = lines.filter((line) => line.level !== 'agency')
  const agencies = lines.filter((line) => line.level === 'agency')
  const provinces = territorial.filter((line) => line.level === 'province').map((line) => line.code)
  if (lines.length === 0) throw badInput('FILE', 0, 'ít nhất một đơn vị / at least one unit')
  if (territorial.length > 0 && provinces.length === 0) throw badInput('FILE', 0, 'ít nhất một dòng cấp tỉnh / at least one line of level province')
  const orphan = agencies.find((line) => line.parentCode === null)
  if (orphan) throw badInput('FILE', orphan.code, 'parent_code là mã tỉnh / a province as parent of an agency')
  const of = [...new Set(agencies.map((line) => line.parentCode))].sort().join('+')
  return [
    ...(territorial.length > 0 ? [{ day, coverage: provinces.length === 1 ? (provinces[0] as string) : 'VN', lines: territorial }] : []),
    ...(agencies.length > 0 ? [{ day, coverage: `agency:${of}`, lines: agencies }] : []),
  ]
}

/** Codes of agencies are each province's own: H.01 stands in many. */
const identity = (line: EditionLine): string => (line.level === 'agency' ? `${line.parentCode}/${line.code}` : line.code)

const keyOf = (edition: Edition): string => `${edition.day}/${edition.coverage}`

/** Editions can be had back from the units they made: each version names those that list it. */
function rebuilt(units: readonly Unit[]): Map<string, Edition> {
  const editions = new Map<string, { day: string; coverage: string; lines: EditionLine[] }>()
  for (const unit of units) {
    for (const key of unit.editions.split(',')) {
      const edition = editions.get(key) ?? { day: key.slice(0, 10), coverage: key.slice(11), lines: [] }
      edition.lines.push(unit)
      editions.set(key, edition)
    }
  }
  return editions
}

function placesOf(edition: Edition): (line: EditionLine) => { province: string; district: string | null } {
  const byCode = new Map(edition.lines.map((line) => [line.code, line]))
  return (line) => {
    if (line.level === 'province') return { province: line.code, district: null }
    const parent = byCode.get(line.parentCode ?? '')
    if (line.level === 'agency') return { province: line.parentCode as string, district: null }
    if (!parent) throw badInput('FILE', line.code, `cấp trên ${line.parentCode} có trong tệp / its parent ${line.parentCode} in the file`)
    if (line.level === 'district') return { province: parent.code, district: null }
    return parent.level === 'district' ? { province: parent.parentCode as string, district: parent.code } : { province: parent.code, district: null }
  }
}

const sameWords = (a: string, b: string): boolean => a === b || comparable(a) === comparable(b)

/** The same register prints "Yên Hòa" in one edition and "Yên Hoà" in the next: that is no other unit. Another name may be, as codes are given to others. */
const sameUnit = (unit: Unit, line: EditionLine): boolean =>
  sameWords(unit.name, line.name) && sameWords(unit.fullName, line.fullName) && sameWords(unit.type, line.type) && unit.parentCode === line.parentCode && unit.level === line.level

const covers = (coverage: string, unit: Unit): boolean =>
  coverage.startsWith('agency:')
    ? unit.level === 'agency' && [unit.province, identity(unit)].some((covered) => coverage.slice(7).split('+').includes(covered))
    : unit.level !== 'agency' && (coverage === 'VN' || coverage === unit.province)

/** Of editions of one day the widest first: what is said of one agency alone is said last. */
const width = (coverage: string): number => (coverage === 'VN' ? 0 : coverage.includes('/') ? 2 : 1)
const inOrder = (a: Edition, b: Edition): number => (a.day === b.day ? width(a.coverage) - width(b.coverage) : a.day < b.day ? -1 : 1)

/** The units after one more edition; editions may come in any order, the same day and coverage replaces. */
export const withEdition = (units: readonly Unit[], lines: readonly EditionLine[], day: string): Unit[] => withEditions(units, editionsOf(lines, day))

/** The units with one more agency from a day on: beside those that an edition lists, until one that does not list it. */
export const withAgency = (units: readonly Unit[], agency: EditionLine, day: string): Unit[] =>
  withEditions(units, [{ day, coverage: `agency:${identity(agency)}`, lines: [agency] }])

function withEditions(units: readonly Unit[], more: readonly Edition[]): Unit[] {
  const editions = rebuilt(units)
  for (const edition of more) editions.set(keyOf(edition), edition)
  const open = new Map<string, Unit>()
  const ended: Unit[] = []
  const end = (unit: Unit, before: string): void => {
    open.delete(identity(unit))
    if (unit.validFrom < before) ended.push({ ...unit, validTo: shiftDay(before, -1) })
  }
  for (const edition of [...editions.values()].sort(inOrder)) {
    const place = placesOf(edition)
    const listed = new Set(edition.lines.map(identity))
    for (const unit of [...open.values()]) if (!listed.has(identity(unit)) && covers(edition.coverage, unit)) end(unit, edition.day)
    for (const line of edition.lines) {
      const { code, name, fullName, type, parentCode, level } = line
      const unit = open.get(identity(line))
      if (unit && sameUnit(unit, line)) {
        open.set(identity(line), { ...unit, name, fullName, type, editions: `${unit.editions},${keyOf(edition)}` })
        continue
      }
      if (unit) end(unit, edition.day)
      open.set(identity(line), { code, name, fullName, type, parentCode, level, ...place(line), validFrom: edition.day, validTo: FOREVER, editions: keyOf(edition) })
    }
  }
  return [...ended, ...open.values()]
}
