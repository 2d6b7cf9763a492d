import type { Row } from '../../queries/engine.ts'
import { unitOf } from '../../queries/register.ts'
import { serviceEditions } from '../../queries/service-catalogue.ts'
import { aliasColumns, serviceColumns, unitColumns } from '../../schema/columns.ts'
import { aliasesKey, servicesKey, unitsKey } from '../../schema/lake.ts'
import { catalogueOf, type ServiceCatalogue } from '../../schema/service-catalogue.ts'
import { type Register, registerOf, type Unit } from '../../schema/units.ts'
import type { Workspace } from './workspace.ts'

export const unitRow = (unit: Unit): Row => ({
  code: unit.code,
  name: unit.name,
  full_name: unit.fullName,
  type: unit.type,
  level: unit.level,
  parent_code: unit.parentCode,
  province: unit.province,
  district: unit.district,
  valid_from: unit.validFrom,
  valid_to: unit.validTo,
  editions: unit.editions,
})

/** What an export's words are looked up in: the register, and the catalogue of services; without one, what is built in. */
export interface LandingRegister extends Register {
  readonly services?: ServiceCatalogue
}

/** The register that the lake holds, the spellings settled (the latest word holds), and the catalogue of services. */
export async function loadRegister(work: Workspace): Promise<LandingRegister> {
  await work.load('units', unitColumns, unitsKey)
  await work.load('aliases', aliasColumns, aliasesKey)
  await work.load('services', serviceColumns, servicesKey)
  const aliases = await work.rows('select * from aliases order by said_at desc')
  const register = registerOf(
    (await work.rows('select * from units')).map(unitOf),
    aliases.map((row) => ({ text: String(row.text), within: String(row.within), unitCode: String(row.unit_code) })),
  )
  return { ...register, services: catalogueOf(serviceEditions(await work.rows('select * from services'))) }
}
