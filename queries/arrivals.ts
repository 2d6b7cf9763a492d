import { DAY_MS, momentOf } from '../schema/days.ts'
import { validOn } from '../schema/units.ts'
import sql from './arrivals.sql'
import type { Engine } from './engine.ts'
import { momentValue } from './facts.ts'
import { registerReader } from './register.ts'
import { compose } from './statement.ts'

/** Of the provinces named, those that exist on a day by the register of the lake; all of them where it knows none of that day. */
export async function provincesOn(engine: Engine, provinces: readonly string[], day: string): Promise<string[]> {
  const { units } = await registerReader(engine)()
  const there = new Set(units.filter((unit) => unit.level === 'province' && validOn(unit, day)).map(({ code }) => code))
  return provinces.filter((code) => there.size === 0 || there.has(code))
}

/** Of the provinces named, those from which nothing that landed was received on a day of Viet Nam, be it a Sunday. */
export async function withoutArrival(engine: Engine, provinces: readonly string[], day: string): Promise<string[]> {
  const from = momentOf(day, 0, 0)
  const year = Number(day.slice(0, 4))
  // A receipt lies in the year of its moment in UTC, which may still be the last one.
  const scope = { table: 'landings', provinces, years: [year - 1, year] } as const
  const rows = await engine.rows(compose(sql, {}, { from: momentValue(from), until: momentValue(from + DAY_MS) }, [scope]))
  const arrived = new Set(rows.map(({ province }) => province))
  return provinces.filter((province) => !arrived.has(province))
}
