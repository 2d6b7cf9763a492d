import type { TableName } from '../schema/columns.ts'
import type { Database, Session } from './duckdb.ts'

/** The views that a statement reads: what each table of its scopes stands for. */
export type Views = ReadonlyMap<TableName, string>

/** A session in which the views of a statement stand. */
export interface Seat {
  readonly session: Session
  readonly views: Map<TableName, string>
}

export interface Seats {
  /** To be given back once the statement has ended, however it ended. */
  take(views: Views): Promise<Seat>
  give(seat: Seat): void
  /** Closes what nobody uses: its plans take memory. */
  closeIdle(): void
}

/** So many stay open while nobody asks; whoever asks of the same tables again finds its views, and the plans made over them. */
const MOST_IDLE = 6

/** Sessions to be used again: making a view costs as much as a small question, and ends the plans that the session keeps. */
export function seatsOf(opened: () => Promise<Database>): Seats {
  /** The last given back last. */
  const idle: Seat[] = []
  const stand = (seat: Seat, views: Views): boolean => [...views].every(([table, view]) => seat.views.get(table) === view)

  async function free(views: Views): Promise<Seat> {
    const at = idle.findLastIndex((seat) => stand(seat, views))
    if (at >= 0) return idle.splice(at, 1)[0] as Seat
    if (idle.length === MOST_IDLE) return idle.shift() as Seat
    return { session: await (await opened()).session(), views: new Map() }
  }

  function give(seat: Seat): void {
    if (idle.length === MOST_IDLE) idle.shift()?.session.close()
    idle.push(seat)
  }

  async function lay(seat: Seat, views: Views): Promise<void> {
    for (const [table, view] of views) {
      if (seat.views.get(table) === view) continue
      seat.views.delete(table)
      await seat.session.run(`create or replace temp view ${table} as ${view}`)
      seat.views.set(table, view)
    }
  }

  return {
    async take(views) {
      const seat = await free(views)
      try {
        await lay(seat, views)
        return seat
      } catch (error) {
        give(seat)
        throw error
      }
    },
    give,
    closeIdle() {
      for (const { session } of idle.splice(0)) session.close()
    },
  }
}
