import { importUnits } from '../../functions/land/import-units.ts'
import { s3Storage } from '../../functions/storage/s3.ts'
import type { Storage } from '../../schema/lake.ts'
import { type Keys, REGION } from './signed-call.ts'
import type { Stage } from './stage.ts'

/** The lake as somebody with these keys opens it from his own machine. */
export function lakeOf(stage: Stage, { accessKeyId, secretAccessKey, sessionToken }: Keys): Storage {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken ?? '' })
  return s3Storage({ bucket: stage.lake, endpoint: stage.moto.endpoint, region: REGION })
}

/** An operator imports the register before the first file comes. */
export async function importRegister(stage: Stage, csv: Buffer, validFrom: string): Promise<void> {
  await importUnits(lakeOf(stage, await stage.keysOf('operator')), csv, validFrom)
}
