import { serviceEditions } from '../../queries/service-catalogue.ts'
import { serviceColumns } from '../../schema/columns.ts'
import { ConflictError, type Storage, servicesKey } from '../../schema/lake.ts'
import { catalogueOf, type ServiceCatalogue, type ServiceEdition, serviceLines, withServiceEdition } from '../../schema/service-catalogue.ts'
import { checkFormat } from './lake-format.ts'
import { decodeText, delimiterOf, parseText } from './open-text.ts'
import { openWorkspace, untilWritten } from './workspace.ts'

/** One edition of the catalogue of essential services into the lake; gives the catalogue it then holds. Throws InputError for a file that is none. */
export async function importServices(storage: Storage, bytes: Buffer, validFrom: string, listing: ServiceEdition['listing']): Promise<ServiceCatalogue> {
  const text = decodeText(bytes)
  const services = serviceLines(parseText(text, delimiterOf(text)).map((row) => row.map((cell) => String(cell ?? ''))))
  await checkFormat(storage)
  const work = await openWorkspace(storage)
  try {
    return await untilWritten(
      (error) => error instanceof ConflictError,
      async () => {
        const etag = await work.load('services', serviceColumns, servicesKey)
        const editions = withServiceEdition(serviceEditions(await work.rows('select * from services order by code')), { validFrom, listing, services })
        await work.create('services', serviceColumns)
        work.session.append(
          'services',
          serviceColumns,
          editions.flatMap((edition) => edition.services.map((service) => ({ ...service, valid_from: edition.validFrom, listing: edition.listing }))),
        )
        await work.save('select * from services order by valid_from, listing, code', servicesKey, etag)
        return catalogueOf(editions)
      },
    )
  } finally {
    await work.close()
  }
}
