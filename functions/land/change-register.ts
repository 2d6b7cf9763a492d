import { unitOf } from '../../queries/register.ts'
import { unitColumns } from '../../schema/columns.ts'
import { ConflictError, type Storage, unitsKey } from '../../schema/lake.ts'
import type { Unit } from '../../schema/units.ts'
import { checkFormat } from './lake-format.ts'
import { unitRow } from './register.ts'
import { openWorkspace, untilWritten } from './workspace.ts'

/** Changes the register of a lake, by compare-and-swap; gives every version of every unit it then holds. */
export async function changeRegister(storage: Storage, change: (before: readonly Unit[]) => readonly Unit[]): Promise<readonly Unit[]> {
  await checkFormat(storage)
  const work = await openWorkspace(storage)
  try {
    return await untilWritten(
      (error) => error instanceof ConflictError,
      async () => {
        const etag = await work.load('units', unitColumns, unitsKey)
        const before = (await work.rows('select * from units')).map(unitOf)
        const units = change(before)
        if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(units))) return units
        await work.create('units', unitColumns)
        work.session.append('units', unitColumns, units.map(unitRow))
        await work.save('select * from units order by code, valid_from', unitsKey, etag)
        return units
      },
    )
  } finally {
    await work.close()
  }
}

const sorted = (units: readonly Unit[]): string[] => units.map((unit) => JSON.stringify(unitRow(unit))).sort()
