import { basename } from 'node:path'
import { folderStorage } from '../../functions/storage/folder.ts'
import { s3Storage } from '../../functions/storage/s3.ts'
import { athenaEngine } from '../../queries/athena-engine.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Engine } from '../../queries/engine.ts'
import { trinoEngine } from '../../queries/trino-engine.ts'
import { type TableName, tables } from '../../schema/columns.ts'
import { trinoTable } from '../../schema/external-tables.ts'
import type { Storage } from '../../schema/lake.ts'
import { copyLake } from '../storage/lake-copy.ts'
import type { AthenaEndpoint } from './athena-endpoint.ts'
import type { EngineLake } from './lakes.ts'
import { BUCKET, type Server } from './s3/versitygw.ts'
import { trinoRows } from './trino-rows.ts'

/** Where a lake lies, and the schema of its tables there. */
export interface Place {
  readonly storage: Storage
  readonly location: string
  readonly schema: string
}

export interface Engines {
  readonly duckdb: Engine
  readonly trino: Engine
  /** As it is there, over what an object store keeps. */
  readonly athena: Engine
  readonly trinoOnS3: Engine
}

/** A name that SQL takes as it is. */
const nameOf = (lake: EngineLake): string => basename(lake.folder).toLowerCase().replaceAll('-', '_')

export const folderPlace = (lake: EngineLake): Place => ({ storage: folderStorage(lake.folder), location: `local:///${basename(lake.folder)}`, schema: nameOf(lake) })

/** The lake copied into a bucket, below a prefix that is no plain name. */
export async function bucketPlace(lake: EngineLake, { endpoint }: Server): Promise<Place> {
  const prefix = `đề án 06/${nameOf(lake)}`
  const storage = s3Storage({ bucket: BUCKET, prefix, endpoint })
  await copyLake(lake.folder, storage)
  return { storage, location: `s3://${BUCKET}/${prefix}`, schema: `${nameOf(lake)}_s3` }
}

/** Makes a lake's tables in Trino, as `da06 tables --for trino` prints them. */
export async function makeTables(trino: string, { location, schema }: Place): Promise<void> {
  await trinoRows(trino, `create schema hive.${schema}`)
  for (const table of Object.keys(tables) as TableName[]) for (const sql of trinoTable(table, location, `hive.${schema}`)) await trinoRows(trino, sql)
}

/** The engines over one lake, in its folder and in a bucket. */
export function enginesOver(folder: Place, bucket: Place, trino: string, athena: AthenaEndpoint): Engines {
  const client = { region: 'ap-southeast-1', endpoint: athena.url, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const trinoOver = ({ storage, schema }: Place): Engine => trinoEngine(storage, { url: trino, catalog: 'hive', schema, user: 'test' })
  return {
    duckdb: duckdbEngine(folder.storage, { hold: true }),
    trino: trinoOver(folder),
    athena: athenaEngine(bucket.storage, { workgroup: 'primary', database: bucket.schema, client }),
    trinoOnS3: trinoOver(bucket),
  }
}
