import { catalogueOf, type ListedService, type ServiceCatalogue, type ServiceEdition } from '../schema/service-catalogue.ts'
import type { Asking } from './asking.ts'
import type { Row } from './engine.ts'
import sql from './services.sql'
import { compose } from './statement.ts'

/** Rows of the table `services` as editions. */
export function serviceEditions(rows: readonly Row[]): ServiceEdition[] {
  const editions = new Map<string, { validFrom: string; listing: ServiceEdition['listing']; services: ListedService[] }>()
  for (const row of rows) {
    const [validFrom, listing] = [row.valid_from as string, row.listing as ServiceEdition['listing']]
    const edition = editions.get(`${validFrom} ${listing}`) ?? { validFrom, listing, services: [] }
    edition.services.push({ code: row.code as string, name: row.name as string, group: row.group as string, source: row.source as string | null })
    editions.set(`${validFrom} ${listing}`, edition)
  }
  return [...editions.values()]
}

/** The catalogue of essential services as the lake has it now: what is built in, unless editions have been imported. */
export const serviceCatalogue = async ({ engine, signal }: Asking): Promise<ServiceCatalogue> =>
  catalogueOf(serviceEditions(await engine.rows(compose(sql, {}, {}, [{ table: 'services', provinces: null, years: null }]), signal)))
