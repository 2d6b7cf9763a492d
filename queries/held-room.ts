import type { Database, Session } from './duckdb.ts'
import type { HeldTable } from './held-tables.ts'

const UNITS: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9, KIB: 2 ** 10, MIB: 2 ** 20, GIB: 2 ** 30 }

/** Half of what DuckDB may take: questions need the rest, and an object is loose, many times as large, while it is loaded. */
export function usualHoldBytes(memoryLimit = '1GB'): number {
  const [, number, unit = ''] = /^([\d.]+)\s*(\w+)$/.exec(memoryLimit) ?? []
  const bytes = Number(number) * (UNITS[unit.toUpperCase()] ?? Number.NaN)
  if (Number.isNaN(bytes)) throw new RangeError(`memory limit ${JSON.stringify(memoryLimit)}: expected such as 1GB`)
  return bytes / 2
}

export interface RoomOptions {
  readonly opened: () => Promise<Database>
  readonly most: number
  /** Tables that nobody reads, the least recently used first. */
  idle(): readonly HeldTable[]
  /** From now on nobody is handed this table. */
  forget(table: HeldTable): void
  /** Lets go of all else that takes memory while nobody uses it. */
  letGo(): void
}

/** The memory that tables may take together. */
export interface HeldRoom {
  work<T>(deed: (session: Session) => Promise<T>): Promise<T>
  /** Drops what nobody reads until so many bytes are free; tells whether they are. */
  make(need: number): Promise<boolean>
  /** Never fails: what can not be dropped stays counted, and is tried again with the next one. */
  drop(table: HeldTable): Promise<void>
  dropIdle(): Promise<void>
  /** Drops the last of these until all tables fit; gives each that went with the bytes it took. Nothing may be loading meanwhile. */
  shed(tables: readonly HeldTable[]): Promise<ReadonlyMap<HeldTable, number>>
}

export function heldRoom({ opened, most, idle, forget, letGo }: RoomOptions): HeldRoom {
  async function work<T>(deed: (session: Session) => Promise<T>): Promise<T> {
    const session = await (await opened()).session()
    return deed(session).finally(() => session.close())
  }
  /**
   * By DuckDB's own account, of all tables together. No file tells it: held, an object takes from as much as its Parquet
   * (random digests) to fourteen times as much (sentences that resemble one another).
   */
  async function bytes(): Promise<number> {
    const [row] = await work((session) => session.rows("select memory_usage_bytes as bytes from duckdb_memory() where tag = 'IN_MEMORY_TABLE'"))
    return Number(row?.bytes ?? 0)
  }
  /** Names of tables that are nobody's, and may still be there. */
  const left = new Set<string>()
  async function drop(table: HeldTable): Promise<void> {
    forget(table)
    left.add(table.name)
    for (const name of [...left])
      await work((session) => session.run(`detach database if exists ${name}`)).then(
        () => left.delete(name),
        () => undefined,
      )
  }
  async function make(need: number): Promise<boolean> {
    if (need > most) return false
    while ((await bytes()) + need > most) {
      const [oldest] = idle()
      if (!oldest) return false
      await drop(oldest)
    }
    return true
  }
  return {
    work,
    make,
    drop,
    async dropIdle() {
      letGo()
      for (const table of idle()) await drop(table)
    },
    async shed(tables) {
      const gone = new Map<HeldTable, number>()
      for (const table of tables.toReversed()) {
        if (await make(0)) break
        const before = await bytes()
        await drop(table)
        gone.set(table, before - (await bytes()))
      }
      return gone
    },
  }
}
