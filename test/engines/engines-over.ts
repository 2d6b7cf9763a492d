import { basename } from 'node:path'
import { folderStorage } from '../../functions/storage/folder.ts'
import { athenaEngine } from '../../queries/athena-engine.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Engine } from '../../queries/engine.ts'
import { trinoEngine } from '../../queries/trino-engine.ts'
import { type TableName, tables } from '../../schema/columns.ts'
import { trinoTable } from '../../schema/external-tables.ts'
import type { AthenaEndpoint } from './athena-endpoint.ts'
import type { EngineLake } from './lakes.ts'
import { trinoRows } from './trino-rows.ts'

export interface Engines {
  readonly duckdb: Engine
  readonly trino: Engine
  readonly athena: Engine
}

/** A name that SQL takes as it is. */
export const schemaOf = (lake: EngineLake): string => basename(lake.folder).toLowerCase().replaceAll('-', '_')

/** Makes the lake's tables in Trino, as `da06 tables --for trino` prints them. */
export async function makeTables(trino: string, lake: EngineLake, root: string): Promise<void> {
  const schema = `hive.${schemaOf(lake)}`
  await trinoRows(trino, `create schema ${schema} with (location = 'local:///${root}/${schemaOf(lake)}')`)
  for (const table of Object.keys(tables) as TableName[]) for (const sql of trinoTable(table, `local:///${basename(lake.folder)}`, schema)) await trinoRows(trino, sql)
}

/** The three engines over one lake. */
export function enginesOver(lake: EngineLake, trino: string, athena: AthenaEndpoint): Engines {
  const storage = folderStorage(lake.folder)
  const client = { region: 'ap-southeast-1', endpoint: athena.url, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  return {
    duckdb: duckdbEngine(storage, { hold: true }),
    trino: trinoEngine(storage, { url: trino, catalog: 'hive', schema: schemaOf(lake), user: 'test' }),
    athena: athenaEngine(storage, { workgroup: 'primary', database: schemaOf(lake), client }),
  }
}
