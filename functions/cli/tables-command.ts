import { type TableName, tables } from '../../schema/columns.ts'
import { glueTable, trinoTable } from '../../schema/external-tables.ts'
import { environment } from './environment.ts'
import { write } from './print-rows.ts'
import { parseAlone, UsageError } from './usage.ts'

const names = Object.keys(tables) as TableName[]
const inObjectStorage = (lake: string): boolean => /^s3a?:\/\/[^/]+/.test(lake)

/** The statements for Trino. A lake in a folder lies where the catalog's `local.location` points. */
function forTrino(lake: string): string {
  const { catalog, schema } = environment().trino
  const away = inObjectStorage(lake)
  if (!away) process.stderr.write(`Catalog: local.location=${lake}; thư mục tables/<bảng> phải có sẵn / the folders tables/<table> must be there (docs/engines.md)\n`)
  const location = away ? lake : 'local://'
  const statements = names.flatMap((name) => trinoTable(name, location, `"${catalog}"."${schema}"`))
  return [`create schema if not exists "${catalog}"."${schema}"`, ...statements].map((sql) => `${sql};\n`).join('')
}

export async function tablesCommand(words: readonly string[]): Promise<number> {
  const { options, lake } = parseAlone('tables', words, ['for'])
  if (options.for === 'trino') await write(forTrino(lake))
  else if (options.for !== 'glue') throw new UsageError('tables --for: cần / expected trino|glue')
  else if (!inObjectStorage(lake)) throw new UsageError('tables --for glue: cần / expected --lake s3://bucket/prefix')
  else
    await write(
      `${JSON.stringify(
        names.map((name) => glueTable(name, lake)),
        null,
        2,
      )}\n`,
    )
  return 0
}
