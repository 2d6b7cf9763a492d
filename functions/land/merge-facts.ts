import type { Cell } from '../../queries/engine.ts'

/**
 * Which of several exports of one day wins, cell by cell: by the moment they state, then by when the province received
 * them, then by the greater SHA-256 (docs/lake.md). Pure: the order in which exports land never changes a value.
 */

/** Where a cell comes from, and what decides between two. */
export interface Origin {
  readonly source: string
  /** Milliseconds since 1970, UTC. */
  readonly stated: number
  readonly received: number
  readonly sheet: string | null
  readonly row: number | null
}

/** What one export says of a unit and day; a cell it lacks is absent or null. */
export interface Contribution extends Origin {
  readonly cells: Readonly<Record<string, Cell>>
}

/** A row of a fact table as stored, key and counts among lineage. */
export type FactRow = Readonly<Record<string, Cell>>

const ALL = '*'

export const later = (a: Origin, b: Origin): boolean => (a.stated !== b.stated ? a.stated > b.stated : a.received !== b.received ? a.received > b.received : a.source > b.source)

const written = ([column, { source, stated, received, row, sheet }]: readonly [string, Origin]): string =>
  `${column}=${source}/${stated}/${received}/${row ?? ''}/${(sheet ?? '').replace(/[;/=]/g, ' ')}`

/** ";column=sha256/stated/received/row/sheet;…": the form that SQL can search. */
export const originsText = (origins: ReadonlyMap<string, Origin>): string | null =>
  origins.size === 0
    ? null
    : `;${[...origins]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(written)
        .join(';')};`

export function parseOrigins(text: Cell | undefined): Map<string, Origin> {
  const origins = new Map<string, Origin>()
  for (const entry of String(text ?? '').split(';')) {
    const [column, rest] = entry.split('=')
    const [source, stated, received, row, sheet] = (rest ?? '').split('/')
    if (column && source) origins.set(column, { source, stated: Number(stated), received: Number(received), sheet: sheet || null, row: row ? Number(row) : null })
  }
  return origins
}

const rowOrigin = (row: FactRow): Origin => ({
  source: row.source as string,
  stated: row.stated_at as number,
  received: row.received_at as number,
  sheet: row.source_sheet as string | null,
  row: row.source_row as number | null,
})

interface CellState {
  readonly value: string | number
  /** The export that supplied the value. */
  readonly origin: Origin
  /** The latest export that stated it: what a newcomer is measured against. */
  readonly latest: Origin
}

function statesOf(row: FactRow, columns: readonly string[]): Map<string, CellState> {
  const [own, carried, confirmed] = [rowOrigin(row), parseOrigins(row.carried), parseOrigins(row.confirmed)]
  const states = new Map<string, CellState>()
  for (const column of columns) {
    const value = row[column]
    if (value == null) continue
    const origin = carried.get(column) ?? own
    const told = confirmed.get(column) ?? confirmed.get(ALL)
    states.set(column, { value, origin, latest: told && later(told, origin) ? told : origin })
  }
  return states
}

/** A stored row as what each of its sources said: so that a rebuilt row keeps what nobody else can say. */
export function contributionsOf(row: FactRow, columns: readonly string[]): Contribution[] {
  const bySource = new Map<string, { origin: Origin; cells: Record<string, string | number> }>()
  for (const [column, { value, origin, latest }] of statesOf(row, columns)) {
    for (const one of origin.source === latest.source ? [latest] : [origin, latest]) {
      const said = bySource.get(one.source) ?? { origin: one, cells: {} }
      said.cells[column] = value
      bySource.set(one.source, said)
    }
  }
  return [...bySource.values()].map(({ origin, cells }) => ({ ...origin, cells }))
}

export interface Merged {
  /** The row to store; its `landed_at` is the stored one's while `changed` is false. */
  readonly row: FactRow
  /** Whether a value differs: then it is a new version, and the stored row is superseded. */
  readonly changed: boolean
  /** Whether anything at all is to be written. */
  readonly touched: boolean
}

/** The stored row, if there is one, and what exports say, as one row. */
export function mergeFacts(key: FactRow, stored: FactRow | null, contributions: readonly Contribution[], columns: readonly string[], landedAt: number): Merged | null {
  const before = stored ? statesOf(stored, columns) : new Map<string, CellState>()
  const after = new Map(before)
  for (const said of contributions) {
    for (const column of columns) {
      const value = said.cells[column]
      const state = after.get(column)
      if (value == null || (state && !later(said, state.latest) && !(state.value === value && said.source === state.latest.source))) continue
      after.set(
        column,
        state && state.value === value && sameVersion(before.get(column), state)
          ? { ...state, origin: lastReceived(state.origin, said), latest: later(said, state.latest) ? said : state.latest }
          : { value, origin: said, latest: said },
      )
    }
  }
  if (after.size === 0) return stored ? { row: stored, changed: false, touched: false } : null
  const changed = stored === null || [...after].some(([column, { value }]) => before.get(column)?.value !== value)
  if (!changed) return kept(stored, after)
  return { row: newVersion(key, after, columns, landedAt), changed: true, touched: true }
}

/** Bytes that come twice at once were received when the later copy was: whatever met them in between has met that one, or will. */
const lastReceived = (origin: Origin, said: Origin): Origin => (said.source === origin.source && later(said, origin) ? said : origin)

const sameVersion = (before: CellState | undefined, state: CellState): boolean => before !== undefined && before.value === state.value

/** No value differs: the version stays, and who confirmed it is noted. */
function kept(stored: FactRow, after: ReadonlyMap<string, CellState>): Merged {
  const confirmed = new Map([...after].filter(([, { origin, latest }]) => latest.source !== origin.source).map(([column, { latest }]) => [column, latest] as const))
  const sources = new Set([...confirmed.values()].map(({ source, row }) => `${source} ${row}`))
  const carried = new Map([...after].filter(([, { origin }]) => origin.source !== stored.source).map(([column, { origin }]) => [column, origin] as const))
  const own = [...after.values()].find(({ origin }) => origin.source === stored.source)?.origin
  const lineage = {
    received_at: own?.received ?? (stored.received_at as number),
    carried: originsText(carried),
    confirmed: originsText(sources.size === 1 && confirmed.size === after.size ? new Map([[ALL, [...confirmed.values()][0] as Origin]]) : confirmed),
  }
  const touched = Object.entries(lineage).some(([name, value]) => value !== (stored[name] ?? null))
  return { row: touched ? { ...stored, ...lineage } : stored, changed: false, touched }
}

/** Every cell led back to the latest export that stated its value; the row to the latest of these. */
function newVersion(key: FactRow, states: ReadonlyMap<string, CellState>, columns: readonly string[], landedAt: number): FactRow {
  const own = [...states.values()].map(({ latest }) => latest).reduce((a, b) => (later(b, a) ? b : a))
  const carried = new Map([...states].filter(([, { latest }]) => latest.source !== own.source).map(([column, { latest }]) => [column, latest] as const))
  return {
    ...key,
    ...Object.fromEntries(columns.map((column) => [column, states.get(column)?.value ?? null])),
    stated_at: own.stated,
    received_at: own.received,
    landed_at: landedAt,
    source: own.source,
    source_sheet: own.sheet,
    source_row: own.row,
    carried: originsText(carried),
    confirmed: null,
  }
}
