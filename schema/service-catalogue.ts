import { badInput } from './input-error.ts'
import { maskDigits } from './receipts.ts'
import { groupOn, servicesOn } from './services.ts'

/** A line of the catalogue of essential services. */
export interface ListedService {
  readonly code: string
  readonly name: string
  /** Who handles it: the group of agencies that services are counted by. */
  readonly group: string
  /** Decision that lists it; null where nobody said. */
  readonly source: string | null
}

/** What somebody imported: the whole catalogue from a day on, or lines that are added to what is listed (or change it). */
export interface ServiceEdition {
  readonly validFrom: string
  readonly listing: 'whole' | 'added'
  readonly services: readonly ListedService[]
}

export interface ServiceCatalogue {
  readonly editions: readonly ServiceEdition[]
  /** What is listed on a day, in the order of codes. A code that is not listed stands for itself. */
  on(day: string): readonly ListedService[]
}

const COLUMNS = ['code', 'name', 'group'] as const

/** Lines of an edition from a CSV's rows (heading row first). Throws InputError naming line and column. */
export function serviceLines(rows: readonly (readonly string[])[]): ListedService[] {
  const head = (rows[0] ?? []).map((cell) => cell.trim().toLowerCase())
  for (const name of COLUMNS) if (!head.includes(name)) throw badInput('FILE', head.join(','), `các cột / columns ${COLUMNS.join(',')}[,source] (thiếu / missing: ${name})`)
  const lines = rows.flatMap((row, index) => (index === 0 || row.every((cell) => cell.trim() === '') ? [] : [[index + 1, lineOf(head, row, index + 1)] as const]))
  if (lines.length === 0) throw badInput('FILE', 0, 'ít nhất một dịch vụ / at least one service')
  for (const [i, [line, { code }]] of lines.entries())
    if (lines.findIndex(([, one]) => one.code === code) !== i) throw badInput('FILE', code, `mỗi mã một dòng / one line a code; dòng / line ${line} lặp lại / repeats it`)
  return lines.map(([, service]) => service)
}

function lineOf(head: readonly string[], row: readonly string[], line: number): ListedService {
  const cell = (name: string): string => (row[head.indexOf(name)] ?? '').trim().normalize('NFC')
  if (!/^[A-Z][\w.-]{1,19}$/.test(cell('code'))) throw badInput('FILE', cell('code'), `mã dịch vụ như / a code such as DVC.26 ở dòng / on line ${line}`)
  for (const name of ['name', 'group'])
    if (cell(name) === '' || cell(name).length > 500 || maskDigits(cell(name)) !== cell(name)) throw badInput('FILE', cell(name).slice(0, 20), `${name} ở dòng / on line ${line}`)
  return { code: cell('code'), name: cell('name'), group: cell('group'), source: head.includes('source') ? maskDigits(cell('source').slice(0, 200)) || null : null }
}

const inCodeOrder = (a: ListedService, b: ListedService): number => (a.code < b.code ? -1 : 1)
const builtIn = (day: string): ListedService[] =>
  servicesOn(day).map((service) => ({ code: service.code, name: service.name, group: groupOn(service, day), source: service.source }))
const keyOf = ({ validFrom, listing }: ServiceEdition): string => `${validFrom} ${listing === 'whole' ? 0 : 1}`

/** The built-in catalogue, or the last whole one imported, and what is added since. Editions may come in any order. */
export function catalogueOf(imported: readonly ServiceEdition[]): ServiceCatalogue {
  const editions = [...imported].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return {
    editions,
    on: (day) => {
      const valid = editions.filter(({ validFrom }) => validFrom <= day)
      const whole = valid.findLastIndex(({ listing }) => listing === 'whole')
      const listed = new Map((whole < 0 ? builtIn(day) : (valid[whole]?.services ?? [])).map((service) => [service.code, service]))
      for (const { services } of valid.slice(whole + 1)) for (const service of services) listed.set(service.code, service)
      return [...listed.values()].sort(inCodeOrder)
    },
  }
}

/** Editions with one more; one of the same day and kind is replaced. */
export const withServiceEdition = (editions: readonly ServiceEdition[], edition: ServiceEdition): ServiceEdition[] => [
  ...editions.filter((one) => keyOf(one) !== keyOf(edition)),
  edition,
]
