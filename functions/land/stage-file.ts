import type { Arriving } from './arriving.ts'
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
export async function stageFile(arriving: Arriving, { bytes, sha256, receivedAt, said }: FileRead, register: LandingRegister, largeBytes = LARGE_BYTES): Promise<Export> {
  const isLarge = bytes.length >= largeBytes && formatOf(bytes) === 'text'
  const large = isLarge ? readLargeText(bytes, sha256, receivedAt, said, register) : null
  const read = large?.read ?? (await readExport(bytes, said, register))
  await arriving.stage(read, sha256, receivedAt, large?.rows)
  return read
}
