import { editionLines, withEdition } from '../../schema/editions.ts'
import type { Storage } from '../../schema/lake.ts'
import type { Unit } from '../../schema/units.ts'
import { changeRegister } from './change-register.ts'
import { decodeText, delimiterOf, parseText } from './open-text.ts'

/** One edition of the register into the lake; gives every version of every unit it then holds. Throws InputError for a file that is none. */
export async function importUnits(storage: Storage, bytes: Buffer, validFrom: string): Promise<{ lines: number; units: readonly Unit[] }> {
  const text = decodeText(bytes)
  const lines = editionLines(parseText(text, delimiterOf(text)).map((row) => row.map((cell) => String(cell ?? ''))))
  return { lines: lines.length, units: await changeRegister(storage, (before) => withEdition(before, lines, validFrom)) }
}
