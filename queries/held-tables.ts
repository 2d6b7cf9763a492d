import type { LocalFile, Storage } from '../schema/lake.ts'
import type { Database } from './duckdb.ts'
import { heldLoader, type Outcome } from './held-loader.ts'
import { heldRoom } from './held-room.ts'

/** An object in memory. */
export interface HeldTable {
  readonly key: string
  readonly etag: string
  readonly name: string
  /** How many statements read it now. */
  uses: number
  /** The later, the more recently used. */
  turn: number
}

export interface HeldTables {
  /** The table that holds an object as it is now, or its file where it does not fit; to be given back once read. Null: there is no object. */
  take(key: string): Promise<HeldTable | LocalFile | null>
  give(table: HeldTable): void
  /** Drops what nobody reads. */
  dropIdle(): Promise<void>
}

export const isTable = (taken: HeldTable | LocalFile): taken is HeldTable => 'name' in taken

interface Entry extends HeldTable {
  ready: Promise<Outcome>
}

/** Objects in use in memory by their tags, reloaded when it changes, up to so many bytes: those go first that nobody has asked for the longest. */
export function heldTables(storage: Storage, opened: () => Promise<Database>, most: number, letGo: () => void): HeldTables {
  const entries = new Map<string, Entry>()
  let turns = 0
  let made = 0
  const idle = (): Entry[] => [...entries.values()].filter(({ uses }) => uses === 0).sort((a, b) => a.turn - b.turn)
  const forget = (entry: HeldTable): void => {
    if (entries.get(entry.key) === entry) entries.delete(entry.key)
  }
  const room = heldRoom({ opened, most, idle, forget, letGo })
  const load = heldLoader(storage, room)

  /** At once, so that nobody drops it meanwhile; 'moved' where somebody has. */
  async function used(entry: Entry): Promise<Outcome> {
    if (entries.get(entry.key) !== entry) return 'moved'
    entry.uses++
    entry.turn = ++turns
    let outcome: Outcome | undefined
    try {
      outcome = await entry.ready
      return outcome
    } finally {
      if (outcome !== 'held') leave(entry)
    }
  }

  /** What did not become a table is nobody's. */
  function leave(entry: HeldTable): void {
    forget(entry)
    entry.uses--
  }

  /** The last reader of a table that another has replaced drops it. */
  function give(entry: HeldTable): void {
    entry.uses--
    if (entry.uses === 0 && entries.get(entry.key) !== entry) void room.drop(entry)
  }

  function begin(key: string, file: LocalFile): Entry {
    const before = entries.get(key)
    const table = { key, etag: file.etag, name: `held_${++made}`, uses: 0, turn: 0 }
    const entry: Entry = Object.assign(table, { ready: Promise.resolve<Outcome>('held') })
    entry.ready = load(entry, file)
    entry.ready.catch(() => undefined)
    entries.set(key, entry)
    if (before?.uses === 0) void room.drop(before)
    return entry
  }

  async function fromFile(key: string): Promise<HeldTable | LocalFile | null> {
    const file = await storage.local(key)
    if (!file) return null
    const known = entries.get(key)
    const entry = known?.etag === file.etag ? known : begin(key, file)
    const outcome = await used(entry).catch((error) => {
      file.release?.()
      throw error
    })
    if (outcome === 'unheld') return file
    file.release?.()
    return outcome === 'held' ? entry : take(key)
  }

  async function take(key: string): Promise<HeldTable | LocalFile | null> {
    const known = entries.get(key)
    if (known && (await storage.head(key)) === known.etag && (await used(known)) === 'held') return known
    return fromFile(key)
  }

  return {
    take,
    give,
    dropIdle: room.dropIdle,
  }
}
