import { agencyType } from '../../schema/agency-type.ts'
import { type EditionLine, withAgency } from '../../schema/editions.ts'
import { badInput, InputError } from '../../schema/input-error.ts'
import type { Storage } from '../../schema/lake.ts'
import { comparable } from '../../schema/names.ts'
import { maskDigits } from '../../schema/receipts.ts'
import { type Unit, validOn } from '../../schema/units.ts'
import { changeRegister } from './change-register.ts'

export interface NewAgency {
  /** In full, as exports write it. */
  readonly name: string
  readonly code: string
  readonly province: string
  readonly validFrom: string
  /** Default: by the name's first words. */
  readonly type: string | null
}

/** Registers an agency from a day on, beside those that are there; `reland` then brings its rows in. Gives its version. */
export async function addAgency(storage: Storage, agency: NewAgency): Promise<Unit> {
  const line = lineOf(agency)
  const units = await changeRegister(storage, (before) => {
    checkPlace(before, line, agency)
    return withAgency(before, line, agency.validFrom)
  })
  const added = units.find((unit) => unit.level === 'agency' && unit.code === line.code && unit.province === agency.province && validOn(unit, agency.validFrom))
  if (!added) throw new Error(`${line.code} is not in the register it was added to`)
  return added
}

function lineOf({ name, code, province, type }: NewAgency): EditionLine {
  const fullName = name.normalize('NFC').replace(/\s+/g, ' ').trim()
  if (fullName === '' || fullName.length > 200 || maskDigits(fullName) !== fullName)
    throw badInput('NAME', fullName.slice(0, 20), 'tên đầy đủ của sở, ngành / the full name of an agency')
  if (!/^[\w.-]{1,20}$/.test(code)) throw badInput('code', code, 'mã, như / a code such as H.09')
  const known = agencyType(fullName)
  if (known === null && type === null)
    throw new InputError('BAD_USER_INPUT', 'type', '--type: tên không cho biết loại; ghi --type, như / the name tells no type; give one, such as --type sở')
  return { code, name: known?.name ?? fullName, fullName, type: type ?? known?.type ?? '', parentCode: province, level: 'agency' }
}

/** The province is there that day, and neither the code nor the name is another agency's. */
function checkPlace(units: readonly Unit[], line: EditionLine, { province, validFrom }: NewAgency): void {
  const there = units.filter((unit) => unit.province === province && validOn(unit, validFrom))
  if (!there.some(({ level }) => level === 'province'))
    throw new InputError(
      'NOT_FOUND',
      'province',
      `--province: không có tỉnh ${JSON.stringify(province.slice(0, 20))} ngày ${validFrom} / no such province on that day; da06 units import`,
    )
  const agencies = there.filter(({ level }) => level === 'agency')
  const sameName = (unit: Unit): boolean => comparable(unit.fullName) === comparable(line.fullName)
  const holder = agencies.find((unit) => unit.code === line.code && !sameName(unit))
  if (holder) throw badInput('code', line.code, `mã khác: mã này là của / another code: this one is ${holder.fullName}`)
  const namesake = agencies.find((unit) => unit.code !== line.code && sameName(unit))
  if (namesake)
    throw badInput(
      'NAME',
      line.fullName,
      `tên chưa có: đơn vị này đã có mã ${namesake.code} / another name: it is registered as ${namesake.code}; da06 units alias TEXT ${namesake.code} --by WHO`,
    )
}
