import type { Arriving, LargeRows } from './arriving.ts'
import { tooMuch } from './open-apart.ts'
import { formatOf } from './open-file.ts'
import { type Export, readExport } from './read-export.ts'
import { readLargeText } from './read-large-text.ts'
import type { LandingRegister } from './register.ts'
import type { Said } from './said.ts'

/** Text files from this size on are read as large ones where they can be. */
export const LARGE_BYTES = 256 * 1024

/** A file's bytes as they were handed in. */
export interface FileRead {
  readonly bytes: Buffer
  readonly sha256: string
  readonly receivedAt: number
  readonly said: Said
}

/** Reads a file and puts its rows on their way into the lake. Throws RefusedError; then nothing of it is staged. */
export async function stageFile(arriving: Arriving, file: FileRead, register: LandingRegister, largeBytes = LARGE_BYTES): Promise<Export> {
  const { read, rows } = await readByItsSize(file, register, largeBytes).catch((error) => {
    // An array, a text or a call stack of a length that there is not.
    throw error instanceof RangeError ? tooMuch() : error
  })
  await arriving.stage(read, file.sha256, file.receivedAt, rows)
  return read
}

async function readByItsSize(
  { bytes, sha256, receivedAt, said }: FileRead,
  register: LandingRegister,
  largeBytes: number,
): Promise<{ readonly read: Export; readonly rows?: LargeRows }> {
  const isLarge = bytes.length >= largeBytes && formatOf(bytes) === 'text'
  const large = isLarge ? readLargeText(bytes, sha256, receivedAt, said, register) : null
  return large ?? { read: await readExport(bytes, said, register) }
}
