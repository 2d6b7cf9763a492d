import { type Storage, unitsKey } from '../../schema/lake.ts'

/** A lake without units lands nothing but findings: say so before the first of them. */
export async function noticeWithoutUnits(storage: Storage): Promise<void> {
  if ((await storage.head(unitsKey)) === null)
    process.stderr.write(
      'Kho chưa có danh mục đơn vị: mọi dòng sẽ bị loại cho đến khi nạp danh mục (da06 units import FILE --valid-from DAY) rồi da06 reland.\nThe lake has no register of units: every row is kept out until one is imported (da06 units import FILE --valid-from DAY) and da06 reland is run.\n',
    )
}
