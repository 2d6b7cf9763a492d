import { DAY_MS, momentOf } from '../schema/days.ts'
import sql from './arrivals.sql'
import type { Engine } from './engine.ts'
import { momentValue } from './facts.ts'
import { compose } from './statement.ts'

/** Of the provinces named, those from which nothing that landed was received on a day of Viet Nam. */
export async function withoutArrival(engine: Engine, provinces: readonly string[], day: string): Promise<string[]> {
  const from = momentOf(day, 0, 0)
  const year = Number(day.slice(0, 4))
  // A receipt lies in the year of its moment in UTC, which may still be the last one.
  const scope = { table: 'landings', provinces, years: [year - 1, year] } as const
  const rows = await engine.rows(compose(sql, {}, { from: momentValue(from), until: momentValue(from + DAY_MS) }, [scope]))
  const arrived = new Set(rows.map(({ province }) => province))
  return provinces.filter((province) => !arrived.has(province))
}
