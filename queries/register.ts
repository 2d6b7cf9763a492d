import { type Register, registerOf, type Unit } from '../schema/units.ts'
import type { Engine, Row, Scope } from './engine.ts'
import { compose } from './statement.ts'
import sql from './units.sql'

const scopes: readonly Scope[] = [{ table: 'units', provinces: null, years: null }]

/** A row of the units table as a unit. */
export const unitOf = (row: Row): Unit => ({
  code: row.code as string,
  name: row.name as string,
  fullName: row.full_name as string,
  type: row.type as string,
  level: row.level as Unit['level'],
  parentCode: row.parent_code as string | null,
  province: row.province as string,
  district: row.district as string | null,
  validFrom: row.valid_from as string,
  validTo: row.valid_to as string,
  editions: row.editions as string,
})

/** The register as it is now: read again only when an edition has been imported since. */
export function registerReader(engine: Engine): () => Promise<Register> {
  let held: { version: string; register: Promise<Register> } | undefined
  return async () => {
    const version = await engine.version(scopes)
    if (held?.version !== version) {
      const register = engine.rows(compose(sql, {}, {}, scopes)).then((rows) => registerOf(rows.map(unitOf)))
      const reading = { version, register }
      held = reading
      register.catch(() => {
        if (held === reading) held = undefined
      })
    }
    return held.register
  }
}
