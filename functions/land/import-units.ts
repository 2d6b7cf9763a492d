import { unitOf } from '../../queries/register.ts'
import { unitColumns } from '../../schema/columns.ts'
import { editionLines, withEdition } from '../../schema/editions.ts'
import { ConflictError, type Storage, unitsKey } from '../../schema/lake.ts'
import type { Unit } from '../../schema/units.ts'
import { checkFormat } from './lake-format.ts'
import { decodeText, delimiterOf, parseText } from './open-text.ts'
import { unitRow } from './register.ts'
import { openWorkspace, untilWritten } from './workspace.ts'

/** One edition of the register into the lake; gives every version of every unit it then holds. Throws InputError for a file that is none. */
export async function importUnits(storage: Storage, bytes: Buffer, validFrom: string): Promise<{ lines: number; units: readonly Unit[] }> {
  const text = decodeText(bytes)
  const lines = editionLines(parseText(text, delimiterOf(text)).map((row) => row.map((cell) => String(cell ?? ''))))
  await checkFormat(storage)
  const work = await openWorkspace(storage)
  try {
    return await untilWritten(
      (error) => error instanceof ConflictError,
      async () => {
        const etag = await work.load('units', unitColumns, unitsKey)
        const before = (await work.rows('select * from units')).map(unitOf)
        const units = withEdition(before, lines, validFrom)
        if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(units))) return { lines: lines.length, units }
        await work.create('units', unitColumns)
        work.session.append('units', unitColumns, units.map(unitRow))
        await work.save('select * from units order by code, valid_from', unitsKey, etag)
        return { lines: lines.length, units }
      },
    )
  } finally {
    await work.close()
  }
}

const sorted = (units: readonly Unit[]): string[] => units.map((unit) => JSON.stringify(unitRow(unit))).sort()
