import type { Layout } from '../../schema/layout.ts'
import { comparable } from '../../schema/names.ts'
import type { Finding } from '../../schema/receipts.ts'
import { catalogueOf, type ListedService } from '../../schema/service-catalogue.ts'
import type { LandingRegister } from './register.ts'
import type { RowCells } from './row-cells.ts'
import { noService, type Place, unknownService } from './row-findings.ts'
import type { Cell } from './sheet.ts'

export interface Breakdown {
  readonly service: string | null
  readonly field: string | null
  readonly findings: readonly Finding[]
}

const builtIn = catalogueOf([])

/** What of a unit's dossiers a row is of. A service's code stays as printed; without one its name tells it. */
export function breakdownOf(
  columns: RowCells,
  cells: readonly Cell[],
  layout: Layout,
  { services = builtIn }: LandingRegister,
  place: Place & { readonly date: string },
): Breakdown {
  const listed = services.on(place.date)
  const field = fieldName(columns.at(cells, 'field'))
  const printed = columns.at(cells, 'service')
  const name = columns.at(cells, 'service_name')
  if (printed === '' && name === '') return { service: null, field: field || null, findings: layout.row === 'service' ? [noService(place)] : [] }
  const service = serviceCode(printed) ?? (printed === '' ? serviceNamed(name, listed) : null)
  if (service === null) return { service: null, field: field || null, findings: [noService(place)] }
  const isKnown = listed.some(({ code }) => code === service)
  return { service, field: field || null, findings: isKnown ? [] : [unknownService(service, place)] }
}

/** "DVC.1", "dvc 01" and "DVC.01" are one. */
function serviceCode(text: string): string | null {
  const essential = /^DVC[ .-]?(\d{1,3})$/i.exec(text) ?? /^(\d{1,2})$/.exec(text)
  if (essential) return `DVC.${(essential[1] as string).padStart(2, '0')}`
  return /^[A-Z0-9][A-Z0-9.-]{1,19}$/i.test(text) && !/\d{6}/.test(text) ? text.toUpperCase() : null
}

const serviceNamed = (name: string, listed: readonly ListedService[]): string | null => listed.find((service) => comparable(service.name) === comparable(name))?.code ?? null

/** A field's name as forms print it; in capitals it is the same field. Digits of persons have no place in it. */
function fieldName(text: string): string {
  const plain = text
    .replace(/\d{6,}/g, '')
    .slice(0, 120)
    .trim()
  return plain === plain.toUpperCase() ? plain.slice(0, 1) + plain.slice(1).toLowerCase() : plain
}
