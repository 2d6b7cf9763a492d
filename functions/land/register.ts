import type { Row } from '../../queries/engine.ts'
import { unitOf } from '../../queries/register.ts'
import { aliasColumns, unitColumns } from '../../schema/columns.ts'
import { aliasesKey, unitsKey } from '../../schema/lake.ts'
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

/** The register that the lake holds, and the spellings settled; the latest word holds. */
export async function loadRegister(work: Workspace): Promise<Register> {
  await work.load('units', unitColumns, unitsKey)
  await work.load('aliases', aliasColumns, aliasesKey)
  const aliases = await work.rows('select * from aliases order by said_at desc')
  return registerOf(
    (await work.rows('select * from units')).map(unitOf),
    aliases.map((row) => ({ text: String(row.text), within: String(row.within), unitCode: String(row.unit_code) })),
  )
}
