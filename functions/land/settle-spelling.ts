import { aliasColumns } from '../../schema/columns.ts'
import { badInput, InputError } from '../../schema/input-error.ts'
import { aliasesKey, ConflictError, type Storage } from '../../schema/lake.ts'
import { comparable } from '../../schema/names.ts'
import { maskDigits } from '../../schema/receipts.ts'
import { checkFormat } from './lake-format.ts'
import { loadRegister } from './register.ts'
import { openWorkspace, untilWritten } from './workspace.ts'

export interface Spelling {
  /** Name or code as exports write it. */
  readonly text: string
  readonly unitCode: string
  /** Province or district within which it holds; default: the unit's province. */
  readonly within: string | null
  readonly saidBy: string
}

/** Keeps which unit exports mean by a spelling; da06 reland then brings rows in that it kept out. The latest word of a spelling holds. */
export async function settleSpelling(storage: Storage, { text, unitCode, within, saidBy }: Spelling): Promise<void> {
  await checkFormat(storage)
  const work = await openWorkspace(storage)
  try {
    const register = await loadRegister(work)
    const unit = register.last(unitCode)
    if (!unit) throw new InputError('NOT_FOUND', 'CODE', `CODE: không có đơn vị ${JSON.stringify(unitCode.slice(0, 20))} / no such unit; da06 units search TÊN`)
    const place = within ?? unit.province
    if (!register.last(place)) throw new InputError('NOT_FOUND', 'within', `--within: không có đơn vị ${JSON.stringify(place.slice(0, 20))} / no such unit`)
    if (text.trim() === '' || text.length > 200 || maskDigits(text) !== text)
      throw badInput('TEXT', text.slice(0, 20), 'tên hoặc mã như trong tệp / a name or code as exports write it')
    const row = { text: text.normalize('NFC'), within: place, unit_code: unitCode, said_by: maskDigits(saidBy.slice(0, 100)), said_at: Date.now() }
    await untilWritten(
      (error) => error instanceof ConflictError,
      async () => {
        const etag = await work.load('aliases', aliasColumns, aliasesKey)
        const kept = (await work.rows('select * from aliases')).filter((one) => comparable(String(one.text)) !== comparable(text) || one.within !== place)
        await work.create('aliases', aliasColumns)
        work.session.append('aliases', aliasColumns, [...kept, row])
        await work.save('select * from aliases order by said_at, text', aliasesKey, etag)
      },
    )
  } finally {
    await work.close()
  }
}
