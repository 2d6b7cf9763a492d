import { readFile } from 'node:fs/promises'
import { localDay } from '../../schema/days.ts'
import type { Unit } from '../../schema/units.ts'
import { addAgency } from '../land/add-agency.ts'
import { importUnits } from '../land/import-units.ts'
import { settleSpelling } from '../land/settle-spelling.ts'
import { openStorage, withLake } from './open-lake.ts'
import { formatted, write } from './print-rows.ts'
import { dayOption, parseCommand, UsageError } from './usage.ts'

const columns = ['code', 'full_name', 'type', 'level', 'parent_code', 'valid_from', 'valid_to'].map((name) => ({ name }))
const row = (unit: Unit) => ({
  code: unit.code,
  full_name: unit.fullName,
  type: unit.type,
  level: unit.level,
  parent_code: unit.parentCode,
  valid_from: unit.validFrom,
  valid_to: unit.validTo,
})

export async function unitsCommand(words: readonly string[]): Promise<number> {
  const { positionals, options, lake, format } = parseCommand(words, ['valid-from', 'on', 'within', 'by', 'code', 'province', 'type'])
  const [deed, argument, ...more] = positionals
  if (deed === 'alias') return settle(lake, argument, more, options)
  if (more.length > 0) throw new UsageError(`units ${deed}: thừa / too much: ${more.join(' ')}`)
  if (deed === 'add') return add(lake, argument, options)
  if (deed === 'import') return importEdition(lake, argument, options['valid-from'])
  const on = dayOption('on', options.on) ?? localDay(Date.now())
  const found = await withLake(lake, async ({ register }) => {
    if (deed === 'search' && argument) return register.search(argument, on)
    if (deed === 'tree')
      return argument ? register.children(argument, on) : register.units.filter((unit) => unit.level === 'province' && unit.validFrom <= on && on <= unit.validTo)
    throw new UsageError(
      'units: cần / expected import FILE --valid-from DAY | add NAME --code CODE --province CODE --valid-from DAY | search TEXT | tree [CODE] | alias TEXT CODE --by WHO',
    )
  })
  await write(formatted(format, columns, found.map(row)))
  return 0
}

async function settle(lake: string, text: string | undefined, [code, ...more]: readonly string[], { within, by }: Readonly<Record<string, string | undefined>>): Promise<number> {
  if (!text || !code || more.length > 0 || !by) throw new UsageError('units alias: cần / expected da06 units alias TEXT CODE --by WHO [--within CODE]')
  await settleSpelling(openStorage(lake), { text, unitCode: code, within: within ?? null, saidBy: by })
  process.stderr.write(`"${text}" là / means ${code}; chạy / run: da06 reland\n`)
  return 0
}

async function add(lake: string, name: string | undefined, options: Readonly<Record<string, string | undefined>>): Promise<number> {
  const validFrom = dayOption('valid-from', options['valid-from'])
  const { code, province, type = null } = options
  if (!name || !code || !province || validFrom === null)
    throw new UsageError('units add: cần / expected da06 units add "Sở Khoa học và Công nghệ" --code H.09 --province 82 --valid-from YYYY-MM-DD [--type TYPE]')
  const unit = await addAgency(openStorage(lake), { name, code, province, validFrom, type })
  process.stderr.write(`${unit.fullName} (${unit.type}) là / is ${unit.province}/${unit.code} từ / since ${unit.validFrom}; chạy / run: da06 reland\n`)
  return 0
}

async function importEdition(lake: string, file: string | undefined, from: string | undefined): Promise<number> {
  const validFrom = dayOption('valid-from', from)
  if (!file || validFrom === null) throw new UsageError('units import: cần tệp và ngày hiệu lực / a file and a day are needed: da06 units import FILE --valid-from YYYY-MM-DD')
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`${file}: không có tệp này / no such file`)
  })
  const { lines, units } = await importUnits(openStorage(lake), bytes, validFrom)
  const open = units.filter((unit) => unit.validTo === '9999-12-31').length
  process.stderr.write(
    `${lines} đơn vị có hiệu lực từ ${validFrom}; kho có ${units.length} phiên bản, ${open} đang mở / ${lines} units valid from ${validFrom}; the lake holds ${units.length} versions, ${open} open\n`,
  )
  return 0
}
