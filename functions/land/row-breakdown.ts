import { fieldName } from '../../schema/field-name.ts'
import type { Layout } from '../../schema/layout.ts'
import { comparable } from '../../schema/names.ts'
import type { Finding } from '../../schema/receipts.ts'
import { catalogueOf, type ListedService } from '../../schema/service-catalogue.ts'
import type { LandingRegister } from './register.ts'
import type { RowCells } from './row-cells.ts'
import { noField, noService, type Place, unknownService } from './row-findings.ts'
import type { Cell } from './sheet.ts'

export interface Breakdown {
  readonly service: string | null
  readonly field: string | null
  /** `rejected`: it can't be told what the row is of, so it is not of all dossiers either. */
  readonly findings: readonly Finding[]
}

const builtIn = catalogueOf([])
const ALL: Breakdown = { service: null, field: null, findings: [] }

/** What of a unit's dossiers a row is of. A service's code stays as printed; without one its name tells it. */
export function breakdownOf(
  columns: RowCells,
  cells: readonly Cell[],
  layout: Layout,
  { services = builtIn }: LandingRegister,
  place: Place & { readonly date: string },
): Breakdown {
  const [field, printed, name] = [columns.at(cells, 'field'), columns.at(cells, 'service'), columns.at(cells, 'service_name')]
  if (field !== '') return isField(field) ? { ...ALL, field: fieldName(field) } : { ...ALL, findings: [noField(place)] }
  if (printed === '' && name === '') return layout.row === 'service' || layout.row === 'field' ? { ...ALL, findings: [noService(place)] } : ALL
  const listed = services.on(place.date)
  const service = printed === '' ? serviceNamed(name, listed) : serviceCode(printed)
  if (service === null) return { ...ALL, findings: [noService(place)] }
  return { ...ALL, service, findings: listed.some(({ code }) => code === service) ? [] : [unknownService(service, place)] }
}

/** Forms number their fields; more digits than that are somebody's. */
const isField = (text: string): boolean => (text.match(/\p{Nd}/gu) ?? []).length < 6 && text.length <= 200

/** "1.004194", "2.000488.000.00.00.H58": the national code of a procedure. */
const PROCEDURE = /^\d\.\d{6}(\.\d{3}(\.\d{2}){2}\.H\d{2})?$/i

/** "DVC.1", "dvc 01" and "DVC.01" are one; other codes stay as printed, but for what may be somebody's number. */
function serviceCode(text: string): string | null {
  const essential = /^DVC[ .-]?(\d{1,3})$/i.exec(text) ?? /^(\d{1,2})$/.exec(text)
  if (essential) return `DVC.${(essential[1] as string).padStart(2, '0')}`
  const isCode = PROCEDURE.test(text) || (/^[A-Z][A-Z0-9.-]{1,19}$/i.test(text) && (text.match(/\d/g) ?? []).length < 6)
  return isCode ? text.toUpperCase() : null
}

const serviceNamed = (name: string, listed: readonly ListedService[]): string | null => listed.find((service) => comparable(service.name) === comparable(name))?.code ?? null
