import { readFile } from 'node:fs/promises'
import { serviceCatalogue } from '../../queries/service-catalogue.ts'
import { localDay, shiftDay } from '../../schema/days.ts'
import type { ServiceCatalogue } from '../../schema/service-catalogue.ts'
import { importServices } from '../land/import-services.ts'
import { openStorage, withLake } from './open-lake.ts'
import { formatted, write } from './print-rows.ts'
import { dayOption, parseCommand, UsageError } from './usage.ts'

const columns = ['code', 'name', 'group', 'source'].map((name) => ({ name }))

export async function servicesCommand(words: readonly string[]): Promise<number> {
  const { positionals, options, flags, lake, format } = parseCommand(words, ['valid-from', 'on'], ['add'])
  const [deed, file, ...more] = positionals
  if (more.length > 0 || (deed === 'list' && file)) throw new UsageError(`services ${deed}: thừa / too much: ${[file, ...more].join(' ')}`)
  if (deed === 'import') return importEdition(lake, file, options['valid-from'], flags.includes('add'))
  if (deed !== 'list') throw new UsageError('services: cần / expected import FILE --valid-from DAY [--add] | list [--on DAY]')
  const on = dayOption('on', options.on) ?? localDay(Date.now())
  const listed = (await withLake(lake, serviceCatalogue)).on(on)
  await write(
    formatted(
      format,
      columns,
      listed.map((service) => ({ ...service })),
    ),
  )
  return 0
}

async function importEdition(lake: string, file: string | undefined, from: string | undefined, add: boolean): Promise<number> {
  const validFrom = dayOption('valid-from', from)
  if (!file || validFrom === null)
    throw new UsageError('services import: cần tệp và ngày hiệu lực / a file and a day are needed: da06 services import FILE --valid-from YYYY-MM-DD [--add]')
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`${file}: không có tệp này / no such file`)
  })
  tell(await importServices(openStorage(lake), bytes, validFrom, add ? 'added' : 'whole'), validFrom)
  return 0
}

/** How many are listed now, and which are no longer: whoever meant to add some sees it at once. */
function tell(catalogue: ServiceCatalogue, day: string): void {
  const listed = catalogue.on(day)
  const gone = catalogue.on(shiftDay(day, -1)).filter(({ code }) => !listed.some((service) => service.code === code))
  process.stderr.write(`${listed.length} dịch vụ từ ${day} / services from ${day} on\n`)
  if (gone.length > 0) {
    const codes = gone.map(({ code }) => code).join(', ')
    process.stderr.write(`không còn trong danh mục: ${codes}; nếu chỉ muốn thêm, nạp lại với --add / no longer listed; to add to the list, import again with --add\n`)
  }
}
