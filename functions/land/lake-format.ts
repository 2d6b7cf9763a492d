import { LAKE_FORMAT, lakeKey, type Storage, StorageError } from '../../schema/lake.ts'

/** The number in `lake.json`; null where there is none yet, undefined where it can't be read. */
export async function lakeFormat(storage: Storage): Promise<number | null | undefined> {
  const object = await storage.get(lakeKey)
  if (!object) return null
  try {
    const { format } = JSON.parse(Buffer.from(object.bytes).toString('utf8')) as { format?: unknown }
    return Number.isInteger(format) ? (format as number) : undefined
  } catch {
    return undefined
  }
}

/** Before anything is written: a lake of a later format is left alone. Gives the number; null where there is none yet. */
export async function checkFormat(storage: Storage): Promise<number | null> {
  const format = await lakeFormat(storage)
  if (format === undefined) throw new StorageError('lake.json: không đọc được; chép lại từ bản sao / not readable; restore it from a copy')
  if (format !== null && format > LAKE_FORMAT)
    throw new StorageError(
      `lake.json: định dạng ${format}, phiên bản này biết đến ${LAKE_FORMAT}; hãy nâng cấp da06 / format ${format}, this version knows ${LAKE_FORMAT}; upgrade da06`,
    )
  return format
}

/** The same, for a deed that may begin a lake: it gets its number. */
export async function beginLake(storage: Storage): Promise<void> {
  if ((await checkFormat(storage)) === null) await storage.put(lakeKey, Buffer.from(`${JSON.stringify({ format: LAKE_FORMAT })}\n`))
}
